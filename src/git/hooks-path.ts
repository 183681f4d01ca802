import { decodePath } from './path.ts';
import { splitRecords } from './records.ts';

/**
 * Asks for every `core.hooksPath` there is. kg's own config of each call sets one too, so that no hook runs; it is told apart by
 * its scope. Exit code 1 when there is none, which kg's own prevents.
 */
export const hooksPathArgs = ['config', '--show-scope', '-z', '--type=path', '--get-all', 'core.hooksPath'] as const;

export type HooksPath = {
  /** Where it is set. */
  readonly scope: 'system' | 'global' | 'local' | 'worktree';
  /** As it is written, `~` expanded. A relative one counts from the top of the worktree that the hook runs in. */
  readonly value: string;
};

/** Reads the output of `hooksPathArgs`: scope, NUL, value, NUL. The last one counts; `null`: none but kg's own. */
export function parseHooksPath(output: Buffer): HooksPath | null {
  const records = splitRecords(output).map(decodePath);
  let found: HooksPath | null = null;
  for (let at = 0; at + 1 < records.length; at += 2) {
    const scope = scopes.find((one) => one === records[at]);
    const value = records[at + 1] ?? '';
    if (scope !== undefined && value !== '') found = { scope, value };
  }
  return found;
}

const scopes = ['system', 'global', 'local', 'worktree'] as const;
