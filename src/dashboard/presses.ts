/** One thing that a person did at the terminal. A key is its character, or a name. */
export type Press = { readonly key: string } | { readonly click: number } | { readonly wheel: 1 | -1 };

/**
 * Reads what a terminal sends in single-key mode: several keys in one piece when somebody types fast or pastes. What it does not
 * know is left out. Format: ECMA-48 control sequences as xterm sends them (ctlseqs), mouse reports in the SGR form; rows count
 * from 0.
 */
export function readPresses(text: string): readonly Press[] {
  const presses: Press[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at + 1);
    const sequence = text[at] === escape ? /^(?:\[([\d;<]*)([A-Za-z~])|O([A-Z]))/u.exec(rest) : null;
    if (sequence === null) {
      const [character = ''] = text.slice(at);
      presses.push({ key: controls.get(character) ?? character });
      at += character.length;
    } else {
      const [whole, parameters = '', final = '', application = ''] = sequence;
      presses.push(...press(parameters, final === '' ? application : final));
      at += 1 + whole.length;
    }
  }
  return presses.filter((one) => !('key' in one) || !/^\p{Cc}$/u.test(one.key));
}

const escape = '\u001B';

const controls: ReadonlyMap<string, string> = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  [escape, 'escape'],
  ['\u007F', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'ctrl-c'],
  ['\u0004', 'ctrl-d'],
  ['\u000C', 'ctrl-l'],
  ['\u0015', 'ctrl-u'],
  ['\u001A', 'ctrl-z'],
]);

function press(parameters: string, final: string): readonly Press[] {
  if (parameters.startsWith('<')) return mouse(parameters.slice(1), final);
  const key = final === '~' ? tildes.get(parameters) : finals.get(final);
  return key === undefined ? [] : [{ key }];
}

const finals: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['H', 'home'],
  ['F', 'end'],
]);

const tildes: ReadonlyMap<string, string> = new Map([
  ['1', 'home'],
  ['4', 'end'],
  ['5', 'page up'],
  ['6', 'page down'],
]);

/** `button;column;row`; a capital M is a press, a small one a release. */
function mouse(report: string, final: string): readonly Press[] {
  const [button, , row] = report.split(';').map(Number);
  if (final !== 'M' || row === undefined) return [];
  if (button === 0) return [{ click: row - 1 }];
  if (button === 64) return [{ wheel: -1 }];
  return button === 65 ? [{ wheel: 1 }] : [];
}
