import { randomUUID } from 'node:crypto';
import type { Printed } from './print.ts';
import { readRecords } from './registry.ts';
import { gate, say, type Conversation, type Gate, type Reply } from './script.ts';
import type { Stage } from './stage.ts';

/** What a session shall do, in stretches: after each it is held, alive and in the middle of its turn, until the test has looked. */
export type Held = {
  /** Its session id, or that of the session that it resumes. */
  readonly id: string;
  readonly conversation: Conversation;
  /** Lets it do the next stretch; the first time, in the worktree, it is started. */
  readonly goOn: (stage: Stage) => Promise<void>;
  /** Lets it end its turn, and waits until its process is gone. */
  readonly end: (stage: Stage) => Promise<void>;
  /** Kills it in the middle of its turn. */
  readonly kill: (stage: Stage) => Promise<void>;
};

/** The prompt must be unlike those of other sessions: it picks what the model says. */
export function held(options: {
  readonly prompt: string;
  readonly cwd: string;
  readonly resumes?: string;
  readonly stretches: readonly (readonly Reply[])[];
}): Held {
  const { prompt, cwd, resumes, stretches } = options;
  const id = resumes ?? randomUUID();
  const gates = stretches.map(() => gate());
  let reached = 0;
  let running: Promise<Printed> | null = null;
  const begin = (stage: Stage): Promise<Printed> => {
    const args = ['--allowed-tools', 'Read,Edit,Write,Bash', resumes === undefined ? '--session-id' : '--resume', id];
    running ??= stage.print(prompt, { cwd, args });
    return running;
  };
  return {
    id,
    conversation: { when: prompt, steps: stepsOf(stretches, gates) },
    goOn: async (stage) => {
      const ended = begin(stage);
      gates[reached - 1]?.open();
      await Promise.race([gates[reached]?.reached, ended.then(tooEarly)]);
      reached += 1;
    },
    end: async (stage) => {
      for (const one of gates) one.open();
      await begin(stage);
    },
    kill: async ({ home }) => {
      const own = readRecords(home.config).find(({ sessionId }) => sessionId === id);
      if (own === undefined) throw new Error(`no live record of ${id}`);
      process.kill(own.pid, 'SIGKILL');
      await running?.catch(() => {});
    },
  };
}

/** The answer after a stretch is the one that is held back. */
function stepsOf(stretches: readonly (readonly Reply[])[], gates: readonly Gate[]): readonly Reply[] {
  const starts = stretches.map((_, at) => stretches.slice(0, at + 1).flat().length);
  return [...stretches.flat(), say('Done.')].map((reply, at) => {
    const hold = gates[starts.indexOf(at)];
    return hold === undefined ? reply : withGate(reply, hold);
  });
}

function withGate(reply: Reply, hold: Gate): Reply {
  return { ...reply, gate: hold };
}

function tooEarly({ stderr }: Printed): never {
  throw new Error(`the session ended before it was held:\n${stderr}`);
}
