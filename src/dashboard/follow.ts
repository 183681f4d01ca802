import type { Kg } from '../kg.ts';
import type { Survey } from '../survey/surveyed.ts';
import { restate } from '../watch/restate.ts';
import { takenOf } from '../watch/taken.ts';
import { watch, type Pace, type Picture } from '../watch.ts';
import type { Scope } from './model.ts';

/** What is followed, and how. */
export type Follow = {
  readonly scope: Scope;
  /** Opens kg anew for every survey, so that worktrees and config that came since are seen; in a directory where one is given. */
  readonly open: (scope: Scope, directory?: string) => Promise<Kg>;
  readonly take: (kg: Kg, scope: Scope) => Promise<Survey>;
  /** Keeps what others answer from, of every picture. */
  readonly save: (kg: Kg, survey: Survey) => Promise<void>;
  readonly isAlive: (pid: number) => boolean;
  readonly pace?: Pace;
};

/** Who is told of what. */
export type Follower = {
  readonly onPicture: (picture: Picture) => void;
  readonly onError: (error: unknown) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** Surveys whenever something moves, and looks at the sessions at once when one of them says how it stands. */
export async function follow({ scope, open, take, save, isAlive, pace }: Follow, follower: Follower): Promise<void> {
  let opened: Kg | null = null;
  await watch({
    ...follower,
    take: async () => {
      const kg = await open(scope);
      const survey = await take(kg, scope);
      await save(kg, survey);
      opened = kg;
      return takenOf(kg, survey);
    },
    restate: async (before) => {
      if (opened === null) return before;
      const survey = await restate(opened, before, { scope });
      await save(opened, survey);
      return survey;
    },
    isAlive,
    ...(pace === undefined ? {} : { pace }),
  });
}
