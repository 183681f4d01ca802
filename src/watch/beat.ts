/** Calls that come while one is under way are left out: a file system may take its time to answer. */
export function openBeat(beat: () => Promise<void>): () => void {
  let busy = false;
  return () => {
    if (busy) return;
    busy = true;
    void beat().finally(() => {
      busy = false;
    });
  };
}
