import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configuredWeights, parseWeight, reasonCodes, type ReasonCode } from '../../src/check/codes.ts';
import type { CheckFacts } from '../../src/check/facts.ts';
import { headMoves, switchedUnder } from '../../src/check/head-moves.ts';
import { judge } from '../../src/check/judge.ts';
import type { Verdict } from '../../src/check/verdict.ts';
import { rules } from '../../src/check/rules.ts';
import { surveyedFacts, verdictOf } from '../../src/check/surveyed-facts.ts';
import { parseReflog } from '../../src/worktrees/reflog.ts';
import { reasonWords } from '../../src/render/check/words.ts';
import { overlapNames } from '../../src/render/overlap/names.ts';
import type { Drift, Outcome } from '../../src/drift/drift.ts';
import { auth, cart, home, mainWorktree, minutesAgo, project, session, worktree } from '../helpers/shop.ts';

const nothing: CheckFacts = {
  worktree: auth.path,
  branch: 'feature/auth',
  onTrunk: false,
  trunk: 'main',
  operation: null,
  detachedCommits: 0,
  live: [],
  crashed: [],
  overlaps: [],
  semantic: [],
  trunkConflicts: [],
  shared: [],
  drift: [],
  moved: null,
  outside: [],
  switched: [],
  resumed: [],
  checkpoint: null,
  unread: [],
};

const id = auth.sessions[0]?.id ?? '';
const overlap = (level: 'conflict' | 'near', isLive: boolean) => [{ with: cart.path, isLive, level, paths: ['a.ts'] }];
const drift = (outcome: Outcome): readonly Drift[] => [
  {
    path: 'a.ts',
    reader: { worktree: auth.path, sessions: [{ id, grade: 'certain', last: minutesAgo(3) }] },
    writer: { worktree: cart.path, sessions: [] },
    outcome,
    evidence: [],
  },
];

/** For each rule the facts that make it speak. */
const telling: Readonly<Record<ReasonCode, Partial<CheckFacts>>> = {
  conflict: { overlaps: overlap('conflict', true) },
  'shared-file': { shared: ['a.ts', 'b.ts', 'c.ts'] },
  'branch-switched': { switched: [{ session: id, from: 'one', to: 'two', at: minutesAgo(3) }] },
  unread: { unread: ['The changes here could not be read'] },
  'conflict-at-rest': { overlaps: overlap('conflict', false) },
  semantic: {
    semantic: [
      {
        with: cart.path,
        path: 'a.ts',
        line: 7,
        message: 'charge is called with 2 arguments',
        here: { did: 'uses', path: 'a.ts', line: 7 },
        there: { did: 'changed', path: 'pay.ts', line: 1, was: 'charge(a, b)', is: 'charge(request)' },
      },
    ],
  },
  lacks: { drift: drift('lacks') },
  uncommitted: { drift: drift('uncommitted') },
  'read-before': { drift: drift('read-before') },
  'trunk-conflict': { trunkConflicts: ['a.ts', 'b.ts'] },
  near: { overlaps: overlap('near', true) },
  'two-sessions': { live: [session(), session()] },
  outside: { outside: [{ session: id, home: auth.path, wrote: cart.path, paths: ['a.ts'] }] },
  'resumed-elsewhere': { resumed: [{ session: id, from: cart.path }] },
  crashed: { crashed: [session()] },
  operation: { operation: 'rebase' },
  detached: { detachedCommits: 2 },
  'trunk-moved': { moved: { worktree: auth.path, trunk: 'main', changed: 3, read: 5, conflicts: 0 } },
  'checkpoint-stale': { checkpoint: { at: minutesAgo(90), filesSince: 4 } },
};

const verdictBy: Readonly<Record<string, Verdict>> = {
  stop: 'stop',
  unknown: 'unknown',
  caution: 'caution',
  info: 'clear',
};

