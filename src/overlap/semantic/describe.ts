import type { Declaration, FileSymbols } from '../../symbols/file-symbols.ts';
import type { Found } from './delta.ts';
import type { Evidence, SemanticFinding, SemanticRule } from './finding.ts';
import type { Views } from './views.ts';

type Side = 'a' | 'b';

/** The lines of a blob; none where there is no blob. */
export type Lines = (oid: string | null) => readonly string[];

/** The blobs whose lines `describeFinding` looks at. */
export function blobsToQuote({ path }: Pick<Found, 'path'>, views: Views): readonly string[] {
  return [views.merge.blob(path), blobOn(views, 'a', path), blobOn(views, 'b', path)].filter((oid) => oid !== null);
}

/** Pure: says what is wrong, and what each side did to that. */
export function describeFinding(found: Found, views: Views, lines: Lines): SemanticFinding {
  const { rule, path, line, name } = found;
  const user = findUser(found, views, lines);
  const other = user === 'a' ? 'b' : 'a';
  const own: Evidence = {
    did: rule === 'twice' ? 'declares' : rule === 'syntax' ? 'edited' : 'uses',
    path: views.pathOn(user, path) ?? path,
    line: rule === 'syntax' ? null : lineOn(found, { views, lines, side: user }),
  };
  const theirs = otherSide(found, { views, lines, user, other });
  const sides = user === 'a' ? { a: own, b: theirs } : { a: theirs, b: own };
  return { rule, path, line, name, message: messages[rule](found, theirs), ...sides };
}

/** The side that the line came with. Where both have such a line, the one that brought the file. */
function findUser({ path, line }: Found, views: Views, lines: Lines): Side {
  const text = lines(views.merge.blob(path))[line - 1];
  const has = (side: Side): boolean => text !== undefined && lines(blobOn(views, side, path)).includes(text);
  if (has('a') !== has('b')) return has('a') ? 'a' : 'b';
  return views.brought.b.has(path) && !views.brought.a.has(path) ? 'b' : 'a';
}

/** The line of a side that reads as the one of the merge, the nearest where there are several. */
function lineOn(
  { path, line }: Found,
  at: { readonly views: Views; readonly lines: Lines; readonly side: Side },
): number | null {
  const text = at.lines(at.views.merge.blob(path))[line - 1];
  const same = at.lines(blobOn(at.views, at.side, path)).flatMap((one, index) => (one === text ? [index + 1] : []));
  return same.toSorted((left, right) => Math.abs(left - line) - Math.abs(right - line))[0] ?? null;
}

function otherSide(
  found: Found,
  at: { readonly views: Views; readonly lines: Lines; readonly user: Side; readonly other: Side },
): Evidence {
  const { views, user, other } = at;
  const { rule, path, name } = found;
  const target = found.target ?? path;
  const onOther = views.pathOn(other, target) ?? target;
  const onUser = views.pathOn(user, target) ?? target;
  const plain = rule === 'arguments' ? name.slice(name.lastIndexOf('.') + 1) : (name.split('.')[0] ?? name);
  const before = declarationIn(views[user].symbols(onUser), plain);
  const after = declarationIn(views[other].symbols(onOther), plain);
  const was = before === null ? {} : { was: before.contract };
  const is = after === null ? {} : { is: after.contract };
  if (rule === 'syntax') return { did: 'edited', path: onOther, line: null };
  if (rule === 'twice') return { did: 'declares', path: onOther, line: after?.line ?? null };
  if (rule === 'arguments' || rule === 'member')
    return { did: 'changed', path: onOther, line: after?.line ?? null, ...was, ...is };
  return { did: 'removed', path: onOther, line: null, ...was };
}

const messages: Readonly<Record<SemanticRule, (found: Found, theirs: Evidence) => string>> = {
  syntax: () => 'The merged text does not parse',
  name: ({ name }) => `${name} is used, and nothing declares it any more`,
  twice: ({ name, detail = '' }) => `${name} is declared twice, at ${detail}`,
  export: ({ name, target, detail = '' }) => `${target ?? detail} no longer has ${name}`,
  module: ({ name }) => `${name} leads nowhere any more`,
  arguments: ({ name }, { is }) =>
    `${name} is called with other arguments than it takes${is === undefined ? '' : ` now: ${is}`}`,
  member: ({ name }) => `${name} is no case of the enumeration any more`,
};

function declarationIn(symbols: FileSymbols | null, name: string): Declaration | null {
  return symbols?.declarations.find((one) => one.name === name) ?? null;
}

/** The blob that a side has for a path of the merge. */
export function blobOn(views: Views, side: Side, path: string): string | null {
  const at = views.pathOn(side, path);
  return at === null ? null : views[side].blob(at);
}
