import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { preparePracticeOffice } from '../../../src/cli/practice/world.ts';
import { run } from '../../helpers/run.ts';
import { type Ran, fojas, json, scratch } from '../harness.ts';

interface Answer {
  out: string | null;
  token: 'softhsm' | 'pkcs12';
  total: number;
  good: number;
  acts: {
    title: string;
    state: string;
    signedSha256: string;
    registration: { number: number; folioFrom: number; folioTo: number };
    receiptVerified: boolean;
    indication: string;
    pdf: string;
    receipt: string;
  }[];
}

describe('practice', () => {
  let dir: string;
  let out: string;
  let ran: Ran;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'fojas-practica-'));
    out = join(dir, 'salida');
    ran = await fojas(['practice', '--out', out, '--json', '--count', '12']);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('signs, registers and gets a verified receipt for every act, on SoftHSM2', () => {
    expect(ran.code, ran.stderr).toBe(0);
    const answer = json<Answer>(ran);
    expect(answer).toMatchObject({ out, token: 'softhsm', total: 12, good: 12 });
    for (const act of answer.acts) {
      expect(act).toMatchObject({ state: 'registered', receiptVerified: true, indication: 'TOTAL_PASSED' });
      expect(existsSync(join(out, act.pdf))).toBe(true);
    }
    expect(new Set(answer.acts.map(({ signedSha256 }) => signedSha256)).size).toBe(12);
  });

  it('leaves what qpdf, pdfsig, openssl and a shell check without us', () => {
    const checked = run('sh', [join(out, 'comprobar.sh')]);
    expect(checked.status, checked.output).toBe(0);
    const times = (line: string): number => checked.output.split(line).length - 1;
    // One of the twelve was signed by the secretary first.
    expect(times('Signature is Valid')).toBe(13);
    expect(times('Certificate is Trusted')).toBe(13);
    expect(times('CAdES Verification successful')).toBe(12);
    expect(times('Signature Verified Successfully')).toBe(12);
    expect(checked.output).toMatch(/^Todo en orden\.$/m);
  });

  it('reports with lines that can be typed as they stand', () => {
    const report = readFileSync(join(out, 'informe.md'), 'utf8');
    expect(report).toMatch(/12 de 12 actos firmados, registrados y con recibo verificado/);
    const blocks = [...report.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]!);
    expect(blocks).toHaveLength(2);
    for (const block of blocks) {
      const script = join(dir, 'lineas.sh');
      writeFileSync(script, `set -eu\ncd '${out}'\n${block}`);
      const typed = run('sh', [script]);
      expect(typed.status, typed.output).toBe(0);
    }
  });

  it('makes a check script that says no when a file or a receipt was touched', () => {
    const touched = (path: string, change: (bytes: Buffer) => void): number => {
      const copy = mkdtempSync(join(dir, 'copia-'));
      run('cp', ['-r', `${out}/.`, copy]);
      const bytes = readFileSync(join(copy, path));
      change(bytes);
      writeFileSync(join(copy, path), bytes);
      // The sums alone would notice: what is asked here is whether the signatures do.
      const sums = run('sh', ['-c', `cd '${copy}' && sha256sum firmados/*.pdf > SHA256SUMS`]);
      expect(sums.status).toBe(0);
      return run('sh', [join(copy, 'comprobar.sh')]).status;
    };
    const [act] = json<Answer>(ran).acts;
    expect(touched(act!.pdf, (bytes) => bytes.write('X', 300))).not.toBe(0);
    expect(touched(act!.receipt.replace('.jws', '.txt'), (bytes) => bytes.write('X', 80))).not.toBe(0);
  });

  it('refuses a folder that holds something', async () => {
    const full = await fojas(['practice', '--out', out]);
    expect(full.code).toBe(5);
    expect(full.stderr).toMatch(/Ya existe/);
  });

  it('leaves nothing of the practice office behind unless told to keep it', () => {
    expect(ran.stderr).not.toMatch(/La oficina de práctica quedó/);
    expect(readdirSync(out).sort()).toEqual([
      ...['SHA256SUMS', 'autoridad.pem', 'comprobar.sh', 'firmados', 'informe.md', 'recibos', 'repositorio.pem'],
    ]);
  });
});

