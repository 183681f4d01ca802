/** Three by five pixels each, drawn for the smallest icon: a font would be blurred there. */
const drawn: Readonly<Record<string, string>> = {
  '0': '### #.# #.# #.# ###',
  '1': '.#. ##. .#. .#. ###',
  '2': '### ..# ### #.. ###',
  '3': '### ..# .## ..# ###',
  '4': '#.# #.# ### ..# ..#',
  '5': '### #.. ### ..# ###',
  '6': '### #.. ### #.# ###',
  '7': '### ..# .#. .#. .#.',
  '8': '### #.# ### #.# ###',
  '9': '### #.# ### ..# ###',
  '+': '... .#. ### .#. ...',
  '!': '.#. .#. .#. ... .#.',
  '?': '### ..# .## ... .#.',
};

/** The text of a number on an icon: one digit, and a plus where there are more. */
export function digitsOf(number: number): string {
  return number > 9 ? '9+' : String(number);
}

/** The rows of a text, `#` where it is drawn; what has no drawing is left out. */
export function glyphs(text: string): readonly string[] {
  const letters = text.split('').flatMap((letter) => (drawn[letter] === undefined ? [] : [drawn[letter].split(' ')]));
  return [0, 1, 2, 3, 4].map((row) => letters.map((letter) => letter[row] ?? '').join('.'));
}
