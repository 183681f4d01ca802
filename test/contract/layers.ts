import type { Rule } from './rule.ts';
import type { Import, Source } from './source.ts';

const own = /^src\//u;
const doors = /^src\/(?:commands|dashboard|hooks|mcp|tray)\//u;
const frontEnd =
  /^src\/(?:(?:commands|dashboard|hooks|mcp|tray)\/|(?:around|command|compiled|crash|doors|ending|fast|help|main|quick-(?:answer|begin|survey|text)|report-error)\.ts$)/u;
const render = /^src\/render\//u;
const nouns = /^src\/(?:worktrees|sessions|overlap|checkpoints)\//u;
const symbols = /^src\/symbols\//u;
const git = /^src\/git\//u;
const errors = /^src\/errors\.ts$/u;
const saving = /^src\/save-whole\.ts$/u;
const fieldChecks = /^src\/field-checks\.ts$/u;

/** Which way imports point: bin → commands → render, and doors → watch → survey → nouns → git. */
export const layers: readonly Rule[] = [
  {
    name: 'git stands alone',
    reason: 'what starts git must be readable, and testable, without knowing what a session or a survey is',
    broken: from(git, ({ to }) => own.test(to) && !git.test(to) && !errors.test(to)),
  },
  {
    name: 'nouns know git only',
    reason: 'a noun that knows who asks for it cannot be used by the next who asks',
    broken: from(
      nouns,
      ({ to }) =>
        own.test(to) &&
        !nouns.test(to) &&
        !symbols.test(to) &&
        !git.test(to) &&
        !errors.test(to) &&
        !saving.test(to) &&
        !fieldChecks.test(to),
    ),
  },
  {
    name: 'symbols know text only',
    reason: 'what a source file declares and uses is the same whoever wrote it and wherever it lies',
    broken: from(symbols, ({ to }) => own.test(to) && !symbols.test(to) && !errors.test(to) && !fieldChecks.test(to)),
  },
  {
    name: 'sessions and worktrees do not know each other',
    reason: 'the survey joins them; reading one must not need the other',
    broken: (source) => [
      ...from(/^src\/sessions\//u, ({ to }) => to.startsWith('src/worktrees/'))(source),
      ...from(/^src\/worktrees\//u, ({ to }) => to.startsWith('src/sessions/'))(source),
    ],
  },
  {
    name: 'the core does not know who shows it',
    reason: 'commands, dashboard, tray and MCP answer alike only when none of them is built into the core',
    broken: (source) =>
      frontEnd.test(source.path) || render.test(source.path)
        ? []
        : found(source, ({ to }) => frontEnd.test(to) || render.test(to)),
  },
  {
    name: 'render takes values',
    reason:
      'a renderer that reads would show something else than what was surveyed; it needs types and its own files only',
    broken: from(render, ({ to, how }) => own.test(to) && how !== 'type' && !render.test(to) && !errors.test(to)),
  },
  {
    name: 'commands ask the core',
    reason: 'a command parses, makes one call and prints; what it finds out for itself the other doors cannot answer',
    broken: from(/^src\/commands\//u, ({ to, how }) => how !== 'type' && (git.test(to) || nouns.test(to))),
  },
  {
    name: 'nobody imports a command',
    reason: 'oclif finds commands by their place; what two of them need belongs below them',
    broken: (source) => found(source, ({ to }) => to.startsWith('src/commands/')),
  },
  {
    name: 'doors do not lead into doors',
    reason: 'dashboard, hooks, tray and MCP are each whole without the others, and start without the others',
    broken: (source) => {
      const [here] = doors.exec(source.path) ?? [];
      if (here === undefined || here === 'src/commands/') return [];
      return found(source, ({ to }) => doors.test(to) && !to.startsWith(here));
    },
  },
  {
    name: 'the fast path carries nothing',
    reason: 'status bars and prompts start it many times a minute, and each module costs them',
    broken: from(
      /^src\/fast\.ts$/u,
      ({ to, how }) =>
        how !== 'type' && !['src/places.ts', 'src/render/glance-bars.ts', 'node:fs', 'node:os'].includes(to),
    ),
  },
];

function from(place: RegExp, forbidden: (one: Import) => boolean): Rule['broken'] {
  return (source) => (place.test(source.path) ? found(source, forbidden) : []);
}

function found({ imports }: Source, forbidden: (one: Import) => boolean): string[] {
  return imports.filter(forbidden).map(({ to }) => `imports ${to}`);
}
