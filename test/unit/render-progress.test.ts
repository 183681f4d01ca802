import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { showProgress, withStatus } from '../../src/render/progress.ts';
import { pipe, terminal } from '../helpers/ink.ts';

/** A stream that remembers what is written to it. */
function recorder(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24 });
  const written: string[] = [];
  stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return { stream, text: () => written.join('') };
}

describe('one line of status', () => {
  test('is shown while slow work runs, and taken away', async () => {
    const { stream, text } = recorder(true);
    const slow = Promise.withResolvers<number>();
    const answer = withStatus({
      text: 'Reading 6 worktrees…',
      work: slow.promise,
      stream,
      style: terminal(80),
      after: 0,
    });
    await expect.poll(text).toBe('○ Reading 6 worktrees…');
    slow.resolve(6);
    expect(await answer).toBe(6);
    expect(text()).toBe('○ Reading 6 worktrees…\r\u001B[2K');
  });

  test('is taken away when the work fails', async () => {
    const { stream, text } = recorder(true);
    const slow = Promise.withResolvers<number>();
    const answer = withStatus({ text: 'Reading', work: slow.promise, stream, style: terminal(80), after: 0 });
    await expect.poll(text).toBe('○ Reading');
    slow.reject(new Error('no'));
    await expect(answer).rejects.toThrow('no');
    expect(text()).toBe('○ Reading\r\u001B[2K');
  });

  test('is not shown for quick work, nor in a pipe', async () => {
    const { stream, text } = recorder(true);
    expect(
      await withStatus({ text: 'Reading', work: Promise.resolve(1), stream, style: terminal(80), after: 300 }),
    ).toBe(1);
    expect(await withStatus({ text: 'Reading', work: Promise.resolve(1), stream, style: pipe, after: 0 })).toBe(1);
    expect(text()).toBe('');
  });
});

describe('a list of tasks', () => {
  test('is shown on its stream while slow tasks run, whatever their outcome', async () => {
    const { stream, text } = recorder(true);
    const git = Promise.withResolvers<void>();
    const claude = Promise.withResolvers<void>();
    const tasks = [
      { title: 'git', work: git.promise },
      { title: 'Claude\u001B[2J', work: claude.promise },
    ];
    const done = showProgress({ tasks, stream, after: 0 });
    await expect.poll(text).toMatch(/git[^]*Claude␛\[2J/u);
    git.resolve();
    claude.reject(new Error('no'));
    await done;
    // The cursor is shown again, and nothing after it.
    expect(text().endsWith('\u001B[?25h')).toBe(true);
  });

  test('is not shown when all is done soon, nor in a pipe', async () => {
    const [quick, piped] = [recorder(true), recorder(false)];
    const tasks = [{ title: 'git', work: Promise.resolve() }];
    await showProgress({ tasks, stream: quick.stream, after: 300 });
    await showProgress({ tasks, stream: piped.stream, after: 0 });
    expect(quick.text() + piped.text()).toBe('');
  });
});
