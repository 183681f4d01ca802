/** Notifications of the desktop. https://specifications.freedesktop.org/notification-spec/latest/ */
import type { Notice } from '../../render/notice.ts';
import type { Click } from '../click.ts';
import type { Bus } from './bus.ts';
import { escapeMarkup } from './item.ts';

const notifications = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;

export type Notifications = {
  /** Shows a notice in place of the one that stands in the same slot. */
  readonly show: (notice: Notice<Click>) => Promise<void>;
  /** Takes back what stands in a slot. */
  readonly withdraw: (slot: string) => Promise<void>;
};

/** Opens the way to them. `onClick` hears the actions that people choose. */
export async function openNotifications(bus: Bus, onClick: (click: Click) => void): Promise<Notifications> {
  const shown = new Map<string, { readonly id: number; readonly notice: Notice<Click> }>();
  let showing: Promise<unknown> = Promise.resolve();
  const chosen = (id: unknown, key: unknown): void => {
    const notice = [...shown.values()].find((one) => one.id === id)?.notice;
    const action = key === 'default' ? notice?.actions[0] : notice?.actions.find(({ key: own }) => own === key);
    if (action !== undefined) onClick(action.click);
  };
  const closed = (id: unknown): void => {
    for (const [slot, one] of shown) if (one.id === id) shown.delete(slot);
  };
  // While kg is busy, a notice may be answered before its number has been taken down: its answer waits for that.
  await bus.listen({ interface: notifications.interface, member: 'ActionInvoked' }, ([id, key]) => {
    void showing.then(() => chosen(id, key));
  });
  await bus.listen({ interface: notifications.interface, member: 'NotificationClosed' }, ([id]) => {
    void showing.then(() => closed(id));
  });
  let markup: boolean | null = null;
  const takesMarkup = async (): Promise<boolean> => {
    const [capabilities] = await bus.call({ ...notifications, member: 'GetCapabilities' });
    return Array.isArray(capabilities) && capabilities.includes('body-markup');
  };
  const show = async (notice: Notice<Click>): Promise<void> => {
    markup ??= await takesMarkup();
    const { slot, title, body, urgent, actions } = notice;
    const buttons = actions.flatMap(({ key, label }) => [key, label]);
    const first = actions[0] === undefined ? [] : ['default', actions[0].label];
    const [id] = await bus.call({
      ...notifications,
      member: 'Notify',
      signature: 'susssasa{sv}i',
      body: [
        'kg',
        shown.get(slot)?.id ?? 0,
        urgent ? 'dialog-warning' : 'dialog-information',
        title,
        markup ? escapeMarkup(body) : body,
        [...first, ...buttons],
        {
          urgency: bus.variant('y', 1),
          category: bus.variant('s', 'im'),
          'desktop-entry': bus.variant('s', 'kg-tray'),
        },
        -1,
      ],
    });
    if (typeof id === 'number') shown.set(slot, { id, notice });
  };
  return {
    show: async (notice) => {
      const done = show(notice);
      showing = Promise.allSettled([showing, done]);
      await done;
    },
    withdraw: async (slot) => {
      await showing;
      const known = shown.get(slot);
      if (known === undefined) return;
      shown.delete(slot);
      await bus.call({ ...notifications, member: 'CloseNotification', signature: 'u', body: [known.id] });
    },
  };
}
