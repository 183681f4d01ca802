/** The tray beside a real client: what it asks of the person is on the icon and in a notification, and gone with the answer. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openBus } from '../../src/tray/linux/bus.ts';
import { noBus, openDesk, openPanel, startBus } from '../helpers/bus.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';
import { until } from '../helpers/until.ts';

// It takes half a minute on a busy machine, so it is asked for: `npm run test:desktop`.
const reason = process.env['DESKTOP'] === '1' ? noBus() : 'npm run test:desktop does it';
if (reason !== null) console.log(`The tray beside a client is not tried here: ${reason}`);

describeClient(current, () => {
  test.skipIf(reason !== null)('a permission question comes onto the icon, and goes with its answer', async () => {
    const asking = gate();
    const stage = await setStage(current, () => ({
      conversations: [
        {
          when: 'Add a note',
          steps: [
            { ...call('Bash', { command: 'echo note > NOTES.md', description: 'Note' }), gate: asking },
            say('Noted.'),
          ],
        },
      ],
    }));
    const session = await startBus();
    onTestFinished(session.close);
    const panel = await openPanel(await openBus(session.address));
    const desk = await openDesk(await openBus(session.address));
    const client = await stage.start();
    await client.untilStatus('idle');
    const env = { ...stage.home.environment({ api: stage.api.url }), DBUS_SESSION_BUS_ADDRESS: session.address };
    const tray = spawn(process.execPath, [join(process.cwd(), 'bin/run.js'), 'tray'], { env, stdio: 'ignore' });
    onTestFinished(() => void tray.kill());
    const item = await panel.item();
    const summary = (words: string) =>
      until({
        what: `the menu to say ${words}`,
        read: () => panel.labels(item),
        accept: ([first = '']) => first.startsWith(words),
        describe: (labels) => labels.join('\n'),
      });

    await summary('1 idle');
    await client.enter('Add a note');
    await asking.reached;
    await summary('1 active');
    expect(await panel.property(item, 'Status')).toBe('Active');

    asking.open();
    await client.untilStatus('waiting');
    const asked = performance.now();
    await until({
      what: 'the badge',
      read: () => panel.property(item, 'Status'),
      accept: (now) => now === 'NeedsAttention',
    });
    const badge = performance.now() - asked;
    await until({ what: 'a notification', read: () => desk.shown().length, accept: (number) => number === 1 });
    const notice = performance.now() - asked;
    console.log(`permission prompt → badge ${Math.round(badge)} ms, notification ${Math.round(notice)} ms`);
    expect(desk.shown()[0]?.text).toMatch(/^feature\/auth waits for you: permission prompt\n/u);

    await client.answer('1');
    await client.untilStatus('idle');
    await summary('1 idle');
    await until({ what: 'the notification to be taken back', read: desk.closed, accept: (ids) => ids.length === 1 });
    expect(await panel.property(item, 'Status')).toBe('Active');
  });
});
