import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePs } from '../../src/sessions/processes/darwin.ts';
import { parseStat } from '../../src/sessions/processes/linux.ts';
import { openProcesses, type RunProgram } from '../../src/sessions/processes/processes.ts';
import { parsePowerShell } from '../../src/sessions/processes/windows.ts';
import { ownStart } from '../helpers/sessions.ts';

const noRun: RunProgram = () => Promise.reject(new Error('nothing may be started'));

describe('Linux', () => {
  test('the start is field 22, whatever the program calls itself', () => {
    const rest = 'S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 373970 1000 200';
    expect(parseStat(`13815 (claude) ${rest}\n`)).toEqual({ state: 'running', start: '373970' });
    expect(parseStat(`13815 (a) S 9 (b c)) ${rest}\n`)).toEqual({ state: 'running', start: '373970' });
  });

  test('a zombie has ended', () => {
    expect(parseStat('7 (claude) Z 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 373970 0 0')).toEqual({ state: 'gone' });
  });

  test.runIf(process.platform === 'linux')('this process runs, and a pid beyond all is gone', async () => {
    const table = openProcesses({ platform: 'linux', run: noRun });
    expect(await table.startOf(process.pid)).toEqual({ state: 'running', start: ownStart() });
    expect(await table.startOf(4_194_305)).toEqual({ state: 'gone' });
  });

  test('without /proc nothing is called gone; with it, machine and namespace are named', async () => {
    const root = mkdtempSync(join(homedir(), 'root-'));
    const table = openProcesses({ platform: 'linux', run: noRun, root });
    expect(await table.startOf(1)).toEqual({ state: 'unknown', reason: '/proc: ENOENT' });
    expect(await table.domain()).toBe('linux::');
    mkdirSync(join(root, 'proc/1/ns'), { recursive: true });
    mkdirSync(join(root, 'etc'));
    symlinkSync('1', join(root, 'proc/self'));
    symlinkSync('pid:[4026531836]', join(root, 'proc/1/ns/pid'));
    writeFileSync(join(root, 'etc/machine-id'), '00000000000000000000000000000000\n');
    expect(await table.startOf(2)).toEqual({ state: 'gone' });
    expect(await table.domain()).toBe('linux:00000000000000000000000000000000:pid:[4026531836]');
  });
});

describe('macOS', () => {
  const printed = ['  501 S+   Sun Nov 22 14:58:37 2026    ', '    7 Z    Sun Nov  1 09:00:00 2026', ''].join('\n');

  test('ps output becomes starts in the notation of the registry', () => {
    expect([...parsePs(printed)]).toEqual([
      [501, { state: 'running', start: 'Sun Nov 22 14:58:37 2026' }],
      [7, { state: 'gone' }],
    ]);
  });

  test('one ps is started for all processes, in UTC and the C locale', async () => {
    const started: unknown[] = [];
    const run: RunProgram = async (...call) => {
      started.push(call);
      return { exitCode: 0, stdout: printed };
    };
    const table = openProcesses({ platform: 'darwin', run });
    const states = await Promise.all([501, 7, 99].map(async (pid) => (await table.startOf(pid)).state));
    expect(states).toEqual(['running', 'gone', 'gone']);
    expect(started).toEqual([['/bin/ps', ['-o', 'pid=,stat=,lstart=', '-p', '501,7,99'], { LC_ALL: 'C', TZ: 'UTC' }]]);
  });

  test('a ps that cannot be started proves nothing', async () => {
    const table = openProcesses({ platform: 'darwin', run: noRun });
    const reason = 'the process list could not be read: unknown error';
    expect(await table.startOf(501)).toEqual({ state: 'unknown', reason });
  });
});

describe('Windows', () => {
  test('FILETIMEs are read; a start that may not be read is unknown; cut off output is none', () => {
    const starts = parsePowerShell('4546 134087255178412345\r\n12 -\r\nend\r\n');
    expect([...(starts ?? [])]).toEqual([
      [4546, { state: 'running', start: '134087255178412345' }],
      [12, { state: 'unknown', reason: 'the start of the process may not be read' }],
    ]);
    expect(parsePowerShell('4546 134087255178412345\r\n')).toBe(null);
  });

  test('one PowerShell is started for all processes', async () => {
    let calls = 0;
    const run: RunProgram = async () => {
      calls += 1;
      return { exitCode: 0, stdout: '4546 134087255178412345\r\nend\r\n' };
    };
    const table = openProcesses({ platform: 'win32', run });
    const [first, second] = await Promise.all([table.startOf(4546), table.startOf(1)]);
    expect([first.state, second.state, calls]).toEqual(['running', 'gone', 1]);
  });
});

test('another platform says that it cannot tell', async () => {
  const table = openProcesses({ platform: 'sunos', run: noRun });
  expect(await table.startOf(1)).toEqual({ state: 'unknown', reason: 'processes cannot be checked on sunos' });
});
