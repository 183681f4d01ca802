import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';

/** A tree by its paths. */
export type Tree = ReadonlyMap<string, { readonly mode: '100644' | '100755' | '120000'; readonly content: string }>;

/** Something that a person does to files. Numbers choose among what is there, whatever that is. */
type Step =
  | { readonly kind: 'edit' | 'insert' | 'cut'; readonly file: number; readonly line: number; readonly word: number }
  | { readonly kind: 'append' | 'rewrite' | 'add' | 'binary'; readonly file: number; readonly word: number }
  | { readonly kind: 'delete' | 'chmod' | 'link' | 'crlf' | 'directory'; readonly file: number }
  | { readonly kind: 'move' | 'moveDirectory'; readonly file: number; readonly to: number };

const file = fc.nat({ max: 30 });
const word = fc.nat({ max: 3 });
const of = <Kind extends Step['kind']>(...kinds: readonly Kind[]) => fc.constantFrom(...kinds);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: of('edit', 'insert', 'cut'), file, line: fc.nat({ max: 24 }), word }) },
  { weight: 2, arbitrary: fc.record({ kind: of('append', 'rewrite', 'add', 'binary'), file, word }) },
  { weight: 2, arbitrary: fc.record({ kind: of('delete', 'chmod', 'link', 'crlf', 'directory'), file }) },
  { weight: 2, arbitrary: fc.record({ kind: of('move', 'moveDirectory'), file, to: fc.nat({ max: 5 }) }) },
);

/** What one worktree did: one to seven steps. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 7 });

/** The tree that all begin with: nine files of up to 24 lines in four directories. */
export const baseTree: Tree = new Map(
  ['readme', 'src/a', 'src/b', 'src/deep/c', 'src/deep/d', 'lib/e', 'lib/f', 'test/g', 'test/h'].map((path, at) => {
    const lines = Array.from({ length: 8 + at * 2 }, (_, line) => `${path} ${line}\n`);
    return [path, { mode: '100644', content: lines.join('') }];
  }),
);

/** Does the steps one after the other. A step for which there is nothing left does nothing. */
export function takeSteps(tree: Tree, some: readonly Step[]): Tree {
  return some.reduce((before, one) => takeStep(before, one), tree);
}

function takeStep(tree: Tree, taken: Step): Tree {
  const paths = [...tree.keys()].toSorted();
  const path = paths[taken.file % paths.length];
  const old = path === undefined ? undefined : tree.get(path);
  if (path === undefined || old === undefined) return tree;
  const put = (content: string, mode = old.mode): Tree => new Map([...tree, [path, { mode, content }]]);
  const lines = old.content.split(/(?<=\n)/u);
  switch (taken.kind) {
    case 'edit':
      return put(lines.with(taken.line % lines.length, `edited ${taken.word}\n`).join(''));
    case 'insert':
      return put(lines.toSpliced(taken.line % lines.length, 0, `inserted ${taken.word}\n`).join(''));
    case 'cut':
      return put(lines.toSpliced(taken.line % lines.length, 1 + taken.word).join(''));
    case 'append':
      return put(`${old.content}appended ${taken.word}\n`);
    case 'rewrite':
      return put(lines.map((_, at) => `rewritten ${taken.word} ${at}\n`).join(''));
    case 'add':
      return settle(tree, `${directoryOf(path)}new`, {
        mode: '100644',
        content: `new\n${taken.word}\n`,
      });
    case 'binary':
      return put(`\0binary ${taken.word}\0`);
    case 'delete':
      return without(tree, path);
    case 'chmod':
      return put(old.content, old.mode === '100644' ? '100755' : '100644');
    case 'link':
      return put('elsewhere', '120000');
    case 'crlf':
      return put(old.content.replaceAll(/\r?\n/gu, '\r\n'));
    case 'directory':
      return settle(without(tree, path), `${path}/inside`, old);
    case 'move':
      return settle(without(tree, path), `${places[taken.to] ?? ''}${path.replace(/^.*\//u, '')}`, old);
    case 'moveDirectory':
      return moveDirectory(tree, directoryOf(path), places[taken.to] ?? '');
    default:
      return taken satisfies never;
  }
}

const places = ['moved/', 'src/', 'lib/', 'src/deep/', 'new/place/', ''];

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function moveDirectory(tree: Tree, from: string, to: string): Tree {
  if (from === '' || from === to) return tree;
  const moving = [...tree].filter(([path]) => path.startsWith(from));
  const staying: Tree = new Map([...tree].filter(([path]) => !path.startsWith(from)));
  return moving.reduce((rest, [path, entry]) => settle(rest, to + path.slice(from.length), entry), staying);
}

/** Puts a file where nothing is in its way. */
function settle(
  tree: Tree,
  path: string,
  entry: { readonly mode: '100644' | '100755' | '120000'; readonly content: string },
): Tree {
  const taken = [...tree.keys()].some(
    (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
  );
  return taken ? tree : new Map([...tree, [path, entry]]);
}

function without(tree: Tree, path: string): Tree {
  return new Map([...tree].filter(([other]) => other !== path));
}

/** A commit to be made: its tree and the places of its parents in the list. */
export type PlannedCommit = { readonly tree: Tree; readonly parents: readonly number[] };

/** Makes commits with one process; answers their object ids in the order of the list. */
export function makeCommits(repository: string, commits: readonly PlannedCommit[]): readonly string[] {
  const who = `Ada <ada@example.com> 1767225600 +0000`;
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const lines = commits.flatMap(({ tree, parents }, at) => [
    `commit refs/heads/side${at}\nmark :${at + 1}\ncommitter ${who}\n${data('work')}`,
    ...parents.map((parent, place) => `${place === 0 ? 'from' : 'merge'} :${parent + 1}\n`),
    'deleteall\n',
    ...[...tree].map(([path, { mode, content }]) => `M ${mode} inline ${path}\n${data(content)}`),
    '\n',
  ]);
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repository, input: lines.join('') });
  const refs = commits.map((_, at) => `refs/heads/side${at}`);
  return execFileSync('git', ['rev-parse', ...refs], { cwd: repository, encoding: 'utf8' })
    .trim()
    .split('\n');
}
