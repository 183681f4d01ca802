import { describe, expect, test } from 'vitest';
import { KgError, type ErrorCode } from '../../src/errors.ts';
import type { Diagnosis } from '../../src/doctor/diagnosis.ts';
import { renderDoctor } from '../../src/render/doctor.ts';
import { renderError } from '../../src/render/error.ts';
import { hostile } from '../helpers/hostile.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import { home } from '../helpers/shop.ts';

function said(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}): string {
  return page(renderError(new KgError(code, details), { home }).lines);
}

describe('errors', () => {
  test('not a repository', () => {
    expect(said('NOT_A_REPOSITORY', { directory: `${home}/Downloads` })).toMatchInlineSnapshot(`
      "
      ✗ Not inside a git repository: ~/Downloads
      ↳ To look elsewhere, run kg list -C <path>
      "
    `);
    const dubious = { directory: '/srv/shop/src', reason: 'dubious-ownership', repository: '/srv/shop' };
    expect(said('NOT_A_REPOSITORY', dubious)).toMatchInlineSnapshot(`
      "
      ✗ git refuses to read /srv/shop, which belongs to another user
      ↳ To trust it, run git config --global --add safe.directory /srv/shop
      "
    `);
    expect(said('NOT_A_REPOSITORY')).toMatchInlineSnapshot(`
      "
      ✗ Not inside a git repository
      ↳ To look elsewhere, run kg list -C <path>
      "
    `);
  });

  test('git missing, too old, failing, slow', () => {
    expect(said('GIT_MISSING')).toMatchInlineSnapshot(`
      "
      ✗ git was not found: no program of that name can be started
      ↳ To see what kg needs, run kg doctor
      "
    `);
    expect(said('GIT_TOO_OLD', { version: '2.34.1', needed: '2.38' })).toMatchInlineSnapshot(`
      "
      ✗ git 2.34.1 is too old; kg needs 2.38 or later
      ↳ To see what kg needs, run kg doctor
      "
    `);
    const failure = {
      cwd: `${home}/code/shop`,
      command: 'status',
      exitCode: 128,
      stderr: 'error: bad index\nfatal: index file corrupt',
    };
    expect(said('GIT_FAILED', failure)).toMatchInlineSnapshot(`
      "
      ✗ git status failed in ~/code/shop (exit code 128)
          error: bad index
          fatal: index file corrupt
      ↳ To see what kg needs, run kg doctor
      "
    `);
    expect(said('GIT_FAILED', { ...failure, stderr: '', timedOut: true })).toMatchInlineSnapshot(`
      "
      ✗ git status did not answer in time in ~/code/shop
      ↳ To see what kg needs, run kg doctor
      "
    `);
  });

  test('a worktree that is not there', () => {
    expect(said('WORKTREE_UNKNOWN', { selector: 'feature/atuh', near: ['feature/auth'] })).toMatchInlineSnapshot(`
      "
      ✗ No worktree has the branch, folder or session feature/atuh
      ↳ Did you mean feature/auth? To see all of them, run kg list
      "
    `);
    expect(said('WORKTREE_UNKNOWN', { selector: 'x', near: ['a', 'b', 'c'] })).toMatchInlineSnapshot(`
      "
      ✗ No worktree has the branch, folder or session x
      ↳ Did you mean a, b or c? To see all of them, run kg list
      "
    `);
    expect(['7', '@', '^', `${home}/x`].map((selector) => said('WORKTREE_UNKNOWN', { selector, near: [] })))
      .toMatchInlineSnapshot(`
      [
        "
      ✗ No worktree stands in row 7 of the last list
      ↳ To see all of them, run kg list
      ",
        "
      ✗ The current directory lies in no worktree
      ↳ To see all of them, run kg list
      ",
        "
      ✗ This repository is bare: it has no main worktree
      ↳ To see all of them, run kg list
      ",
        "
      ✗ No worktree is at ~/x
      ↳ To see all of them, run kg list
      ",
      ]
    `);
  });

  test('a worktree that may be one of several', () => {
    const candidates = [`${home}/code/shop.auth`, `${home}/my code/auth`];
    expect(said('WORKTREE_AMBIGUOUS', { selector: 'auth', candidates })).toMatchInlineSnapshot(`
      "
      ✗ 2 worktrees may be meant by auth
          ~/code/shop.auth
          ~/my code/auth
      ↳ To choose one, name its path, as in kg show ~/code/shop.auth
      "
    `);
  });

  test('a config with a bad value, an unknown key, several mistakes, no syntax', () => {
    const file = `${home}/code/shop/.keepgoingrc`;
    const value = {
      reason: 'bad-value',
      line: 4,
      column: 9,
      key: 'list.sort',
      value: 'urgnet',
      expected: ['urgent', 'recent'],
      nearest: 'urgent',
    };
    const key = {
      reason: 'unknown-key',
      line: 2,
      column: 1,
      key: 'lsit',
      expected: ['list', 'claude'],
      nearest: 'list',
    };
    const twice = {
      reason: 'repeated-key',
      line: 3,
      column: 1,
      key: 'list.sort',
      message: 'stands twice',
      expected: 'each key once',
    };
    const mapping = {
      reason: 'bad-value',
      line: 1,
      column: 1,
      key: null,
      value: 'a list',
      expected: ['list', 'claude'],
    };
    const syntax = {
      reason: 'syntax',
      line: 2,
      column: 3,
      message: 'bad indentation',
      expected: 'YAML or JSON',
    };
    const locked = { reason: 'unreadable', message: 'cannot be read: EACCES', expected: 'a readable file' };
    expect(said('CONFIG_INVALID', { file, ...value })).toMatchInlineSnapshot(`
      "
      ✗ .keepgoingrc line 4: list.sort is "urgnet"
          expected one of: urgent, recent
      ↳ Did you mean urgent? To mend it, edit ~/code/shop/.keepgoingrc
      "
    `);
    expect(said('CONFIG_INVALID', { file, mistakes: [key, value, twice, mapping] })).toMatchInlineSnapshot(`
      "
      ✗ .keepgoingrc line 2: unknown key lsit
          expected one of: list, claude
          .keepgoingrc line 4: list.sort is "urgnet"
              expected one of: urgent, recent
          .keepgoingrc line 3: list.sort stands twice
              expected each key once
          .keepgoingrc line 1 holds a list
              expected one of: list, claude
      ↳ Did you mean list? To mend it, edit ~/code/shop/.keepgoingrc
      "
    `);
    expect(said('CONFIG_INVALID', { file: `${home}/.config/keepgoing/config.yaml`, ...syntax })).toMatchInlineSnapshot(`
      "
      ✗ ~/.config/keepgoing/config.yaml line 2: bad indentation
          expected YAML or JSON
      ↳ To mend it, edit ~/.config/keepgoing/config.yaml
      "
    `);
    expect(said('CONFIG_INVALID', { file, ...locked })).toMatchInlineSnapshot(`
      "
      ✗ .keepgoingrc: cannot be read: EACCES
          expected a readable file
      ↳ To mend it, edit ~/code/shop/.keepgoingrc
      "
    `);
    expect(said('CONFIG_INVALID', { variable: 'KG_LIST_SORT', ...value, line: undefined })).toMatchInlineSnapshot(`
      "
      ✗ KG_LIST_SORT: list.sort is "urgnet"
          expected one of: urgent, recent
      ↳ Did you mean urgent? To mend it, set KG_LIST_SORT to another value
      "
    `);
  });

  test('usage, by kg and by oclif', () => {
    expect(said('USAGE', { message: '--watch draws on a terminal only' })).toMatchInlineSnapshot(`
      "
      ✗ --watch draws on a terminal only
      "
    `);
    const parse = Object.assign(new Error('Nonexistent flag: --foo\nSee more help with --help'), {
      oclif: { exit: 2 },
    });
    expect(page(renderError(parse, { home }).lines)).toMatchInlineSnapshot(`
      "
      ✗ Nonexistent flag: --foo
      ↳ To see what can be said, run the command with --help
      "
    `);
  });

  test('a bug says where its details are', () => {
    const bug = new TypeError("Cannot read properties of undefined (reading 'path')");
    const { lines, json, exitCode } = renderError(bug, { home, saved: `${home}/.cache/kg/crash-2026.log` });
    expect(page(lines)).toMatchInlineSnapshot(`
      "
      ✗ kg failed: Cannot read properties of undefined (reading 'path')
          details saved in ~/.cache/kg/crash-2026.log
      "
    `);
    expect(json).toMatchInlineSnapshot(`
      {
        "error": {
          "code": "INTERNAL",
          "details": {
            "saved": "/home/ada/.cache/kg/crash-2026.log",
          },
          "message": "kg failed: Cannot read properties of undefined (reading 'path')",
        },
        "schema": 1,
      }
    `);
    expect(exitCode).toBe(2);
    expect(renderError('a text', { home }).json.error).toMatchObject({
      code: 'INTERNAL',
      message: 'kg failed: a text',
    });
  });

  test('an early end of a command says nothing and keeps its code', () => {
    const exit = Object.assign(new Error('EEXIT: 0'), { code: 'EEXIT', oclif: { exit: 0 } });
    expect(renderError(exit, { home })).toMatchObject({ lines: [], exitCode: 0 });
  });

  test('with ink, only the signs carry it', () => {
    const error = new KgError('NOT_A_REPOSITORY', { directory: '/srv' });
    expect(page(renderError(error, { home, style: inked(80) }).lines)).toMatchInlineSnapshot(`
      "
      {failure ✗} Not inside a git repository: /srv
      {dim ↳} To look elsewhere, run kg list -C <path>
      "
    `);
  });

  test('hostile details do nothing', () => {
    const evil = `x${hostile.join('')}y`;
    const details = {
      selector: evil,
      near: [evil],
      directory: evil,
      cwd: evil,
      command: evil,
      stderr: evil,
      candidates: [evil],
      file: evil,
      key: evil,
      value: evil,
      expected: [evil],
      nearest: evil,
      message: evil,
      hint: evil,
      version: evil,
      needed: evil,
    };
    const codes: readonly ErrorCode[] = [
      'NOT_A_REPOSITORY',
      'GIT_MISSING',
      'GIT_TOO_OLD',
      'GIT_FAILED',
      'WORKTREE_UNKNOWN',
      'WORKTREE_AMBIGUOUS',
      'CONFIG_INVALID',
      'INIT_FAILED',
      'USAGE',
      'INTERNAL',
    ];
    const written = codes.map((code) => renderError(new KgError(code, details), { home, saved: evil }).lines.join(''));
    expect([...written, ...renderError(new Error(evil), { home }).lines].join('')).not.toMatch(
      /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u,
    );
  });
});

