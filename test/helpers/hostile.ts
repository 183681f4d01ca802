/** Text that a terminal would act on. */
export const hostile = [
  '\u001B[2J',
  '\u001B]0;owned\u0007',
  '\u001BP',
  '\u009B31m',
  '\u009D',
  '\u0007',
  '\b',
  '\r',
  '\n',
  '\t',
  '\u0000',
  '\u007F',
  '\u0085',
  '\u2028',
  '\u202E',
  '\u2066',
  '\u200B',
  '\uFEFF',
  '\uD800',
  '\u3164',
];

/** Text whose width is not its length. */
export const emoji = ['日', '한', 'ｶﾞ', 'e\u0301', '👨‍👩‍👧', '🇩🇪', '👍🏽', '1️⃣', 'ก็', '\u0301', '\u200D', 'ﷺ'];

export const asciiAlphabet = ['a', 'b', '/', '-', ' ', '…'];
