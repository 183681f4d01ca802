import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasObject, newObject, writeObjects } from '../../src/worktrees/store/objects.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { place, repo } from '../helpers/repo.ts';

test.for(['sha1', 'sha256'] as const)(
  'objects of every size are those that git reads and checks (%s)',
  async (objectFormat) => {
    const shop = await repo({ objectFormat });
    const oidLength = objectFormat === 'sha1' ? 40 : 64;
    const store = openStore({ cache: place('cache'), commonDirectory: join(shop.path, '.git') });
    const git = (...args: readonly string[]): Buffer =>
      execFileSync('git', args, { cwd: shop.path, env: { ...process.env, ...store.env }, stdio: 'pipe' });
    const blob = shop.git('rev-parse', 'HEAD:README.md');
    const tree = (entries: number): Buffer =>
      Buffer.concat(
        Array.from({ length: entries }, (_, at) =>
          Buffer.concat([Buffer.from(`100644 ${String(at).padStart(5, '0')}\0`), Buffer.from(blob, 'hex')]),
        ),
      );
    // The whole of an object, with its header, fills a block of the file system exactly; and one byte more.
    const commits = [4095 - 11 - 12, 4096 - 11 - 12, 4097 - 11 - 12].map((size) => {
      const lines = `tree ${shop.git('rev-parse', 'HEAD^{tree}')}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\n`;
      return Buffer.from(lines + 'x'.repeat(size - lines.length));
    });
    const objects = [
      ...[0, 1, 50, 130, 3000].map((entries) => newObject('tree', tree(entries), oidLength)),
      ...commits.map((content) => newObject('commit', content, oidLength)),
    ];
    await writeObjects(store, objects);
    for (const { oid, whole } of objects) {
      expect(hasObject(store, oid)).toBe(true);
      const content = whole.subarray(whole.indexOf(0) + 1);
      const kind = git('cat-file', '-t', oid).toString().trim();
      expect(git('cat-file', kind, oid).equals(content)).toBe(true);
    }
    git('fsck', '--strict', ...objects.map(({ oid }) => oid));
  },
);
