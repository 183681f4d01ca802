/**
 * What is to be undone when the test file that is running ends. Test files share a process and its modules, so `afterAll` in a
 * helper would count for the first file alone that imports it; the sealed environment calls this after each file.
 */
const undoings: (() => void)[] = [];

/** Has something undone after the test file that is running now. */
export function afterFile(undo: () => void): void {
  undoings.push(undo);
}

/** Undoes everything, the latest first. */
export function endFile(): void {
  for (const undo of undoings.splice(0).toReversed()) undo();
}
