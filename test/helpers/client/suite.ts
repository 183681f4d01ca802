import { beforeAll, describe, onTestFinished } from 'vitest';
import { installClient, noClientHere } from './install.ts';
import type { Script } from './script.ts';
import { openStage, type Places, type Stage } from './stage.ts';

/** Tests on one version of the real client, installed before the first. Where none is published, a skip says why. */
export function describeClient(version: string, body: () => void): void {
  const reason = noClientHere === null ? '' : ` (skipped: ${noClientHere})`;
  describe.skipIf(noClientHere !== null)(`client ${version}${reason}`, () => {
    beforeAll(async () => {
      await installClient(version);
    });
    body();
  });
}

/** A stage that is cleared away when the test is over. */
export async function setStage(version: string, script: (places: Places) => Script): Promise<Stage> {
  const stage = await openStage({ version, script });
  onTestFinished(() => stage.close());
  return stage;
}
