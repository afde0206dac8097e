// One tsconfig per room, so that a room only sees the types it may use (no DOM in the office, no Node in the renderer).
import { existsSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { runSideBySide } from './side-by-side.ts';

const rooms = readdirSync('src')
  .filter((room) => existsSync(`src/${room}/tsconfig.json`))
  .map((room) => `src/${room}/tsconfig.json`);
// The tests of the screens run in a page and on Node at once: they see the types of both.
const projects = [...rooms, 'test/renderer/tsconfig.json', 'tsconfig.json'];

const failed = await runSideBySide(
  projects.map((name) => ({ name, run: ['node_modules/typescript/bin/tsc', '-p', name] })),
);
for (const name of failed) console.error(`types: ${name} has errors`);
process.exit(failed.length > 0 ? 1 : 0);
