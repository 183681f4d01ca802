import type { Drift } from '../../drift/drift.ts';
import type { Row } from '../columns.ts';

/** What changed in declarations, and where the reader's own lines use them. */
export function symbolRows({ symbols = [], through = [] }: Drift): readonly Row[] {
  const more = through.length > mostImporters ? ` and ${through.length - mostImporters} more` : '';
  const importers = `      reads it through ${through.slice(0, mostImporters).join(', ')}${more}`;
  const first: readonly Row[] = through.length === 0 ? [] : [{ line: [{ text: importers }] }];
  const rest = symbols.slice(0, mostSymbols).flatMap(({ name, was, is, to, state, movedTo, uses }): readonly Row[] => {
    const [older, newer] = [fromName(was, name), fromName(is, to ?? name)];
    const now = newer === null ? `${name} removed` : `${to === undefined ? '' : `renamed to ${to}: `}${newer}`;
    const both = state === 'diverged' ? ', changed here too' : '';
    const own = uses.slice(0, mostUses).map(({ path, line, uncommitted, text }): Row => ({
      line: [{ text: `        ${path}:${line}${uncommitted ? ' (uncommitted)' : ''} ${text ?? ''}`, role: 'dim' }],
    }));
    const [container, ...member] = name.split('.');
    const within = member.length === 0 ? '' : `${container}: `;
    const where = movedTo === undefined ? '' : `moved to ${movedTo}, `;
    const what = movedTo !== undefined && was === is ? 'as it was' : now;
    const change: Row = { line: [{ text: `      ${within}${older ?? name} → ${where}${what}${both}` }] };
    const rows: readonly Row[] = [change];
    return rows.concat(own);
  });
  return first.concat(rest);
}

/** A contract from the name on: what kind of declaration it is, both sides say alike. */
function fromName(contract: string | null, name: string): string | null {
  const at = contract === null ? -1 : contract.indexOf(name.slice(name.lastIndexOf('.') + 1));
  return at > 0 && contract !== null ? contract.slice(at) : contract;
}

const mostSymbols = 5;
const mostImporters = 3;
const mostUses = 3;