describe('practice with a key file', () => {
  it('walks the same way, says that it is no SoftHSM2, and finds nothing left to sign the second time', async () => {
    const dir = scratch();
    const args = ['practice', '--software-key', '--count', '3', '--data-dir', join(dir, 'oficina')];
    const first = await fojas([...args, '--out', join(dir, 'a')]);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/una clave en archivo \(PKCS#12\)[^]*SoftHSM2 no está instalado/);
    expect(first.stdout).toMatch(/3 de 3 actos firmados, registrados y con recibo verificado/);
    const second = await fojas([...args, '--out', join(dir, 'b')]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/no queda nada a firmar/);
  });

  it('ends with 5 when it may not write where it was told to', async () => {
    const dir = scratch();
    writeFileSync(join(dir, 'archivo'), '');
    const ran = await fojas(['practice', '--software-key', '--count', '1', '--out', join(dir, 'archivo', 'dentro')]);
    expect(ran.code).toBe(5);
  });
});

describe('sync and doctor on an office', () => {
  interface Ready {
    officeConfig: string;
    storeKeyFile: string;
    token: string;
    pin: string;
    env: Record<string, string>;
  }
  let dir: string;
  let world: ChildProcess;
  let ready: Ready;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'fojas-sync-'));
    const entry = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'fojas.ts');
    const args = ['practice', '--serve', '--data-dir', dir, '--software-key', '--count', '2'];
    world = spawn(process.execPath, [entry, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(world.stdout!), 'line')) as [string];
    ready = JSON.parse(line) as Ready;
  });
  afterAll(() => {
    world.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });
  const office = (): string[] => ['--config', ready.officeConfig, '--store-key-file', ready.storeKeyFile];

  it('tells `npm start` where everything is', () => {
    expect(ready).toMatchObject({ token: 'pkcs12', pin: '123456', env: {} });
    expect(existsSync(ready.officeConfig)).toBe(true);
  });

  it('sync fetches what is new and says how the line is', async () => {
    const ran = await fojas(['sync', ...office(), '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(json(ran)).toMatchObject({ line: { state: 'online', waiting: 0 }, trays: { toSign: 2 } });
    expect((await fojas(['sync', ...office()])).stdout).toMatch(/Con línea\.[^]*A firmar: 2/);
  });

  it('doctor finds configuration, store and repository in order', async () => {
    const ran = await fojas(['doctor', ...office(), '--json']);
    const { findings } = json<{ findings: { id: string; area: string; severity: string }[] }>(ran);
    const ofOffice = findings.filter(({ area }) => area === 'office');
    // A practice office keeps no second copy: that is said, and no trouble.
    expect(ofOffice.map(({ id, severity }) => [id, severity])).toEqual([
      ['configGood', 'ok'],
      ['storeGood', 'ok'],
      ['repositoryGood', 'ok'],
      ['copyOff', 'info'],
    ]);
    // Whether the machine has a running card service is not what this is about.
    expect(ran.code).toBe(findings.some(({ severity }) => severity === 'error') ? 1 : 0);
  });

  it('sync says no to a wrong store key and to a configuration that is not there', async () => {
    const wrong = join(dir, 'otra.key');
    writeFileSync(wrong, '0'.repeat(64));
    const ran = await fojas(['sync', '--config', ready.officeConfig, '--store-key-file', wrong]);
    expect(ran.code).toBe(5);
    writeFileSync(wrong, 'corta');
    const short = await fojas(['sync', '--config', ready.officeConfig, '--store-key-file', wrong]);
    expect(short.code).toBe(5);
    mkdirSync(join(dir, 'vacia'));
    const none = await fojas(['sync', '--config', join(dir, 'vacia', 'x.json'), '--store-key-file', wrong]);
    expect(none.code).toBe(5);
  });

  it('ends when standard input closes; sync then ends with 4 and loses nothing', async () => {
    const ended = once(world, 'exit');
    world.stdin?.end();
    expect((await ended)[0]).toBe(0);
    const ran = await fojas(['sync', ...office(), '--json']);
    expect(ran.code).toBe(4);
    expect(json(ran)).toMatchObject({
      line: { state: 'offline', lastFailure: { kind: 'repositoryUnreachable' } },
      trays: { toSign: 2 },
    });
  });

  it('is not begun over the register of a newer program, and says so in words', async () => {
    const register = new Database(join(dir, 'repository', 'register.db'));
    register.pragma('user_version = 99999');
    register.close();
    const args = ['practice', '--serve', '--data-dir', dir, '--software-key'];
    const ran = await fojas(args);
    expect(ran.code).toBe(5);
    expect(ran.stderr).toMatch(/«register» es de una versión más nueva de Fojas\.[^]*Actualice Fojas/);
    expect(ran.stderr).not.toMatch(/falla propia|^\s+at /m);
  });
});

