import { decodePath } from './path.ts';

/** `%00` cannot be in a ref, nor can a newline, so lines of fields parted by NUL are unambiguous. */
const FIELDS = ['%(refname)', '%(objectname)', '%(symref)', '%(upstream)', '%(upstream:track,nobracket)'] as const;

/** Arguments that list those of these refs that exist; `null` when none of the names could be one. */
export function refsArgs(names: readonly string[]): readonly string[] | null {
  const possible = new Set(names.filter((name) => isRefName(name)));
  return possible.size === 0 ? null : ['for-each-ref', `--format=${FIELDS.join('%00')}`, ...possible];
}

/** Whether a name could be a ref, and is neither a pattern nor an option. Rules: git-check-ref-format(1). */
export function isRefName(name: string): boolean {
  return name.startsWith('refs/') && name.isWellFormed() && !FORBIDDEN.test(name);
}

const FORBIDDEN = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\/$|\.$|\.lock(?:\/|$)/u;

export type Ref = {
  readonly name: string;
  readonly oid: string;
  /** The ref that it points to, when it is symbolic. */
  readonly target: string | null;
  /** Full name of the upstream's ref, when it exists here. */
  readonly upstream: string | null;
  /** Commits that the upstream lacks, and commits that only the upstream has. Zero without an upstream. */
  readonly ahead: number;
  readonly behind: number;
};

/** Reads the output of `refsArgs`. Format: git-for-each-ref(1). */
export function parseRefs(output: Buffer): readonly Ref[] {
  return decodePath(output)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', oid = '', target = '', upstream = '', track = ''] = line.split('\0');
      return {
        name,
        oid,
        target: target === '' ? null : target,
        upstream: upstream === '' || track === 'gone' ? null : upstream,
        ahead: Number(/ahead (\d+)/u.exec(track)?.[1] ?? 0),
        behind: Number(/behind (\d+)/u.exec(track)?.[1] ?? 0),
      };
    });
}
