import type { Change, FileEdit, Finding, Plan } from '../part.ts';
import type { GitHookFacts, ToolConfig } from './facts.ts';
import { textOf, type HookFile } from './hook-file.ts';
import { launcherLines, sharedLines } from './hook-lines.ts';
import { addMarked, findMarked } from './marked-lines.ts';
import { toolSnippets, type HookTool } from './hook-tools.ts';
import { chooseTarget } from './target.ts';

const nothing: Plan = { changes: [], byHand: [], refusals: [], remarks: [] };

/** Pure: what setting up the hook would change. */
export function planInstall(facts: GitHookFacts): Plan {
  const { launcher, script, inside } = facts;
  if (inside !== null) return { ...nothing, refusals: [repositoryCode(launcher.main, inside)] };
  const target = chooseTarget(facts);
  const remarks = remarksOn(facts);
  const told = target.kind === 'by hand' ? configOf(facts, target.tool) : null;
  const byHand = target.kind === 'by hand' && told === null ? [target.instruction] : [];
  const own = { file: script, lines: launcherLines(launcher) };
  const places = {
    own: () => [{ ...own, file: facts.hook }],
    shared: () => [own, { file: facts.husky ?? facts.hook, lines: sharedLines }],
    // The tool runs the script, unless it runs kg by itself.
    'by hand': () => (target.kind === 'by hand' && target.tool !== null && told?.runs !== 'command' ? [own] : []),
  }[target.kind]();
  const refusals = places.flatMap(({ file }) => editedIn(file));
  if (refusals.length > 0) return { ...nothing, refusals };
  const changes = places.flatMap(({ file, lines }) => edit(file, withLines(file, lines)));
  return { ...nothing, changes, byHand, remarks };
}

/** Pure: what taking the hook away would change, wherever its lines are found. */
export function planRemoval(facts: GitHookFacts): Plan {
  const { hook, own, husky, script, configs } = facts;
  const files = [...new Map([hook, own, husky, script].flatMap((file) => (file ? [[file.path, file]] : []))).values()];
  const refusals = files.flatMap(editedIn);
  const byHand = configs
    .filter(({ runs }) => runs !== null)
    .map(({ path, tool }) => ({
      where: path,
      why: `${tool} is told there`,
      lines: toolSnippets[tool].lines,
    }));
  if (refusals.length > 0) return { ...nothing, refusals, byHand };
  const changes = files.flatMap((file): readonly Change[] => {
    const marked = findMarked(textOf(file) ?? '');
    // The folder of the script is kg's own.
    return marked === null ? [] : edit(file, marked.without, marked.folder || file === script);
  });
  return { ...nothing, changes, byHand };
}

/** The config in which a tool is told to run kg. */
export function configOf({ configs }: GitHookFacts, tool: HookTool | null): ToolConfig | null {
  return configs.find((config) => config.tool === tool && config.runs !== null) ?? null;
}

/** The file with kg's lines in it, in place of older ones. */
function withLines(file: HookFile, lines: readonly string[]): string {
  const text = textOf(file);
  const marked = text === null ? null : findMarked(text);
  return addMarked(marked === null ? text : marked.without, lines, marked?.folder ?? !file.folder);
}

function edit({ path, state }: HookFile, after: string | null, folder = false): readonly FileEdit[] {
  const bytes = after === null ? null : Buffer.from(after, 'latin1');
  if (bytes !== null && state?.bytes.equals(bytes) === true) return [];
  const made = bytes === null ? null : { bytes, mode: state?.mode ?? 0o755 };
  return [{ kind: 'file', path, before: state, after: made, ...(folder && made === null ? { folder } : {}) }];
}

function editedIn(file: HookFile): readonly Finding[] {
  const marked = findMarked(textOf(file) ?? '');
  if (marked === null || !marked.edited) return [];
  return [
    {
      code: 'HOOK_EDITED',
      message: `The lines of kg in ${file.path} are not as kg wrote them`,
      lines: marked.lines,
      hint: 'To go on, take them out by hand, from the first mark to the last',
    },
  ];
}

function repositoryCode(main: string, worktree: string): Finding {
  return {
    code: 'KG_IN_REPOSITORY',
    message: `This kg lies in ${worktree} (${main}), and a hook must not run what a branch can change`,
    hint: 'To have one that lies elsewhere, run npm install --global keepgoing',
  };
}

/** What is worth knowing before agreeing. */
function remarksOn({ configs, tool, husky, launcher, elsewhere }: GitHookFacts): readonly Finding[] {
  const idle = [...new Set(configs.map((config) => config.tool))].filter((one) => one !== tool);
  return [
    ...idle.map((name) => ({
      code: 'TOOL_NOT_INSTALLED',
      message: `${name} is configured here, but the hook that git runs is not from it; installing its hooks may replace this one`,
    })),
    ...(husky === null
      ? []
      : [
          {
            code: 'HOOK_IS_COMMITTED',
            message: 'Each worktree runs the .husky/pre-commit of its own branch: commit it for the others to have it',
          },
        ]),
    ...(/[/\\]_npx[/\\]/u.test(launcher.main)
      ? [
          {
            code: 'KG_IS_TEMPORARY',
            message: 'This kg was started by npx, from a folder that npm empties now and then',
          },
        ]
      : []),
    ...elsewhere.map(shadowed),
  ];
}

/** A worktree whose own config leads git to other hooks. */
export function shadowed(worktree: string): Finding {
  return {
    code: 'HOOK_SHADOWED',
    message: `The worktree ${worktree} has a core.hooksPath of its own, with other hooks`,
  };
}
