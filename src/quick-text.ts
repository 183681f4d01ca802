import { age } from './render/age.ts';
import { renderList } from './render/list/list.ts';
import { renderOverlap } from './render/overlap/overlap.ts';
import { openStyle } from './render/style.ts';
import { showWaiting, usualPatience } from './render/waiting.ts';
import { print, type Output } from './streams.ts';
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
  const streams = { stdout, stderr };
  return {
    waiting: (work) => showWaiting({ work, stderr, style: notesStyle, patience: usualPatience }),
    list: (survey, now) => {
      const finishedAfter = age(survey.foldedBefore, new Date(survey.takenAt));
      print(streams, renderList({ survey, style, notesStyle, now, home, finishedAfter }));
    },
    overlap: (picture, now) => {
      const filter = { diff: false, narrowed: false };
      print(streams, renderOverlap({ picture, style, notesStyle, now, home, filter }));
    },
  };
}