describe('practice with a token that is pulled out', () => {
  interface Removal {
    token: string;
    total: number;
    good: number;
    removal: {
      how: string;
      kept: number;
      inHand: { title: string; failure: { kind: string } };
      waiting: number;
      keptAfterwards: number;
    };
  }

  it('as a card in a reader keeps half, leaves one in hand and the rest waiting, and signs them when it is back', async () => {
    const out = join(scratch(), 'salida');
    const ran = await fojas(['practice', '--rehearse-removal', '--count', '4', '--out', out, '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    const answer = json<Removal>(ran);
    expect(answer).toMatchObject({ token: 'card', total: 4, good: 4 });
    expect(answer.removal).toMatchObject({ how: 'card', kept: 2, waiting: 1, keptAfterwards: 2 });
    expect(answer.removal.inHand).toMatchObject({ failure: { kind: 'tokenRemoved' } });
  }, 240_000);

  it('as a card is the same card when the office is opened again, and a key in a file where there is no reader', async () => {
    const dir = scratch();
    const flags = ['practice', '--virtual-card', '--data-dir', join(dir, 'oficina'), '--count', '2', '--json'];
    const first = await fojas([...flags, '--out', join(dir, 'uno')]);
    expect(first.code, first.stderr).toBe(0);
    expect(json<Removal>(first)).toMatchObject({ token: 'card', good: 2 });
    // The report of that batch, from the terminal: the file that the office keeps, byte for byte; nothing is overwritten.
    const paths = [
      '--config',
      join(dir, 'oficina/office-config.json'),
      '--store-key-file',
      join(dir, 'oficina/store.key'),
    ];
    const kept = json<{ path: string }>(await fojas(['batch', 'report', ...paths, '--json'])).path;
    const before = readFileSync(kept);
    const out = join(dir, 'informe.pdf');
    expect((await fojas(['batch', 'report', ...paths, '--out', out])).code).toBe(0);
    expect(readFileSync(out).equals(before)).toBe(true);
    expect((await fojas(['batch', 'report', ...paths, '--out', out])).code).toBe(5);
    expect((await fojas(['batch', 'report', ...paths, '--text', '--out', join(dir, 'i.txt')])).code).toBe(0);
    expect(readFileSync(join(dir, 'i.txt'), 'utf8')).toContain('MODO PRÁCTICA');
    const world = await preparePracticeOffice(join(dir, 'oficina'));
    const again = world.token.kind;
    await world.close();
    vi.stubEnv('PATH', '');
    const without = await preparePracticeOffice(join(dir, 'oficina'));
    vi.unstubAllEnvs();
    const { kind, instead } = without.token;
    await without.close();
    expect([again, kind, instead]).toEqual(['card', 'pkcs12', 'noCard']);
  }, 240_000);

  it('as a key in a file, staged, does the same and says it in words', async () => {
    const out = join(scratch(), 'salida');
    const flags = ['--rehearse-removal', '--software-key', '--count', '3', '--lang', 'es-AR'];
    const ran = await fojas(['practice', '--out', out, ...flags]);
    expect(ran.code, ran.stderr).toBe(0);
    for (const line of ['El lote se detuvo.', 'guardados: 1', 'sin tocar: 1', 'puesto otra vez', 'lo que quedó: 2']) {
      expect(ran.stdout).toContain(line);
    }
  }, 240_000);
});
