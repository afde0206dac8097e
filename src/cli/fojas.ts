#!/usr/bin/env node
/** The `fojas` command. Nothing but this check may be imported before it is made: an older Node cannot read the rest. */
import process from 'node:process';
import { leastNode, nodeIsEnough } from './node-version.ts';

if (!nodeIsEnough(process.versions.node)) {
  process.stderr.write(
    `Fojas necesita Node ${leastNode} y este es Node ${process.versions.node}: ` +
      'desde la carpeta de Fojas use «npm run -s fojas -- ARGUMENTOS», que trae el suyo.\n',
  );
  process.exit(5);
}
const { forbidDumps } = await import('../diagnostics/no-dumps.ts');
// A PIN and keys will be in memory: none of it goes to a disk when the program crashes.
await forbidDumps();
const { watchOutputs } = await import('./outputs.ts');
watchOutputs(process.env);
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2), process.env);
// A pipe of standard input that somebody else holds open must not keep a finished command alive.
process.stdin.destroy();
