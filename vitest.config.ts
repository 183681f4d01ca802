import { defineConfig } from 'vitest/config';

/** One project a layer; `npm run test:unit` answers in seconds. */
const layer = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    disableConsoleIntercept: true,
    setupFiles: ['test/helpers/sealed.ts'],
    projects: [
      layer('unit', 10_000),
      layer('git', 30_000),
      layer('commands', 30_000),
      layer('contract', 60_000),
      layer('e2e', 120_000),
      layer('client', 240_000),
    ],
  },
});
