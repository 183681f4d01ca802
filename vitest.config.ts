import { defineConfig } from 'vitest/config';

/**
 * One project a layer; `npm run test:unit` answers in seconds. Where a file is short for what it loads, files share a process and
 * its modules. Where git is started by the thousand, they do not: a process that has grown is dearer to fork.
 */
const layer = (name: string, testTimeout: number, { isolate = true } = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout, isolate },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    disableConsoleIntercept: true,
    setupFiles: ['test/helpers/sealed.ts'],
    projects: [
      layer('unit', 10_000, { isolate: false }),
      layer('git', 30_000),
      layer('commands', 30_000, { isolate: false }),
      layer('contract', 60_000, { isolate: false }),
      layer('e2e', 120_000),
      layer('client', 240_000),
    ],
  },
});
