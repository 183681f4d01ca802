import { openStyle, type Style } from '../../src/render/style.ts';

/** A terminal without colour. */
export function terminal(columns: number): Style {
  return openStyle({ isTTY: true, env: { NO_COLOR: '1' }, columns });
}

/** A pipe. */
export const pipe: Style = openStyle({ isTTY: false, env: {} });

/** A terminal with colour, where each piece of ink reads `{role text}`. */
export function inked(columns: number): Style {
  return { color: true, columns, paint: (role, text) => (text === '' ? '' : `{${role} ${text}}`) };
}

/** Lines as one text, between line feeds, so that an inline snapshot shows them as they print. */
export function page(lines: readonly string[]): string {
  return `\n${lines.join('\n')}\n`;
}
