import type { Bus } from './bus.ts';

/** A property on the bus: its type, and its value. */
export type Property = readonly [signature: string, value: unknown];

/** Answers org.freedesktop.DBus.Properties for one interface of an object. They can only be read. */
export function exportProperties(
  bus: Bus,
  {
    path,
    interface: name,
    read,
  }: {
    readonly path: string;
    readonly interface: string;
    readonly read: () => Readonly<Record<string, Property>>;
  },
): void {
  const asVariant = ([signature, value]: Property) => bus.variant(signature, value);
  bus.serve((call) => {
    const [asked, key] = call.body;
    if (call.path !== path || call.interface !== 'org.freedesktop.DBus.Properties' || asked !== name) return null;
    const properties = read();
    if (call.member === 'GetAll') {
      const all = Object.fromEntries(Object.entries(properties).map(([one, value]) => [one, asVariant(value)]));
      return { signature: 'a{sv}', body: [all] };
    }
    const property = typeof key === 'string' ? properties[key] : undefined;
    return call.member === 'Get' && property !== undefined ? { signature: 'v', body: [asVariant(property)] } : null;
  });
}
