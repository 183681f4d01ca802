import { dirname } from 'node:path';
import { quote } from '../sessions/resume.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { FoundKg, ProgramFacts } from './facts.ts';

/** Which `kg` a shell starts, and whether it is this one: other tools have had the name. */
export function checkKgOnPath({ kg, self }: ProgramFacts): Diagnosis {
  const about = { id: 'kg-on-path', subject: 'kg on PATH', ...(kg.length > 0 ? { evidence: kg.map(foundWords) } : {}) };
  const [first] = kg;
  const own = kg.find(({ is }) => is === 'self');
  if (first === undefined)
    return { ...about, verdict: 'skipped', says: `kg is not on PATH; this one runs from ${self}` };
  if (first.is === 'self') {
    return { ...about, verdict: 'ok', says: kg.length === 1 ? 'kg is this one' : 'kg is this one, and hides another' };
  }
  if (first.is === 'keepgoing') {
    if (own === undefined) {
      return { ...about, verdict: 'ok', says: `kg is another copy of keepgoing; this one runs from ${self}` };
    }
    return {
      ...about,
      verdict: 'warning',
      says: 'kg is another copy of keepgoing than this one',
      mend: 'To see what to take off PATH, run type -a kg',
    };
  }
  const first_ = `To start this one, run git kg, or put its directory first: export PATH=${quote(dirname(own?.path ?? self))}:"$PATH"`;
  return { ...about, verdict: 'warning', says: `kg is a different program: ${kinds[first.is]}`, mend: first_ };
}

const kinds: Readonly<Record<FoundKg['is'], string>> = {
  self: 'this kg',
  keepgoing: 'another copy of keepgoing',
  old: 'the hook program of the old KeepGoing',
  graph: 'the knowledge-graph tool (.kg/graph.db)',
  unknown: 'one that kg does not know',
};

function foundWords({ path, is, version }: FoundKg): string {
  return `${path}: ${kinds[is]}${version === undefined ? '' : ` ${version}`}`;
}
