// Spares the start what it does not need of two packages, and of kg's own text. What Node asks of ICU, the library of Unicode, is loaded and built at
// its first use: the tables behind Intl.Segmenter and behind the emoji 10 to 30 ms, those behind localeCompare 5 to 10 ms.

const changes = [
  {
    // As below, in kg's own: a shared one, since each costs as much as the text that it is made for.
    file: /[\\/]src[\\/]render[\\/]text\.ts$/u,
    concerns: 'Intl.Segmenter',
    replacements: [
      [
        'const segmenter = new Intl.Segmenter();',
        'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
      ],
    ],
  },
  {
    // Made when string-width is loaded; plain ASCII text, JSON and errors never need them. Only kg's own is meant: the older ones
    // that other packages bring along lie in a node_modules of those.
    file: /^(?!.*node_modules.*node_modules).*[\\/]node_modules[\\/]string-width[\\/]index\.js$/u,
    concerns: 'Intl.Segmenter',
    replacements: [
      [
        'const segmenter = new Intl.Segmenter();',
        'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
      ],
      [
        /const emojiPrefixRegex = (\/.*\/v);/u,
        'let emoji; const emojiPrefixRegex = { test: (text) => (emoji ??= $1).test(text), exec: (text) => (emoji ??= $1).exec(text) };',
      ],
    ],
  },
  {
    // oclif sorts the ids of the commands, which are ASCII, by the language of the machine, at every start.
    file: /[\\/]@oclif[\\/]core[\\/]lib[\\/]config[\\/].*\.js$/u,
    concerns: 'localeCompare',
    replacements: [[/([\w.]+)\.localeCompare\(([\w.]+)\)/gu, '($1 < $2 ? -1 : $1 > $2 ? 1 : 0)']],
  },
];

/** A rolldown plugin. Fails the build when a package no longer reads as expected here, so that nothing is spared wrongly. */
export function late() {
  return {
    name: 'late',
    transform: {
      filter: { id: changes.map((change) => change.file) },
      handler(code, id) {
        const change = changes.find(({ file, concerns }) => file.test(id) && code.includes(concerns));
        if (change === undefined) return null;
        const changed = change.replacements.reduce((text, [from, to]) => replaced({ text, from, to, id }), code);
        return { code: changed, map: null };
      },
    },
  };
}

function replaced({ text, from, to, id }) {
  const next = text.replace(from, to);
  if (next === text) throw new Error(`${id} has changed: ${from} is not in it`);
  return next;
}
