/**
 * Loaded with `--import` before a program: counts what it does to the file system and, at the step told by `FOJAS_FAULT_AT`, ends the
 * process as `kill -9` does (`FOJAS_FAULT=kill`) or finds the disk full from then on (`FOJAS_FAULT=full`). The number of steps taken goes to
 * the file `FOJAS_FAULT_COUNT` at the end. What SQLite writes by itself is not seen here.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const at = Number(process.env['FOJAS_FAULT_AT'] ?? 0);
const kind = process.env['FOJAS_FAULT'] ?? 'none';
const countFile = process.env['FOJAS_FAULT_COUNT'];
let steps = 0;

/** What takes room on a disk: only this fails when it is full. */
const growing = new Set([
  'writeSync',
  'writeFileSync',
  'appendFileSync',
  'mkdirSync',
  'write',
  'appendFile',
  'writeFile',
  'mkdir',
]);

function step(name: string): void {
  steps += 1;
  if (at === 0 || steps < at) return;
  if (kind === 'kill') process.kill(process.pid, 'SIGKILL');
  if (kind !== 'full' || !growing.has(name)) return;
  throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), {
    code: 'ENOSPC',
    errno: -28,
    syscall: name,
  });
}

function watch(owner: object, names: readonly string[], isPromise: boolean): void {
  const methods = owner as Record<string, (...given: unknown[]) => unknown>;
  for (const name of names) {
    const real = methods[name]!;
    methods[name] = isPromise
      ? async function (this: unknown, ...given: unknown[]) {
          step(name);
          return real.apply(this, given);
        }
      : function (this: unknown, ...given: unknown[]) {
          // The streams of the process itself are no disk.
          if (!(name === 'writeSync' && (given[0] === 1 || given[0] === 2))) step(name);
          return real.apply(this, given);
        };
  }
}

const whole = [
  'writeSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'unlinkSync',
  'mkdirSync',
  'writeFileSync',
  'appendFileSync',
];
const probe = await fs.promises.open(join(tmpdir()), 'r');
const handle = Object.getPrototypeOf(probe) as object;
await probe.close();
watch(fs, whole, false);
watch(fs.promises, ['rename', 'rm', 'unlink', 'mkdir', 'writeFile'], true);
watch(handle, ['write', 'sync', 'appendFile', 'writeFile'], true);
syncBuiltinESMExports();

if (countFile !== undefined) process.on('exit', () => fs.writeFileSync(countFile, String(steps)));
