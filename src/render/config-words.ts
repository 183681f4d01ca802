import { readDetails } from './details.ts';
import type { ErrorWords } from './error.ts';
import { folderName, homePath } from './path.ts';
import { shellPath } from './shell.ts';
import { plain, prose } from './text.ts';

type Mistake = Readonly<Record<string, unknown>>;

/**
 * A config that kg will not work with. `details` is one mistake, or holds several under `mistakes`, each with `file`,
 * `line`, `column`, `key`, `value`, `expected` (one text or several) and `nearest` as far as they are known; `message`
 * where the file could not be parsed at all.
 */
export function configWords(details: Mistake, home: string): Omit<ErrorWords, 'code' | 'details'> {
  const several = readDetails(details).records('mistakes');
  const [first, ...others] =
    several.length === 0 ? [details] : several.map((mistake) => Object.assign({}, details, mistake));
  const { text } = readDetails(first ?? details);
  const [file, nearest] = [text('file'), text('nearest')];
  const edit =
    file === undefined
      ? 'To see what may stand there, read .keepgoingrc.example'
      : `To mend it, edit ${shellPath(file, home)}`;
  return {
    message: sentence(first ?? details, home),
    more: [
      ...expectation(first ?? details),
      ...others.flatMap((mistake) => [sentence(mistake, home)].concat(expectation(mistake).map((line) => `  ${line}`))),
    ],
    hint: nearest === undefined ? edit : `Did you mean ${plain(nearest)}? ${edit}`,
  };
}

/** ".keepgoingrc line 4: overlap.block is "conflicts"". */
function sentence(mistake: Mistake, home: string): string {
  const { text, number } = readDetails(mistake);
  const file = text('file');
  const line = number('line');
  const name = file === undefined ? 'The config' : rcName(file, home);
  const where = `${name}${line === undefined ? '' : ` line ${line}`}: `;
  const [key, message] = [text('key'), text('message')];
  if (key === undefined) return `${where}${prose(message ?? 'cannot be read')}`;
  if (!('value' in mistake))
    return `${where}${message === undefined ? `unknown key ${plain(key)}` : `${plain(key)}: ${prose(message)}`}`;
  return `${where}${plain(key)} is ${plain(JSON.stringify(mistake['value']) ?? 'nothing')}`;
}

/** The project's file is known by its name; another one, such as the user's own, needs its path. */
function rcName(file: string, home: string): string {
  return folderName(file).startsWith('.keepgoingrc') ? folderName(file) : homePath(file, home);
}

function expectation(mistake: Mistake): readonly string[] {
  const expected = readDetails(mistake).list('expected');
  if (expected.length === 0) return [];
  return [
    expected.length === 1
      ? `expected ${expected.map(prose).join('')}`
      : `expected one of: ${expected.map(prose).join(', ')}`,
  ];
}
