/** The real client at work in a terminal, driven as a person would: typing, keys, and looking at the screen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openTerminal, type Ending, type Key, type Terminal } from '../terminal.ts';
import { until } from '../until.ts';
import type { ScriptedApi } from './api.ts';
import type { ClientHome } from './home.ts';
import { installClient } from './install.ts';
import { watchRecord, type LiveRecord, type RecordWatch } from './registry.ts';

export type StartOptions = {
  readonly version: string;
  readonly cwd: string;
  readonly home: ClientHome;
  readonly api: ScriptedApi;
  /** Added to `--permission-mode default`, without which the permission question depends on a check that is not scripted. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

export type InteractiveClient = {
  readonly pid: number;
  readonly terminal: Terminal;
  readonly type: (text: string) => void;
  readonly press: (key: Key) => void;
  /** Types a line, sees it on the screen, and presses Enter. */
  readonly enter: (line: string) => Promise<void>;
  readonly until: Terminal['until'];
  /**
   * Sees a numbered dialog and gives a key to it until the client no longer waits. The live record is ahead of the screen,
   * where the key would end in the prompt, and the dialog ignores keys in its first moments.
   */
  readonly answer: (key: string) => Promise<void>;
  /** The live record as it is now; `null` when there is none. */
  readonly registry: () => LiveRecord | null;
  readonly edges: RecordWatch['edges'];
  /** Waits until the live record says so, and gives it. */
  readonly untilStatus: (status: string) => Promise<LiveRecord>;
  readonly untilRecord: (what: string, accept: (record: LiveRecord) => boolean) => Promise<LiveRecord>;
  /** Ends it as a power cut would: nothing of it runs any more, and nothing is cleaned up. */
  readonly kill9: () => Promise<Ending>;
  /** Ends it as a person would, with `/exit`. */
  readonly exit: () => Promise<Ending>;
  readonly close: () => Promise<void>;
};

/** Starts the client in a terminal and returns at once; wait with `untilStatus('idle')` for its prompt. */
export async function startClient({
  version,
  cwd,
  home,
  api,
  args = [],
  env = {},
}: StartOptions): Promise<InteractiveClient> {
  const file = await installClient(version);
  const terminal = openTerminal({
    file,
    args: ['--permission-mode', 'default', ...args],
    cwd,
    env: { ...home.environment({ api: api.url }), ...env },
  });
  const record = watchRecord(home.config, terminal.pid);

  const isOver = () => record.failure() !== null || terminal.ending() !== null;

  const untilRecord = async (what: string, accept: (found: LiveRecord) => boolean) => {
    const found = await until({
      what: `the live record of client ${version} to show ${what}`,
      read: record.current,
      accept: (current) => isOver() || (current !== null && accept(current)),
      describe: (current) => `${JSON.stringify(current?.fields.values ?? null, null, 1)}\n${terminal.screen()}`,
      every: 5,
    });
    const failure = record.failure();
    if (failure !== null) throw failure;
    if (found === null || !accept(found))
      throw new Error(`client ${version} ended before ${what}:\n${terminal.screen()}`);
    return found;
  };

  const enter = async (line: string) => {
    terminal.press('ctrl-u'); // whatever a dialog did not take
    terminal.type(line);
    await terminal.until(new RegExp(escapeRegExp(line.slice(0, 60)), 'u'));
    await sleep(150); // an Enter on the heels of text is taken for a part of a paste
    terminal.press('enter');
  };

  const answer = async (key: string) => {
    const dialog = /❯ 1\. /u;
    await terminal.until(dialog);
    await sleep(deaf);
    for (let tries = 0; tries < 5 && isWaiting(record) && dialog.test(terminal.screen()); tries++) {
      terminal.type(key);
      const deadline = performance.now() + 3000;
      while (isWaiting(record) && performance.now() < deadline) await sleep(5);
    }
    if (isWaiting(record)) throw new Error(`the dialog took no answer:\n${terminal.screen()}`);
  };

  return {
    pid: terminal.pid,
    terminal,
    type: terminal.type,
    press: terminal.press,
    enter,
    answer,
    until: terminal.until,
    registry: record.current,
    edges: record.edges,
    untilRecord,
    untilStatus: (status) => untilRecord(`status "${status}"`, (current) => current.status === status),
    kill9: () => {
      terminal.kill('SIGKILL');
      return terminal.ended;
    },
    exit: async () => {
      await enter('/exit');
      return terminal.ended;
    },
    close: async () => {
      record.close();
      await terminal.close();
    },
  };
}

/** Milliseconds in which a dialog that has just opened takes no key, so that nobody answers it by typing on. */
const deaf = 500;

function isWaiting(record: RecordWatch): boolean {
  return record.current()?.status === 'waiting';
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
}
