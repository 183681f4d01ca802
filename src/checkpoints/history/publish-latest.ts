import type { Checkpoint } from '../checkpoint.ts';
import { worktreePlaces } from '../checkpoint-places.ts';
import { manifestFile, readIds } from './read-history.ts';
import { readManifest } from './read-manifest.ts';
import { writeDurable } from './write-durable.ts';

/**
 * Puts the newest checkpoint of a history into the worktree, as JSON and as Markdown. Each of many writers looks again after it
 * has written: whoever replaced a newer one puts that one back, so that whatever order they come in, the newest stays.
 * Rejects with the error of the file system.
 */
export async function publishLatest(options: {
  readonly history: string;
  readonly worktree: string;
  readonly saved: Checkpoint;
  readonly markdown: (checkpoint: Checkpoint) => string;
  readonly step: (name: 'json written' | 'markdown written') => void | Promise<void>;
}): Promise<void> {
  const { history, worktree, saved, markdown, step } = options;
  const places = worktreePlaces(worktree);
  let written: string | null = null;
  for (;;) {
    const newest = (await readNewest(history, saved)) ?? saved;
    if (newest.id === written) return;
    // One that is newer by now puts itself there.
    if (written === null && newest.id > saved.id) return;
    const { id } = newest;
    await writeDurable({ file: places.json, text: jsonText(newest), id: saved.id });
    await step('json written');
    await writeDurable({ file: places.markdown, text: markdown(newest), id: saved.id });
    await step('markdown written');
    written = id;
  }
}

/** The content of `checkpoint.json`, for people too. */
function jsonText(checkpoint: Checkpoint): string {
  return `${JSON.stringify(checkpoint, null, 2)}\n`;
}

async function readNewest(history: string, saved: Checkpoint): Promise<Checkpoint | null> {
  for (const id of await readIds(history)) {
    if (id === saved.id) return saved;
    const { checkpoint } = await readManifest(manifestFile(history, id));
    if (checkpoint !== null) return checkpoint;
  }
  return null;
}
