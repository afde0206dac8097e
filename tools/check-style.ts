// Lint and format, as `npm test` and CI run them.
import { spawnSync } from 'node:child_process';

const lint = spawnSync(process.execPath, ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '--cache', '.'], {
  stdio: 'inherit',
});
const format = spawnSync(
  process.execPath,
  ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  { stdio: 'inherit' },
);
process.exit(lint.status === 0 && format.status === 0 ? 0 : 1);
