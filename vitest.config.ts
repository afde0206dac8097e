import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/oracles/**', 'test/nemesis/**', 'node_modules/**'],
    setupFiles: ['test/helpers/fixed-chance.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A busy machine is slow, not wrong: what is waited for gets its time.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
