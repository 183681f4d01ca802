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
  /** Keeps what others answer from, of every picture when it has been shown. */
  readonly save: (kg: Kg, taken: Saved) => Promise<void>;
  readonly isAlive: (pid: number) => boolean;
  readonly pace?: Pace;
};

/** One picture, and what it shows; `whole` unless only the sessions were looked at again. */
export type Saved = { readonly survey: Survey; readonly scope: Scope; readonly whole: boolean };

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
      opened = kg;
      return takenOf(kg, survey);
    },
    restate: async (before) => (opened === null ? before : restate(opened, before, { scope })),
    onPicture: (picture) => {
      follower.onPicture(picture);
      const { survey, whole } = picture;
      if (opened !== null) save(opened, { survey, scope, whole }).catch(follower.onError);
    },
    isAlive,
    ...(pace === undefined ? {} : { pace }),
  });
}
