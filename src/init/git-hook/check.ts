import type { Checkup, Finding } from '../part.ts';
import type { GitHookFacts } from './facts.ts';
import { textOf, type HookFile } from './hook-file.ts';
import { launcherOf } from './hook-lines.ts';
import { findMarked } from './marked-lines.ts';
import { configOf, shadowed } from './plan.ts';
import { chooseTarget } from './target.ts';

const mend = 'To mend it, run kg init --git-hook';

/** Pure: whether the hook is there, is the one that git runs, and finds kg. */
export function checkGitHook(facts: GitHookFacts): Checkup {
  const { hook, own, script, hooksPath, husky } = facts;
  const target = chooseTarget(facts);
  const told = target.kind === 'by hand' ? configOf(facts, target.tool) : null;
  if (told?.runs === 'command') return { state: 'installed', faults: [], remarks: [] };
  const place = target.kind === 'by hand' ? hook : target.hook;
  if (told === null && linesIn(place) === null) {
    const other = place.path === own.path ? null : linesIn(own);
    if (other === null) return { state: 'absent', faults: [], remarks: [] };
    const message = `git does not run ${own.path}, since core.hooksPath is ${hooksPath?.value ?? 'set'}`;
    return { state: 'broken', faults: [{ code: 'HOOK_SHADOWED', message, hint: mend }], remarks: [] };
  }
  const shared = launcherOf(linesIn(place) ?? []) === null;
  const files = [...(told === null ? [place] : []), ...(shared ? [script] : [])];
  const faults = [
    ...files.flatMap(editedFault),
    ...(shared && linesIn(script) === null
      ? [{ code: 'HOOK_INCOMPLETE', message: `The script that the hook runs is gone: ${script.path}`, hint: mend }]
      : []),
    ...(husky === null && told === null && place.state !== null && (place.state.mode & 0o111) === 0
      ? [{ code: 'HOOK_NOT_EXECUTABLE', message: `git ignores ${place.path}, since it is not executable` }]
      : []),
    ...(facts.gone.length === 0
      ? []
      : [
          {
            code: 'HOOK_STALE',
            message: `The hook looks for kg where it is gone: ${facts.gone.join(', ')}`,
            hint: mend,
          },
        ]),
    ...facts.elsewhere.map(shadowed),
  ];
  return {
    state: faults.length > 0 ? 'broken' : 'installed',
    faults,
    remarks: faults.length > 0 ? [] : otherKg(facts, files),
  };
}

function linesIn(file: HookFile): readonly string[] | null {
  return findMarked(textOf(file) ?? '')?.lines ?? null;
}

function editedFault(file: HookFile): readonly Finding[] {
  const marked = findMarked(textOf(file) ?? '');
  if (marked === null || !marked.edited) return [];
  return [
    { code: 'HOOK_EDITED', message: `The lines of kg in ${file.path} are not as kg wrote them`, lines: marked.lines },
  ];
}

/** A hook that runs another kg than this one works, and may surprise. */
function otherKg({ launcher }: GitHookFacts, files: readonly HookFile[]): readonly Finding[] {
  const named = files.flatMap((file) => launcherOf(linesIn(file) ?? []) ?? []);
  return named
    .filter(({ main }) => main !== launcher.main)
    .map(({ main }) => ({ code: 'OTHER_KG', message: `The hook runs another kg than this one: ${main}`, hint: mend }));
}
