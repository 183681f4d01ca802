import type { Kg } from '../kg.ts';
import { claudeDirectories } from '../sessions/directories.ts';
import { openProcesses } from '../sessions/processes/processes.ts';
import { readSessions } from '../sessions/read.ts';
import type { Session } from '../sessions/session.ts';
import type { Project, Survey } from '../survey/surveyed.ts';
import { readNewcomers, withNewcomers } from './newcomers.ts';

/**
 * Reads again how the sessions of a survey stand, and which have come since, and starts no git: what a session does moves often, and
 * what that means for the worktrees takes a survey. A session in a checkout that the survey does not know waits for the next one.
 */
export async function restate(
  kg: Kg,
  survey: Survey,
  { scope }: { readonly scope: 'project' | 'all' },
): Promise<Survey> {
  const { env, home, platform, cache, config } = kg;
  const now = kg.now();
  const { sessions } = await readSessions({
    directories: claudeDirectories({ env, home, configured: config.claude.directories }),
    processes: openProcesses({ platform }),
    now,
    cacheDirectory: cache,
  });
  const newcomers = await readNewcomers({ survey, sessions, scope });
  return withNewcomers(withSessions({ ...survey, takenAt: now.toISOString() }, sessions), newcomers);
}

/** Puts what was read of sessions in the place of what a survey says of the same ones. Pure. */
export function withSessions(survey: Survey, sessions: readonly Session[]): Survey {
  const fresh = new Map(sessions.map((session) => [session.id, session]));
  const own = new Map(survey.sessions.map((session) => [session.id, session.evidence.length]));
  const renew = (old: Session): Session => renewed(old, fresh.get(old.id), own.get(old.id));
  const all = <Holder extends { readonly sessions: readonly Session[] }>(holder: Holder): Holder => ({
    ...holder,
    sessions: holder.sessions.map(renew),
  });
  return {
    ...survey,
    projects: survey.projects.map((project): Project => ({
      ...project,
      worktrees: project.worktrees.map(all),
      removed: project.removed.map(all),
    })),
    elsewhere: survey.elsewhere.map(all),
    sessions: survey.sessions.map(renew),
  };
}

/** What a session wrote is asked by surveys alone. Where it only visits, that has added to its own evidence. */
function renewed(old: Session, fresh: Session | undefined, own = old.evidence.length): Session {
  if (fresh === undefined) return old;
  const { began, alarms, writes } = old;
  return {
    ...fresh,
    writes,
    ...(began === undefined ? {} : { began }),
    ...(alarms === undefined ? {} : { alarms }),
    evidence: [...fresh.evidence, ...old.evidence.slice(own)],
  };
}
