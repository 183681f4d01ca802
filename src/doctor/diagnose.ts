import { checkCache } from './cache.ts';
import { checkAgents } from './claude-agents.ts';
import { checkClaudeDirectories } from './claude-directories.ts';
import { checkClaudeHooks } from './claude-hooks.ts';
import { checkClaudeRecords } from './claude-records.ts';
import { checkConfig } from './config.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { checkGit } from './git.ts';
import { checkKgOnPath } from './kg-on-path.ts';
import { checkLeftovers, checkOldHooks } from './leftovers.ts';
import { checkNode } from './node.ts';
import { checkRepository } from './repository.ts';
import { checkSetUp } from './set-up.ts';

/** Judges the facts: what works, what does not, and how to mend it. Reads nothing. */
export function diagnose(facts: Facts): readonly Diagnosis[] {
  return [
    checkNode(facts.node),
    checkGit(facts.git, facts.platform),
    checkRepository(facts.repository),
    checkConfig(facts.config),
    checkCache(facts.cache),
    ...checkClaudeDirectories(facts.claude),
    checkClaudeRecords(facts.claude),
    checkAgents(facts.agents),
    checkClaudeHooks(facts.hooks),
    ...checkSetUp(facts.setUp),
    checkKgOnPath(facts.programs),
    checkLeftovers(facts.leftovers, facts.programs),
    checkOldHooks(facts.leftovers),
  ];
}
