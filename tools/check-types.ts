// One tsconfig per room, so that a room only sees the types it may use (no DOM in the office, no Node in the renderer).
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const rooms = readdirSync('src')
  .filter((room) => existsSync(`src/${room}/tsconfig.json`))
  .map((room) => `src/${room}/tsconfig.json`);
// The tests of the screens run in a page and on Node at once: they see the types of both.
const queue = [...rooms, 'test/renderer/tsconfig.json', 'tsconfig.json'];
let failed = false;

async function worker(): Promise<void> {
  for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
    const name = project;
    const code = await new Promise<number>((resolve) => {
      const child = spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-p', name], { stdio: 'inherit' });
      child.on('close', (exit) => resolve(exit ?? 1));
    });
    if (code !== 0) {
      failed = true;
      console.error(`types: ${name} has errors`);
    }
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
process.exit(failed ? 1 : 0);
