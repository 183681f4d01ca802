/** A session in the real client with the plugin: it edits a notebook, rests, compacts, loses kg's server, and ends. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseObject } from '../helpers/client/fields.ts';
import { cacheOf, pluginArgs, toldByKg } from '../helpers/client/plugin.ts';
import { call, say } from '../helpers/client/script.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('a session hears of a notebook, is saved at each of its rests, and hears the same without the server of kg', async () => {
    const stage = await setStage(current, ({ worktree }) => {
      const notebook = join(worktree, 'sales.ipynb');
      const readme = { file_path: join(worktree, 'README.md'), old_string: '# shop', new_string: '# Shop' };
      return {
        side: { summary: 'The sales were counted.' },
        conversations: [
          {
            when: 'Count the sales',
            steps: [
              call('Read', { file_path: notebook }),
              call('NotebookEdit', { notebook_path: notebook, cell_id: 'c1', new_source: 'print(2026)' }),
              say('Counted.'),
            ],
          },
          { when: 'Name the shop', steps: [call('Edit', { ...readme, replace_all: false }), say('Named.')] },
        ],
      };
    });
    const { worktree } = stage;
    const cart = shareNotebook(stage);
    writeFileSync(join(cart, 'sales.ipynb'), notebookOf('print(2024)'));
    writeFileSync(join(cart, 'README.md'), '# The shop\n');

    const args = [...pluginArgs(stage), '--permission-mode', 'acceptEdits'];
    const client = await stage.start({ args });
    await client.untilStatus('idle');
    await client.enter('Count the sales');
    await client.untilStatus('busy');
    await client.untilStatus('idle');
    expect(readFileSync(join(worktree, 'sales.ipynb'), 'utf8')).toContain('print(2026)');
    expect(toldByKg(stage.api.requests(), 'Count the sales', stage)).toMatchInlineSnapshot(`
      [
        "kg: sales.ipynb is also being changed elsewhere:
      - feature/cart (<shop>.cart): modified, line 10, not committed, just now. Not changed in this worktree so far.",
      ]
    `);
    await savedAt(stage, 'Stop');

    minuteAfter(stage);
    writeFileSync(join(worktree, 'NOTES.md'), 'before it is summed up\n');
    await client.enter('/compact');
    await savedAt(stage, 'PreCompact');
    await client.until(/ompacted/u);

    await client.enter('/mcp disable plugin:kg:kg');
    await client.until(/Turned off MCP server/u);
    await client.enter('Name the shop');
    await client.untilStatus('busy');
    await client.untilStatus('idle');
    expect(toldByKg(stage.api.requests(), 'Name the shop', stage)).toMatchInlineSnapshot(`
      [
        "kg: Conflicts as it stands: this worktree with feature/cart. Last checkpoint here just now: Count the sales. Read here, changed since in feature/cart: sales.ipynb. More: kg list.",
        "kg: README.md is also being changed elsewhere:
      - feature/cart (<shop>.cart): modified, line 1, not committed, just now. Not changed in this worktree so far. This edit meets those lines.",
      ]
    `);
    // The client tells of its own accord, at each edit, that a hook's server is not there.
    expect(client.terminal.screen()).toContain("MCP server 'plugin:kg:kg' not connected");

    minuteAfter(stage);
    await client.exit();
    await savedAt(stage, 'SessionEnd');
    expect(existsSync(join(cacheOf(stage), 'whisper/hooks.log'))).toBe(false);
    expect(stage.api.unscripted()).toEqual([]);
  });
});

/** Commits a notebook on `main`, takes it into the worktree, and gives another worktree that has it too. */
function shareNotebook({ repository, worktree }: Stage): string {
  const cart = `${repository}.cart`;
  writeFileSync(join(repository, 'sales.ipynb'), notebookOf('print(2025)'));
  const git = (where: string, ...args: readonly string[]) =>
    execFileSync('git', ['-C', where, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid', ...args]);
  git(repository, 'add', 'sales.ipynb');
  git(repository, 'commit', '--quiet', '--message=Sales');
  git(worktree, 'merge', '--quiet', '--ff-only', 'main');
  git(repository, 'worktree', 'add', '--quiet', '-b', 'feature/cart', cart);
  return cart;
}

function notebookOf(source: string): string {
  const cell = { cell_type: 'code', id: 'c1', metadata: {}, execution_count: null, outputs: [], source: [source] };
  const metadata = { language_info: { name: 'python' } };
  return `${JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** Waits for the checkpoint that says so. */
async function savedAt({ worktree }: Stage, event: string): Promise<void> {
  const file = join(worktree, '.keepgoing/checkpoint.json');
  const read = () => (existsSync(file) ? parseObject(readFileSync(file, 'utf8'), file).values['event'] : null);
  await expect.poll(read, { timeout: 10_000, interval: 20 }).toBe(event);
}

/** As if the last automatic checkpoint were a minute old: too new for the end of a turn, and old enough for what comes but once. */
function minuteAfter(stage: Stage): void {
  const marks = join(cacheOf(stage), 'whisper/saves');
  const then = new Date(Date.now() - 60_000);
  for (const name of readdirSync(marks)) utimesSync(join(marks, name), then, then);
}
