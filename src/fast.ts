/**
 * The way around oclif, for what hooks, prompts and status bars call many times a minute. It may import nothing but Node's
 * own modules, and decides in one glance at the arguments whether the question is its own.
 */

/** Answers what it can. Returns false when the full program must start. */
export function fastPath(_process: NodeJS.Process): boolean {
  return false;
}
