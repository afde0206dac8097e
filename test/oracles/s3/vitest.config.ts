import { dirname } from 'node:path';
import { defineConfig } from 'vitest/config';

/** What needs an S3 service that is compiled for the purpose: CI's, not `npm test`'s. */
export default defineConfig({
  root: dirname(dirname(dirname(import.meta.dirname))),
  test: { include: ['test/oracles/s3/*.test.ts'], pool: 'forks', testTimeout: 120_000, hookTimeout: 900_000 },
});