test.each(rules)('$code speaks of what it is about and of nothing else', ({ code, weight }) => {
  const { verdict, reasons } = judge({ ...nothing, ...telling[code] });
  expect(reasons.map((reason) => [reason.code, reason.weight])).toEqual([[code, weight]]);
  expect(verdict).toBe(verdictBy[weight]);
  expect(judge(nothing)).toEqual({ verdict: 'clear', reasons: [] });
});

test('every code has one rule, and the rules stand in the order of their weights', () => {
  expect(rules.map(({ code }) => code)).toEqual([...reasonCodes]);
  const order = rules.map(({ weight }) => ['stop', 'unknown', 'caution', 'info'].indexOf(weight));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('the heaviest reason decides, and what could not be read is never called clear', () => {
  const all = Object.assign({}, nothing, ...Object.values(telling));
  expect(judge({ ...all, unread: [] }).verdict).toBe('stop');
  expect(judge({ ...nothing, ...telling.unread, ...telling.near }).verdict).toBe('unknown');
  expect(judge({ ...nothing, ...telling.unread, ...telling.conflict }).verdict).toBe('stop');
  const off = new Map(reasonCodes.map((code) => [code, 'off' as const] as const).filter(([code]) => code !== 'unread'));
  expect(judge({ ...nothing, ...telling.unread, ...telling.conflict }, off).verdict).toBe('unknown');
});

test('branches that are ahead of the trunk are no drift of the trunk', () => {
  expect(judge({ ...nothing, ...telling.lacks, onTrunk: true }).verdict).toBe('clear');
});

test('each reason has its words and one thing to do', () => {
  const worktrees = [auth, cart, mainWorktree()];
  const names = overlapNames({ root: `${home}/code/shop`, worktrees }, home);
  const how = {
    names,
    sessions: new Map(auth.sessions.map((one) => [one.id, one])),
    worktree: auth.path,
    trunk: 'main',
    home,
  };
  const told = rules.flatMap(({ code }) =>
    judge({ ...nothing, ...telling[code] }).reasons.map((reason) => {
      const { message, next } = reasonWords(reason, how);
      return `${message} → ${next}`;
    }),
  );
  expect(told).toMatchInlineSnapshot(`
    [
      "a.ts conflicts with feature/cart, where a session is at work → see both sides: kg overlap feature/auth feature/cart --diff",
      "a.ts and 2 more files changed by several sessions in this one worktree → see who did what: kg who a.ts",
      "HEAD was moved from one to two under “Add OAuth login and session refresh” → tell that session, or move back: git switch one",
      "The changes here could not be read → see what is wrong: kg doctor",
      "a.ts conflicts with feature/cart → see both sides: kg overlap feature/auth feature/cart --diff",
      "a.ts:7 is wrong once merged with feature/cart, though git merges it: charge is called with 2 arguments; here uses it at a.ts:7; feature/cart changed pay.ts:1 → see what each side did: kg overlap feature/auth feature/cart --depth symbols",
      "a.ts: “Add OAuth login and session refresh” works without what feature/cart has committed → take it over: git merge feature/cart",
      "a.ts: being changed in feature/cart, which “Add OAuth login and session refresh” cannot have yet → commit in feature/cart, then here: git merge feature/cart",
      "a.ts: “Add OAuth login and session refresh” last read it before the change arrived → tell that session to read a.ts again",
      "a.ts and b.ts: merging main would stop → settle it while it is small: git merge main",
      "a.ts changes lines next to those of feature/cart, where a session is at work → see both sides: kg overlap feature/auth feature/cart --diff",
      "2 sessions are at work in this one worktree → give one a worktree of its own: git worktree add",
      "“Add OAuth login and session refresh” changed a.ts in feature/cart → see whether that was meant: kg who a.ts",
      "“Add OAuth login and session refresh” began in feature/cart and was resumed here → go on where it began: kg show feature/cart",
      "“Add OAuth login and session refresh” was killed in the middle of its turn → look at what it left, and resume it: kg show feature/auth",
      "a rebase is parked here → finish or leave it: git rebase --continue, or --abort",
      "2 commits on a detached HEAD, which no branch holds → give them a name: git switch -c <branch>",
      "main moved on 3 files changed here, 5 read here → take it over when it suits: git merge main",
      "4 files written here since the last checkpoint → save where it stands: kg checkpoint",
    ]
  `);
});

test('README tells of every rule and its weight', () => {
  const rows = rules.map(({ code, weight, means }) => `| \`${code}\` | ${weight} | ${means} |`);
  expect(readFileSync('README.md', 'utf8')).toContain(
    ['| code | weight | when |', '|---|---|---|', ...rows].join('\n'),
  );
});

test('a weight is a code and a weight, and nothing weighs away what could not be read', () => {
  for (const weight of configuredWeights) expect(parseWeight(`near=${weight}`)).toEqual(['near', weight]);
  for (const text of ['near', 'near=', 'near=loud', 'far=stop', 'unread=info', 'near=info=x', ''])
    expect(parseWeight(text)).toBeNull();
});

test('a survey alone gives a verdict for a list', () => {
  const shop = project([auth, cart, mainWorktree()]);
  expect(verdictOf(shop, auth)).toBe('unknown');
  expect(verdictOf(shop, mainWorktree({ state: 'bare' }))).toBeNull();
  const reasons = { operation: 'merge' as const };
  expect(verdictOf(shop, worktree('x', { ...reasons, state: 'missing' }))).toBe('unknown');
});

test('two sessions at work in one file are told in a list too; whether one that has ended matters is asked for by kg check', () => {
  const writing = (sessionId: string, status: 'idle' | 'finished') =>
    session({
      id: sessionId,
      status,
      cwd: auth.path,
      began: minutesAgo(30),
      lastActivity: minutesAgo(2),
      writes: [{ path: `${auth.path}/a.ts`, at: minutesAgo(5), grade: 'certain' }],
    });
  const told = (...sessions: ReturnType<typeof writing>[]) => {
    const both = worktree('feature/both', { path: auth.path, sessions });
    return surveyedFacts(project([both, cart]), both).shared;
  };
  expect(told(writing('one', 'idle'), writing('two', 'idle'))).toEqual(['a.ts']);
  expect(told(writing('one', 'idle'), writing('two', 'finished'))).toEqual([]);
});

test('a reflog tells who moved HEAD, and when', () => {
  const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
  const line = (seconds: number, text: string) => `${one} ${two} Ada <a@b> ${seconds} +0100\t${text}`;
  const text = [
    line(1_795_348_800, 'commit: x'),
    line(1_795_348_860, 'checkout: moving from main to a'),
    line(1_795_348_920, 'checkout: moving from a to b'),
    'damage',
  ].join('\n');
  const moves = headMoves(parseReflog(text));
  expect(moves).toEqual([
    { from: 'main', to: 'a', at: '2026-11-22T12:01:00.000Z' },
    { from: 'a', to: 'b', at: '2026-11-22T12:02:00.000Z' },
  ]);
  const under = (began: string | undefined, own: readonly [string, string][] = []) =>
    switchedUnder(
      session({ ...(began === undefined ? {} : { began }), moves: own.map(([from, at]) => ({ from, at })) }),
      moves,
    )?.to ?? null;
  expect(under('2026-11-22T12:00:30.000Z')).toBe('b');
  expect(under('2026-11-22T12:03:00.000Z')).toBeNull();
  expect(under(undefined)).toBeNull();
  expect(under('2026-11-22T12:00:30.000Z', [['2026-11-22T12:02:00.500Z', '2026-11-22T12:02:01.000Z']])).toBeNull();
  expect(under('2026-11-22T12:00:30.000Z', [['2026-11-22T12:00:59.000Z', '2026-11-22T12:01:00.500Z']])).toBe('b');
});
