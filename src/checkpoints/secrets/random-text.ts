import type { Found } from './shapes.ts';

/** Runs of characters that keys are written in, with their neighbours, so that a part of a path is not taken for a whole. */
const run = /(?<![\w+/.@~-])[\w+/=-]{20,}(?![\w+/@~-])/gu;

/**
 * Text that nobody made up by hand: long, of mixed classes, and with hardly a character twice in a row. Object ids, digests and
 * UUIDs are hexadecimal and stay: they name things. So do paths and names, which are made of words.
 */
export function findRandom(text: string): readonly Found[] {
  return [...text.matchAll(run)].flatMap(({ 0: word, index }) =>
    isRandom(word) ? [{ start: index, end: index + word.length, kind: 'random text' }] : [],
  );
}

function isRandom(word: string): boolean {
  if (/^(?:sha\d{1,3}|md5)-/u.test(word) || /^[\da-f-]+$/iu.test(word)) return false;
  if (isMixed(word)) return true;
  const classes = [/[a-z]/u, /[A-Z]/u, /\d/u].filter((one) => one.test(word)).length;
  if (word.length < 28 || classes < 3 || entropy(word) < 4) return false;
  // Words, as in paths and names, are runs of small letters; in random text they are short.
  const letters = word.match(/[a-z]{4,}/giu) ?? [];
  const inWords = letters.filter(isWordLike).reduce((total, part) => total + part.length, 0);
  return inWords < word.length * 0.4;
}

/** Whether letters and digits change places too often for a name: `fnwv8x7x3wgdt84sgmmbn5cam8cwdtny`. */
function isMixed(word: string): boolean {
  return word.split(/[_/+=-]/u).some((part) => {
    if (part.length < 16 || /^[\da-f]+$/iu.test(part)) return false;
    const changes = part.match(/\d(?=[a-z])|[a-z](?=\d)/giu)?.length ?? 0;
    return changes >= Math.max(5, part.length / 7) && entropy(part) >= 3.2;
  });
}

/** `Checkout` or `checkout` or `CHECKOUT`, but not `cHeCkOut`. */
function isWordLike(letters: string): boolean {
  return /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[A-Z][a-z]+)*$/u.test(letters) && /[aeiouy]/iu.test(letters);
}

/** Bits a character, by Shannon. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / word.length) * Math.log2(count / word.length), 0);
}
