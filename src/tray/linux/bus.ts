import { EventEmitter } from 'node:events';

/**
 * The session bus, in plain values: what the tray says and hears there. The package's own interface classes are not used, so
 * that nothing here depends on how it finds their members.
 */
export type Bus = {
  /** Calls a method and answers what it returned. Rejects when the other side refuses, or the bus goes away. */
  readonly call: (call: Call) => Promise<readonly unknown[]>;
  readonly emit: (signal: Signal) => void;
  /** Answers calls to us. The first handler that does not answer `null` counts. */
  readonly serve: (handler: (call: Incoming) => Answer | null) => void;
  /** Hears signals that fit a match rule, until the bus is closed. */
  readonly listen: (match: Match, listener: (body: readonly unknown[]) => void) => Promise<void>;
  /** A value that carries its own type (`v` in signatures). */
  readonly variant: (signature: string, value: unknown) => unknown;
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  readonly close: () => void;
};

type Address = { readonly path: string; readonly interface: string; readonly member: string };
type Body = { readonly signature?: string; readonly body?: readonly unknown[] };

export type Call = Address & Body & { readonly destination: string };
export type Signal = Address & Body;
export type Incoming = Address & { readonly body: readonly unknown[] };
export type Answer = Body;
export type Match = { readonly interface: string; readonly member: string; readonly sender?: string };

/** Where the session bus is; `null` when nothing says so. The address in the environment is the person's own. */
export function busAddress(env: Readonly<Record<string, string | undefined>>): string | null {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime } = env;
  if (address !== undefined && address !== '') return address;
  return runtime === undefined || runtime === '' ? null : `unix:path=${runtime}/bus`;
}

/** Connects. Rejects when no bus answers. */
export async function openBus(address: string): Promise<Bus> {
  const { Message, MessageType, Variant, sessionBus } = await import('@jellybrick/dbus-next');
  const connection = sessionBus({ busAddress: address });
  const { promise: closed, resolve: end } = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  connection.on('connect', () => ready.resolve());
  hear(connection, 'error', (error) => {
    ready.reject(error);
    end();
  });
  // The package tells only its own inner connection that the other side has hung up.
  hear(Reflect.get(connection, '_connection'), 'end', () => end());
  await ready.promise;

  const gone = closed.then((): never => {
    throw new Error('the session bus went away');
  });
  gone.catch(() => {});
  const call: Bus['call'] = async ({ body = [], ...message }) => {
    const reply = connection.call(new Message({ ...message, body: [...body] }));
    const answer = await Promise.race([reply, gone]);
    return answer?.body ?? [];
  };
  return {
    call,
    emit: ({ path, interface: name, member, signature = '', body = [] }) => {
      try {
        connection.send(Message.newSignal(path, name, member, signature, [...body]));
      } catch {
        // Nobody is left to hear it; `closed` says so to whoever cares.
      }
    },
    serve: (handler) => {
      connection.addMethodHandler((message) => {
        const { path, interface: name, member, body } = message;
        const answer = handler({ path, interface: name, member, body });
        if (answer === null) return false;
        connection.send(Message.newMethodReturn(message, answer.signature ?? '', [...(answer.body ?? [])]));
        return true;
      });
    },
    listen: async (match, listener) => {
      connection.on('message', (message) => {
        const fits = message.interface === match.interface && message.member === match.member;
        if (message.type === MessageType.SIGNAL && fits) listener(message.body);
      });
      const rule = Object.entries({ type: 'signal', ...match }).map(([key, value]) => `${key}='${value}'`);
      await call({ ...theBus, member: 'AddMatch', signature: 's', body: [rule.join(',')] });
    },
    variant: (signature, value) => new Variant(signature, value),
    closed,
    close: () => {
      connection.disconnect();
      end();
    },
  };
}

/** Hears an event that the package's types do not name. */
function hear(emitter: unknown, event: string, listener: (value?: unknown) => void): void {
  if (emitter instanceof EventEmitter) emitter.on(event, listener);
}

/** The bus itself, as the other side of a call. */
export const theBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;
