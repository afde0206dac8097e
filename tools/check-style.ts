// Lint and format, as `npm test` and CI run them.
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { runSideBySide } from './side-by-side.ts';

const linter = ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '--cache', '--cache-location'];
const folders = (parent: string): string[] =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${parent}/${name}`);

// The rules know types: a process for each room, since all rooms at once need more memory than Node takes by itself.
const rooms = [...folders('src'), 'test/renderer'];
const parts = [
  ...rooms.map((room) => ({ name: room, files: [room] })),
  { name: 'everything else', files: ['.', ...rooms.flatMap((room) => ['--ignore-pattern', `${room}/`])] },
];
const failed = await runSideBySide([
  ...parts.map(({ name, files }) => ({
    name,
    run: [...linter, `node_modules/.cache/eslint/${name.replaceAll(/\W/g, '-')}`, ...files],
  })),
  { name: 'format', run: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
]);
for (const name of failed) console.error(`style: ${name}`);
process.exit(failed.length > 0 ? 1 : 0);
