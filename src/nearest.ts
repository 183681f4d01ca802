import { distance } from 'fastest-levenshtein';

/** The candidates that are a few keystrokes away from a word, nearest first, at most three: for "Did you mean …?". */
export function nearest(word: string, candidates: readonly string[]): string[] {
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, steps: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, steps }) => steps <= Math.max(2, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.steps - b.steps || foreign(word, a.candidate) - foreign(word, b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Letters of the word that the candidate has not: what was typed in the wrong order comes before what was not meant at all. */
function foreign(word: string, candidate: string): number {
  const letters = Array.from(candidate.toLowerCase());
  let count = 0;
  for (const letter of word.toLowerCase()) {
    const at = letters.indexOf(letter);
    if (at === -1) count += 1;
    else letters.splice(at, 1);
  }
  return count;
}
