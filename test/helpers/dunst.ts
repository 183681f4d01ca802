/** What dunst shows and has shown, as it says on the bus. */
import type { Bus } from '../../src/tray/linux/bus.ts';

const dunst = { destination: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications' } as const;
const own = { ...dunst, interface: 'org.dunstproject.cmd0' } as const;

/** How many notifications are on the screen. */
export async function shownNow(bus: Bus): Promise<number> {
  const [value] = await bus.call({
    ...dunst,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: [own.interface, 'displayedLength'],
  });
  return Number(plain(value));
}

/** The titles of the notifications that have gone, those that went last first. */
export async function historyOf(bus: Bus): Promise<readonly string[]> {
  const [all] = await bus.call({ ...own, member: 'NotificationListHistory' });
  return (Array.isArray(all) ? all : []).map((one: unknown) => String(plain(fieldOf(one, 'summary'))));
}

export async function closeAll(bus: Bus): Promise<void> {
  await bus.call({ ...own, member: 'NotificationCloseAll' });
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A variant's value. */
function plain(value: unknown): unknown {
  return fieldOf(value, 'value');
}
