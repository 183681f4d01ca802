import { theBus, type Bus } from './bus.ts';

const watcher = 'org.kde.StatusNotifierWatcher';

export type WatcherOptions = {
  /** The name on the bus that the item is found by. */
  readonly service: string;
  /** Told at first and whenever it changes: whether anything on this desktop shows icons. */
  readonly onPresence: (present: boolean) => void;
};

/** Registers the item with whatever shows icons, now and each time that one comes or is restarted. */
export async function registerItem(bus: Bus, { service, onPresence }: WatcherOptions): Promise<void> {
  const register = async (): Promise<boolean> => {
    try {
      await bus.call({
        destination: watcher,
        path: '/StatusNotifierWatcher',
        interface: watcher,
        member: 'RegisterStatusNotifierItem',
        signature: 's',
        body: [service],
      });
      return true;
    } catch {
      // Gone again, or not ready yet: its name changes owner once more when it is.
      return false;
    }
  };
  await bus.listen({ sender: theBus.destination, interface: theBus.interface, member: 'NameOwnerChanged' }, (body) => {
    const [name, , owner] = body;
    if (name !== watcher) return;
    if (owner === '') onPresence(false);
    else void register().then(onPresence);
  });
  onPresence(await register());
}
