import type { Session } from '../sessions/session.ts';
import { counted } from './counted.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Agent, AgentsFacts } from './facts.ts';

/**
 * Holds what kg read against what Claude Code says itself. The two are read a moment apart, so a disagreement counts only
 * when neither the reading before nor the one after bears Claude Code out.
 */
export function checkAgents(facts: AgentsFacts): Diagnosis {
  const about = { id: 'claude-agents', subject: 'Cross-check' };
  if (facts.state === 'missing') return { ...about, verdict: 'skipped', says: 'claude is not on PATH' };
  if (facts.state === 'unasked') return { ...about, verdict: 'skipped', says: 'Claude Code has not been started yet' };
  if (facts.state === 'failed') {
    return {
      ...about,
      verdict: 'warning',
      says: 'claude agents --json gave no answer to compare with',
      evidence: [`${facts.program}: ${facts.says}`],
      mend: 'To get a Claude Code that knows the command, run claude update',
    };
  }
  const after = new Set(disagreements(facts.agents, facts.after));
  const evidence = disagreements(facts.agents, facts.before).filter((one) => after.has(one));
  if (evidence.length === 0) {
    return {
      ...about,
      verdict: 'ok',
      says: `claude agents --json and kg agree on ${counted(facts.agents.length, 'session')}`,
    };
  }
  return {
    ...about,
    verdict: 'warning',
    says: 'claude agents --json and kg disagree',
    evidence,
    mend: 'To see what kg goes by, run kg show; to rule out that kg is too old, run npm install --global keepgoing',
  };
}

/** What one reading and Claude Code do not agree on, a sentence each. */
export function disagreements(agents: readonly Agent[], sessions: readonly Session[]): string[] {
  const own = new Map(sessions.map((session) => [session.id, session]));
  const theirs = new Set(agents.map(({ sessionId }) => sessionId));
  return [
    ...agents.flatMap((agent) => disagreement(agent, own.get(agent.sessionId))),
    ...sessions
      .filter(({ id, kind, pid }) => pid !== undefined && kind === 'interactive' && !theirs.has(id))
      .map(({ id, status }) => `session ${id}: kg says ${status}, Claude Code does not know it`),
  ];
}

function disagreement({ sessionId, kind, status, pid }: Agent, session: Session | undefined): string[] {
  // Without a process it is a finished job, which one may list and the other not.
  if (pid === null) return [];
  if (session === undefined)
    return [`session ${sessionId}: Claude Code says ${status ?? 'nothing of its status'}, kg does not know it`];
  const fitting = meaning.get(status ?? '');
  if (kind !== 'interactive' || fitting === undefined || fitting.includes(session.status)) return [];
  // A background shell at the prompt is busy to Claude Code, and idle with a note to kg.
  if (status === 'busy' && session.status === 'idle' && session.note !== undefined) return [];
  return [`session ${sessionId}: Claude Code says ${status}, kg says ${session.status}`];
}

/** The client's words (2.1.139 to 2.1.330) and kg's for the same. A word that is not here is not compared. */
const meaning: ReadonlyMap<string, readonly Session['status'][]> = new Map([
  ['busy', ['active']],
  ['idle', ['idle']],
  ['waiting', ['waiting']],
]);