describe('doctor', () => {
  const diagnoses: readonly Diagnosis[] = [
    { id: 'git', subject: 'git', verdict: 'ok', says: '2.39.5', evidence: ['/usr/bin/git'] },
    {
      id: 'node',
      subject: 'Node',
      verdict: 'failure',
      says: '20.20.2 is too old',
      mend: 'To install a supported one, run nvm install 24',
    },
    {
      id: 'claude',
      subject: 'Claude Code',
      verdict: 'warning',
      says: '2 records could not be parsed',
      evidence: ['~/.claude/sessions/12.json'],
      mend: 'To see them, run kg list --json',
    },
    { id: 'hooks', subject: 'hooks', verdict: 'skipped', says: 'not in a repository' },
  ];

  test('says what works, what does not, and how to mend it', () => {
    const { lines, notes } = renderDoctor({ diagnoses, style: terminal(80) });
    expect(page([...lines, ...notes])).toMatchInlineSnapshot(`
      "
      ✓ git          2.39.5
      ✗ Node         20.20.2 is too old
        ↳ To install a supported one, run nvm install 24
      ▲ Claude Code  2 records could not be parsed
          ~/.claude/sessions/12.json
        ↳ To see them, run kg list --json
      ○ hooks        not in a repository

      ○ 4 checks, 1 failure, 1 warning, 1 skipped
      "
    `);
    expect(page(renderDoctor({ diagnoses, style: inked(80) }).lines)).toMatchInlineSnapshot(`
      "
      {success ✓} git          2.39.5
      {failure ✗} Node         20.20.2 is too old
        {dim ↳} To install a supported one, run nvm install 24
      {warning ▲} Claude Code  2 records could not be parsed
          {dim ~/.claude/sessions/12.json}
        {dim ↳} To see them, run kg list --json
      {dim ○} hooks        not in a repository
      "
    `);
    expect(renderDoctor({ diagnoses, style: pipe })).toEqual({ lines, notes: [] });
    expect(renderDoctor({ diagnoses: diagnoses.slice(0, 1), style: terminal(80) }).notes).toEqual([
      '',
      '○ 1 check, all well',
    ]);
  });
});
