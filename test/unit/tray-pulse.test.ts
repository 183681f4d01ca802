import { expect, onTestFinished, test } from 'vitest';
import { openPulse } from '../../src/tray/pulse.ts';
import { until } from '../helpers/until.ts';

/** A pulse on a clock that the test moves; each beat asks the time once. */
function beating(look: () => Promise<boolean> = async () => false) {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  let ahead = 0;
  let beats = 0;
  let woken = 0;
  openPulse({
    every: 5,
    now: () => {
      beats += 1;
      return new Date(Date.now() + ahead);
    },
    look,
    wake: () => {
      woken += 1;
    },
    signal: end.signal,
  });
  const beat = async (): Promise<number> => {
    const before = beats;
    await until({ what: 'two beats', read: () => beats, accept: (now) => now > before + 1, every: 1 });
    return woken;
  };
  return { beat, jump: (milliseconds: number) => void (ahead += milliseconds) };
}

test('a clock that has jumped wakes the tray once, forwards as backwards; time that only goes by does not', async () => {
  const { beat, jump } = beating();
  expect(await beat()).toBe(0);
  jump(8 * 3_600_000);
  expect(await beat()).toBe(1);
  jump(-3_600_000);
  expect(await beat()).toBe(2);
  expect(await beat()).toBe(2);
});

test('what has moved wakes it, and what cannot be looked at does not', async () => {
  const answers = [async () => true, () => Promise.reject(new Error('EIO'))];
  const { beat } = beating(() => answers.shift()?.() ?? Promise.resolve(false));
  await beat();
  expect(await beat()).toBe(1);
});
