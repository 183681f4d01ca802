import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isAtLeast, parseVersion } from '../../src/git/version.ts';
import { compare, tell } from '../helpers/overlaps.ts';
import { repo } from '../helpers/repo.ts';

const version = parseVersion(execFileSync('git', ['version'], { encoding: 'utf8' })) ?? '0';

test.runIf(isAtLeast(version, '2.48'))(
  'refs in a reftable, and worktrees that name each other by relative paths (git 2.48)',
  async () => {
    const shop = await repo({ files: { f: 'one\ntwo\nthree\n' } });
    shop.git('refs', 'migrate', '--ref-format=reftable');
    shop.git('config', 'worktree.useRelativePaths', 'true');
    const [a, b] = [shop.worktree('a'), shop.worktree('b')];
    expect(shop.git('config', 'extensions.relativeWorktrees')).toBe('true');
    expect(shop.git('rev-parse', '--show-ref-format')).toBe('reftable');
    a.commit({ f: 'one\nour two\nthree\n' });
    b.edit({ f: 'one\ntheir two\nthree\n', new: 'b\n' });
    const { overlaps } = await compare(shop.path);
    expect(overlaps).toMatchObject({ checked: 3, unchecked: [], trunk: [], problems: [] });
    expect(overlaps.pairs.flatMap(tell)).toEqual(['conflict content f · modified 2 · modified 2*']);
  },
);
