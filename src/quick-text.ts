import { age } from './render/age.ts';
import { renderList } from './render/list/list.ts';
import { renderOverlap } from './render/overlap/overlap.ts';
import { openStyle } from './render/style.ts';
import { showWaiting } from './render/waiting.ts';
import type { Output } from './streams.ts';
import type { OverlapPicture } from './survey/overlap-picture.ts';
import type { Survey } from './survey/surveyed.ts';

/** What a person gets to see of a quick answer. */
export type QuickText = {
  /** Says on a terminal that the work goes on, when it takes long enough to wonder. */
  readonly waiting: <T>(work: Promise<T>) => Promise<T>;
  readonly list: (survey: Survey, now: Date) => void;
  readonly overlap: (picture: OverlapPicture, now: Date) => void;
};

export type TextOptions = {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
};

export function openText({ stdout, stderr, env, home }: TextOptions): QuickText {
  const styleOf = ({ isTTY = false, columns }: Output) => openStyle({ isTTY, columns, env });
  const [style, notesStyle] = [styleOf(stdout), styleOf(stderr)];
  const print = ({ lines, notes }: { readonly lines: readonly string[]; readonly notes: readonly string[] }): void => {
    stdout.write(lines.map((line) => `${line}\n`).join(''));
    stderr.write(notes.map((line) => `${line}\n`).join(''));
  };
  return {
    waiting: (work) => showWaiting({ work, stderr, style: notesStyle, patience: PATIENCE }),
    list: (survey, now) => {
      const finishedAfter = age(survey.foldedBefore, new Date(survey.takenAt));
      print(renderList({ survey, style, notesStyle, now, home, finishedAfter }));
    },
    overlap: (picture, now) => {
      const filter = { diff: false, narrowed: false };
      print(renderOverlap({ picture, style, notesStyle, now, home, filter }));
    },
  };
}

/** Milliseconds that work may take before something is said about it. */
const PATIENCE = 300;
