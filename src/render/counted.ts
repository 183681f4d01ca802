/** A number with its noun: "1 worktree", "2 worktrees", "no sessions". */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number === 0 ? 'no' : number} ${number === 1 ? noun : plural}`;
}
