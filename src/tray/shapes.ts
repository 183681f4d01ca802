import type { State } from '../attention/need.ts';

/** How one state looks. */
export type Shape = {
  /** Below zero inside, above zero outside; the picture spans -1 to 1 in both directions, y downwards. */
  readonly distance: (x: number, y: number) => number;
  readonly fill: Colour;
  readonly edge: Colour;
  /** Colour of the text on it. */
  readonly ink: Colour;
  /** Share of the width that the text may take. */
  readonly room: number;
  /** Where the text stands, from -1 (top) to 1. */
  readonly middle: number;
  /** Shown where there is no number. */
  readonly sign?: '!' | '?';
};

type Colour = readonly [red: number, green: number, blue: number];

const dark: Colour = [38, 38, 38];
const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];

const circle = (radius: number) => (x: number, y: number) => Math.hypot(x, y) - radius;

/** Rounded box around a middle, after Inigo Quilez' distance functions. */
const box = (wide: number, high: number, round: number, up: number) => (x: number, y: number) => {
  const dx = Math.abs(x) - wide + round;
  const dy = Math.abs(y - up) - high + round;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
};

/** Asks something: a speech bubble with its tail at the lower left. */
const bubble = (x: number, y: number) => {
  const tail = Math.max(-0.75 - x, 0.4 - y, ((x + 0.75) / 0.65 + (y - 0.4) / 0.58 - 1) * 0.43);
  return Math.min(box(0.96, 0.76, 0.3, -0.2)(x, y), tail);
};

const diamond = (x: number, y: number) => (Math.abs(x) + Math.abs(y) - 1) * Math.SQRT1_2;

const triangle = (x: number, y: number) => Math.max(y - 0.84, (Math.abs(x) / 0.98 - (y + 0.92) / 1.76) * 0.86);

const ring = (x: number, y: number) => Math.abs(Math.hypot(x, y) - 0.62) - 0.26;

/** Colours of Okabe and Ito, which most colour-blind people tell apart; the shapes differ all the same. */
export const shapes: Readonly<Record<State, Shape>> = {
  waiting: { distance: bubble, fill: [240, 178, 20], edge: dark, ink: black, room: 0.72, middle: -0.2 },
  crashed: { distance: diamond, fill: [213, 70, 0], edge: dark, ink: white, room: 0.62, middle: 0, sign: '!' },
  conflict: { distance: triangle, fill: [235, 150, 200], edge: dark, ink: black, room: 0.6, middle: 0.3, sign: '!' },
  active: { distance: circle(0.86), fill: [30, 130, 210], edge: dark, ink: white, room: 0.6, middle: 0 },
  idle: { distance: ring, fill: [150, 205, 240], edge: dark, ink: white, room: 0.6, middle: 0 },
  unknown: {
    distance: box(0.82, 0.82, 0.2, 0),
    fill: [150, 150, 150],
    edge: dark,
    ink: black,
    room: 0.6,
    middle: 0,
    sign: '?',
  },
  none: { distance: circle(0.42), fill: [150, 150, 150], edge: dark, ink: white, room: 0.6, middle: 0 },
};
