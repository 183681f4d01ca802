import type { Backend, BackendOptions } from '../backend.ts';
import { openBus, type Bus } from './bus.ts';
import { exportItem, type Item } from './item.ts';
import { exportMenu, type Menu } from './menu.ts';
import { openNotifications, type Notifications } from './notifications.ts';
import { registerItem } from './watcher.ts';

export type LinuxOptions = BackendOptions & {
  /** Where the session bus is; `null` when nothing says so. */
  readonly address: string | null;
  /** Tells this tray from others on the bus. */
  readonly pid: number;
  /**
   * Asked when a bus is back: the process of another tray that has come meanwhile, as after a new login that an old tray outlived;
   * `null` when ours is the one.
   */
  readonly rival?: () => Promise<number | null>;
  /** Milliseconds between attempts to reach a bus that is not there: the first, and the longest. */
  readonly patience?: { readonly first: number; readonly longest: number };
};

type Connection = {
  readonly bus: Bus;
  readonly item: Item;
  readonly menu: Menu;
  readonly notifications: Notifications;
};

/** The tray of a Linux desktop, over the session bus. A bus that is not there, or goes away, is tried again. */
export function openLinuxBackend(options: LinuxOptions): Backend {
  const { address, say, onClick, rival, patience = { first: 1000, longest: 60_000 } } = options;
  let model = options.first;
  let connection: Connection | null = null;
  let closed = false;
  let returns = false;
  let retry: NodeJS.Timeout | undefined;

  const keep = async (wait: number): Promise<void> => {
    let next = wait;
    try {
      if (address === null) throw new Error('no session bus is named in the environment');
      const bus = await openBus(address);
      const other = (await (returns ? rival?.() : null)) ?? null;
      if (other !== null) {
        bus.close();
        say(`kg tray runs in process ${other} by now; this one ends`);
        onClick({ do: 'quit' });
        return;
      }
      returns = true;
      connection = await connect(bus, { ...options, current: () => model });
      if (closed) bus.close();
      next = patience.first;
      await bus.closed;
      if (!closed) say('The session bus went away; kg tray waits for it');
    } catch (error) {
      if (wait === patience.first) say(`No desktop to show an icon on: ${messageOf(error)}`);
    }
    connection = null;
    if (closed) return;
    retry = setTimeout(() => void keep(Math.min(next * 2, patience.longest)), next);
  };
  void keep(patience.first);

  const trying = async (what: (notifications: Notifications) => Promise<void>): Promise<void> => {
    if (connection === null) return;
    // A desktop without notifications refuses each one; the icon says the same.
    await what(connection.notifications).catch(() => {});
  };
  return {
    show: (next) => {
      model = next;
      // The menu first: a panel does not resize a menu that is open, and the icon is what invites a click.
      connection?.menu.show(next.menu);
      connection?.item.show(next);
    },
    notify: (notice) => trying(({ show }) => show(notice)),
    withdraw: (slot) => trying(({ withdraw }) => withdraw(slot)),
    close: () => {
      closed = true;
      clearTimeout(retry);
      connection?.bus.close();
    },
  };
}

async function connect(
  bus: Bus,
  { current, pid, fresh, onClick, say }: LinuxOptions & { readonly current: () => LinuxOptions['first'] },
): Promise<Connection> {
  const service = `org.kde.StatusNotifierItem-${pid}-1`;
  const item = exportItem(bus, { first: current(), onActivate: () => onClick({ do: 'again' }) });
  const menu = exportMenu(bus, { first: current().menu, onClick, fresh: () => fresh().menu });
  const notifications = await openNotifications(bus, onClick);
  await bus.call({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'RequestName',
    signature: 'su',
    body: [service, 4],
  });
  let told: boolean | null = null;
  await registerItem(bus, {
    service,
    onPresence: (present) => {
      if (present !== told) say(present ? inTheTray : noTray);
      told = present;
    },
  });
  return { bus, item, menu, notifications };
}

const inTheTray = 'The icon is in the tray';
const noTray =
  'No tray on this desktop (nothing owns org.kde.StatusNotifierWatcher): notifications still come, and the icon as soon as there is one';

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'the session bus does not answer';
}
