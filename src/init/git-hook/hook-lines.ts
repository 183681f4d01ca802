/** The Node and the script that kg is, absolute. */
export type Launcher = { readonly node: string; readonly main: string };

/** A commit is stopped when kg ends with this code and with no other: Node itself ends with 1 when kg is damaged. */
const STOP = 88;

/**
 * What a hook of sh does: it finds kg by its absolute path, else on PATH, and goes on whatever becomes of it. Nothing of the
 * repository is run. Works under `set -eu`, and with the short PATH that git gives to a hook when a graphical program commits.
 */
export function launcherLines({ node, main }: Launcher): readonly string[] {
  return [
    '# Tells before a commit where it collides with work in other worktrees. It goes through whatever becomes of kg.',
    '# To take these lines out again, run kg init --git-hook --remove',
    'if [ -z "${KG_SKIP:-}" ]; then',
    '  kg_status=0',
    `  kg_node=${quoted(node)}`,
    `  kg_main=${quoted(main)}`,
    '  if [ -x "$kg_node" ] && [ -f "$kg_main" ]; then',
    `    "$kg_node" "$kg_main" hook pre-commit --stop-code ${STOP} || kg_status=$?`,
    '  else',
    '    kg_other="$(command -v kg)" || kg_other=',
    '    case "$kg_other" in',
    // Not one of the repository: a hook may have been given a PATH into its node_modules.
    '      "$PWD"/*) kg_other= ;;',
    '      /*) ;;',
    '      *) kg_other= ;;',
    '    esac',
    '    if [ -n "$kg_other" ]; then',
    `      "$kg_other" hook pre-commit --stop-code ${STOP} || kg_status=$?`,
    '    else',
    "      echo '▲ kg let this commit through unchecked: kg, or the Node that it was set up with, is gone' >&2",
    '    fi',
    '  fi',
    `  if [ "$kg_status" -eq ${STOP} ]; then exit 1; fi`,
    '  if [ "$kg_status" -ne 0 ]; then',
    '    echo "▲ kg let this commit through unchecked: kg ended with code $kg_status" >&2',
    '  fi',
    'fi',
  ];
}

/**
 * What stands in a hook that others share by committing it: no path of this machine. It runs the script that `kg init` keeps
 * in the git directory of this clone, and does nothing in a clone without one.
 */
export const sharedLines: readonly string[] = [
  '# Runs kg where it was set up with kg init --git-hook, and nothing elsewhere.',
  '# To take these lines out again, run kg init --git-hook --remove',
  'kg_hook="$(git rev-parse --git-common-dir)/keepgoing/pre-commit" || kg_hook=',
  'if [ -f "$kg_hook" ]; then sh "$kg_hook" || exit 1; fi',
];

/** The paths that a hook's lines look for kg at; `null` where they name none. */
export function launcherOf(lines: readonly string[]): Launcher | null {
  const text = lines.join('\n');
  const [node, main] = ['kg_node', 'kg_main'].map((name) =>
    unquoted(new RegExp(`^ *${name}=(?<word>'[^]*?')$`, 'mu').exec(text)),
  );
  return node === undefined || main === undefined || node === null || main === null ? null : { node, main };
}

/** One word of a POSIX shell: nothing in single quotes means anything but the quote that ends them. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function unquoted(match: RegExpExecArray | null): string | null {
  const word = match?.groups?.['word'];
  return word === undefined ? null : word.slice(1, -1).replaceAll(String.raw`'\''`, "'");
}
