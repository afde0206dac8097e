import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRoutine } from '../../src/cli/child.ts';
import { usualCare } from '../../src/contract/drivers.ts';
import { memoryHere } from '../../src/cli/memory.ts';
import { startOffice, startTokenHost } from '../../src/cli/processes.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { run } from '../helpers/run.ts';
import { fojas, scratch } from './harness.ts';

/** A shared library that does this when it is loaded. */
function library(body: string): string {
  const dir = scratch();
  const source = join(dir, 'lib.c');
  writeFileSync(
    source,
    `#include <stdlib.h>\n#include <unistd.h>\n__attribute__((constructor)) static void f(void) { ${body} }\n`,
  );
  const path = join(dir, 'lib.so');
  const compiled = run('cc', ['-shared', '-fPIC', '-o', path, source]);
  if (compiled.status !== 0) throw new Error(compiled.output);
  return path;
}

const nobody = () => Promise.resolve(null);
const pkcs11 = (path: string) => ({ kind: 'pkcs11', id: 'x', path }) as const;

describe('a token host', () => {
  it('whose library dies costs its own process and nothing else', async () => {
    const path = library('abort();');
    const host = await startTokenHost(pkcs11(path), nobody);
    expect(host).toMatchObject({ ok: false, failure: { kind: 'driverGone', library: path } });
  });

  it('whose library hangs is ended', async () => {
    const path = library('sleep(600);');
    const start = performance.now();
    const host = await startTokenHost(pkcs11(path), nobody, { startMs: 1500 });
    expect(host).toMatchObject({ ok: false, failure: { kind: 'driverHung', library: path } });
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('whose library takes memory without end is ended', async () => {
    const path = library(
      'for (;;) { char *p = malloc(1 << 20); for (int i = 0; i < 1 << 20; i += 512) p[i] = 1; usleep(2000); }',
    );
    const host = await startTokenHost(pkcs11(path), nobody, {
      ...{ care: { ...usualCare, memoryMb: 300 }, memoryMs: 50 },
    });
    expect(host).toMatchObject({ ok: false, failure: { kind: 'driverHung', library: path } });
  });

  it('that dies is told of by the command, with exit code 3', async () => {
    const ran = await fojas(['tokens', '--module', library('abort();'), '--json']);
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.stdout)).toMatchObject({ libraries: [{ failure: { kind: 'driverGone' } }] });
  });
});

describe('how much memory a process takes', () => {
  it('is read from what each system prints', async () => {
    const printing = (text: string) => (asked: string[]) => (program: string, args: readonly string[]) => {
      asked.push([program, ...args].join(' '));
      return Promise.resolve(text);
    };
    const asked: string[] = [];
    const windows = memoryHere('win32', printing('"node.exe","4711","Console","1","1.048.576 KB"\r\n')(asked));
    expect(await windows(4711)).toBe(1024);
    expect(await memoryHere('darwin', printing('  2048\n')(asked))(7)).toBe(2);
    expect(asked).toEqual(['tasklist /FI PID eq 4711 /FO CSV /NH', 'ps -o rss= -p 7']);
    // Ended meanwhile: tasklist says so in words, ps prints nothing.
    expect(await memoryHere('win32', printing('INFO: No tasks are running.')(asked))(1)).toBeNull();
    expect(await memoryHere('darwin', printing('')(asked))(1)).toBeNull();
    expect(await memoryHere('linux')(0x7fffffff)).toBeNull();
    expect(await memoryHere('linux')(process.pid)).toBeGreaterThan(20);
  });
});

describe('an office', () => {
  it('that cannot open its store says why, and ends', async () => {
    const dir = scratch();
    const file = join(dir, 'archivo');
    writeFileSync(file, '');
    const config: OfficeConfig = {
      ...{ version: 1, mode: 'normal', dataDir: join(file, 'dentro'), deviceId: 'd' },
      office: { officeId: 'o', name: 'O' },
      person: { personId: 'p', name: 'P', role: 'magistrate', capacity: 'C', cuil: null },
      ...{ repository: null, tokenLibraries: [], trustAnchors: [] },
    };
    const office = await startOffice({ config, storeKey: 'a'.repeat(64), version: 'test', hosts: [] });
    expect(office.ok).toBe(false);
  });
});

describe('a child’s log', () => {
  it('is kept quiet where it is routine, and shown where something went wrong', () => {
    expect(isRoutine('{"at":"x","from":"office","event":"opened"}')).toBe(true);
    expect(isRoutine('{"at":"x","from":"office","event":"incident"}')).toBe(false);
    expect(isRoutine('Error: something')).toBe(false);
    expect(isRoutine('null')).toBe(false);
  });
});
