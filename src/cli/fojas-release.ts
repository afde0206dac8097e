#!/usr/bin/env node
/** The `fojas-release` command, for who makes releases. Nothing but this check may be imported before it is made. */
import process from 'node:process';
import { leastNode, nodeIsEnough } from './node-version.ts';

if (!nodeIsEnough(process.versions.node)) {
  process.stderr.write(`fojas-release: Node ${leastNode}\n`);
  process.exit(5);
}
const { forbidDumps } = await import('../diagnostics/no-dumps.ts');
// A PIN will be in memory: it goes to no disk when the program crashes.
await forbidDumps();
const { watchOutputs } = await import('./outputs.ts');
watchOutputs(process.env);
const { releaseMain } = await import('./release/main.ts');
process.exitCode = await releaseMain(process.argv.slice(2), process.env);
process.stdin.destroy();
