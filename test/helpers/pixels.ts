/** Finds things in what a screen shows: three bytes a pixel, row after row. */

export type Colour = readonly [red: number, green: number, blue: number];
export type Point = { readonly x: number; readonly y: number };
export type Area = Point & { readonly width: number; readonly height: number };

/** The middle of all places that have a colour; `null` when none has. */
export function middleOf([red, green, blue]: Colour, { x, y, width }: Area, rgb: Buffer): Point | null {
  let [number, across, down] = [0, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    if (rgb[at] !== red || rgb[at + 1] !== green || rgb[at + 2] !== blue) continue;
    number += 1;
    across += (at / 3) % width;
    down += Math.floor(at / 3 / width);
  }
  return number === 0 ? null : { x: x + Math.round(across / number), y: y + Math.round(down / number) };
}

/** Room between two lines of a menu, at least: what is nearer belongs together. */
const nearest = 4;

/** The lines of text, and the rules between them, that stand on one ground: their tops and bottoms. */
export function linesOf(
  rgb: Buffer,
  { width, height }: Area,
): readonly { readonly top: number; readonly bottom: number }[] {
  const colour = (x: number, y: number) => rgb.readUIntBE((y * width + x) * 3, 3);
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const one = rgb.readUIntBE(at, 3);
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const [ground = 0] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const lines: { top: number; bottom: number }[] = [];
  // The frame of the window is not looked at.
  for (let y = 2; y < height - 2; y += 1) {
    const isBare = Array.from({ length: width - 4 }, (_, x) => colour(x + 2, y)).every((one) => one === ground);
    if (isBare) continue;
    const last = lines.at(-1);
    if (last !== undefined && y - last.bottom < nearest) last.bottom = y;
    else lines.push({ top: y, bottom: y });
  }
  return lines;
}
