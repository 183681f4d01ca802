import type { State } from '../attention/need.ts';
import { digitsOf, glyphs } from './glyphs.ts';
import { shapes, type Shape } from './shapes.ts';

/** A square picture, four bytes a pixel: alpha, red, green, blue, from the top left; straight alpha. */
export type Pixmap = { readonly size: number; readonly argb: Uint8Array };

/** Sizes that panels use; each scales the nearest. */
export const iconSizes = [16, 22, 24, 32, 48] as const;

/** Points of a pixel that are looked at in each direction, so that edges are smooth. */
const samples = 4;

/**
 * Draws the icon. Shape and colour both say the worst state, so that no colour needs to be told from another; the number of
 * sessions that need a person stands on it, "+" from ten on.
 */
export function drawIcon({
  state,
  badge,
  size,
}: {
  readonly state: State;
  readonly badge: number;
  readonly size: number;
}): Pixmap {
  const shape = shapes[state];
  const argb = new Uint8Array(size * size * 4);
  const text = badge > 0 ? digitsOf(badge) : shape.sign;
  const inText = text === undefined ? () => false : textTest(text, shape, size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const { fill, edge } = coverage(shape, x, y, size);
      const colour = inText(x, y) && edge > 0.5 ? shape.ink : mix(shape.fill, shape.edge, edge === 0 ? 0 : fill / edge);
      argb.set([Math.round(edge * 255), ...colour], (y * size + x) * 4);
    }
  }
  return { size, argb };
}

/** How much of a pixel lies inside the shape, and inside the shape with its edge. */
function coverage(shape: Shape, x: number, y: number, size: number): { readonly fill: number; readonly edge: number } {
  let fill = 0;
  let edge = 0;
  for (let step = 0; step < samples * samples; step += 1) {
    const u = ((x + ((step % samples) + 0.5) / samples) / size) * 2 - 1;
    const v = ((y + (Math.floor(step / samples) + 0.5) / samples) / size) * 2 - 1;
    const distance = shape.distance(u, v);
    if (distance <= 0) edge += 1;
    if (distance <= -2 / size) fill += 1;
  }
  return { fill: fill / samples ** 2, edge: edge / samples ** 2 };
}

/** Whether a pixel belongs to the text, which stands in whole pixels around the shape's middle. */
function textTest(text: string, { middle, room }: Shape, size: number): (x: number, y: number) => boolean {
  const rows = glyphs(text);
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  const scale = Math.max(1, Math.floor(Math.min((size * 0.62) / height, (size * room) / width)));
  const left = Math.round((size - width * scale) / 2);
  const top = Math.round(size / 2 + (middle * size) / 2 - (height * scale) / 2);
  return (x, y) => rows[Math.floor((y - top) / scale)]?.[Math.floor((x - left) / scale)] === '#';
}

type Colour = readonly [red: number, green: number, blue: number];

function mix(fill: Colour, edge: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => Math.round(fill[index] * share + edge[index] * (1 - share));
  return [part(0), part(1), part(2)];
}
