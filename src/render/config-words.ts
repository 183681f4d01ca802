import { readDetails } from './details.ts';
import type { ErrorWords } from './worded-error.ts';
import { folderName, homePath } from './path.ts';
import { shellPath } from './shell.ts';
import { plain, prose } from './text.ts';

type Fault = Readonly<Record<string, unknown>>;

/**
 * A config that kg will not work with. `details` names its source (`file`, or an environment `variable`) and holds the
 * one mistake (`reason`, `line`, `key`, `value` or `message`, `expected`, `nearest`), or several as `mistakes`.
 */
export function configWords(details: Fault, home: string): Omit<ErrorWords, 'code' | 'details'> {
  const { text, records } = readDetails(details);
  const [file, variable] = [text('file'), text('variable')];
  const mistakes = records('mistakes');
  const [first = details, ...others] = mistakes;
  const nearest = readDetails(first).text('nearest');
  const source = file === undefined ? plain(variable ?? 'The config') : rcName(file, home);
  const mend =
    file === undefined ? `set ${plain(variable ?? 'the key')} to another value` : `edit ${shellPath(file, home)}`;
  return {
    message: sentence(first, source),
    more: expectation(first).concat(
      others.flatMap((fault) => [sentence(fault, source)].concat(expectation(fault, '    '))),
    ),
    hint: `${nearest === undefined ? '' : `Did you mean ${plain(nearest)}? `}To mend it, ${mend}`,
  };
}

/** ".keepgoingrc line 4: overlap.block is "conflicts"". */
function sentence(fault: Fault, source: string): string {
  const { text, number } = readDetails(fault);
  const line = number('line');
  const where = line === undefined ? source : `${source} line ${line}`;
  const key = plain(text('key') ?? '');
  const value = shownValue(fault['value']);
  const message = text('message');
  if (text('reason') === 'unknown-key') return `${where}: unknown key ${key}`;
  if (message !== undefined) return [`${where}:`, key, prose(message)].filter((part) => part !== '').join(' ');
  return key === '' ? `${where} holds ${value}` : `${where}: ${key} is ${value}`;
}

/** What was found: as it would stand in JSON, but for the two kinds of value that come described. */
function shownValue(value: unknown): string {
  if (value === 'a list' || value === 'a mapping') return value;
  return plain(JSON.stringify(value) ?? 'nothing');
}

/** The project's file is known by its name; another one, such as the user's own, needs its path. */
function rcName(file: string, home: string): string {
  return folderName(file).startsWith('.keepgoingrc') ? folderName(file) : homePath(file, home);
}

function expectation(fault: Fault, indent = ''): readonly string[] {
  const expected = readDetails(fault).list('expected').map(prose);
  if (expected.length === 0) return [];
  return [`${indent}expected ${expected.length === 1 ? '' : 'one of: '}${expected.join(', ')}`];
}
