import { oneLine } from '../one-line.ts';
import { recordIn, stringIn, type JsonRecord } from './record.ts';

/**
 * A tool call in words: "Edit src/user.ts", "Bash npm test", `Grep "total"`. A Bash command may hold secrets, so only the
 * head of its first line is shown.
 */
export function actionOf(toolUse: JsonRecord, cwd: string | null): string | null {
  const name = oneLine(stringIn(toolUse, 'name') ?? '', 60);
  if (name === null) return null;
  if (name === 'AskUserQuestion') return 'asked a question';
  const input = recordIn(toolUse, 'input') ?? {};
  const file = stringIn(input, 'file_path') ?? stringIn(input, 'notebook_path');
  const object = file === null ? objectOf(name, input) : relativeTo(file, cwd);
  const short = object === null ? null : oneLine(object, 120);
  return short === null ? name : `${name} ${short}`;
}

function objectOf(name: string, input: JsonRecord): string | null {
  if (name === 'Bash') return oneLine((stringIn(input, 'command') ?? '').trimStart().split('\n', 1)[0] ?? '', 60);
  if (name === 'Grep' || name === 'Glob') {
    const pattern = oneLine(stringIn(input, 'pattern') ?? '', 60);
    return pattern === null ? null : `"${pattern}"`;
  }
  if (name === 'Agent' || name === 'Task') return oneLine(stringIn(input, 'description') ?? '', 60);
  if (name === 'EnterWorktree') return stringIn(input, 'name');
  if (name === 'WebFetch') return hostOf(stringIn(input, 'url'));
  return null;
}

/** Only the host: a query may hold a key. */
function hostOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).host : null;
}

/** A path below `cwd` without it; another one as it is. */
function relativeTo(path: string, cwd: string | null): string {
  if (cwd === null || !path.startsWith(cwd)) return path;
  const rest = path.slice(cwd.length);
  return /^[\\/]./u.test(rest) && !/[\\/]$/u.test(cwd) ? rest.slice(1) : path;
}
