import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PkiServices, startPkiServices } from '../helpers/pki-services/index.ts';
import { run } from '../helpers/run.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { opensslAccepts, pdfsig, qpdfCheck } from '../signature/pades/judges.ts';
import { simplePdf } from '../signature/pdf/make-pdf.ts';
import { fojas, json, scratch } from './harness.ts';

let services: PkiServices;
let token: SoftToken;

beforeAll(async () => {
  services = await startPkiServices();
  token = createSoftToken();
  token.add(services.world.signer({ key: 'rsa-2048' }));
});
afterAll(async () => {
  token.remove();
  await services.close();
});
afterEach(() => services.world.faults.clear());

interface FileAnswer {
  output: string | null;
  level: string | null;
  levelAsked: string;
  provableUntil: string | null;
  missing: { kind: string; tries?: { obstacle: string }[] }[];
  increments?: { kind: string }[];
}

function desk(): { dir: string; file: string; anchors: string } {
  const dir = scratch();
  const [file, anchors] = [join(dir, 'acta.pdf'), join(dir, 'raiz.pem')];
  writeFileSync(file, simplePdf());
  writeFileSync(anchors, services.world.root.certificatePem);
  return { dir, file, anchors };
}

const sign = (args: readonly string[]) =>
  fojas(['sign', '--module', token.library.path, '--pin-stdin', '--json', ...args], {
    env: token.environment,
    input: `${token.pin}\n`,
  });
const firstOf = (ran: Awaited<ReturnType<typeof sign>>) => json<{ files: FileAnswer[] }>(ran).files[0]!;

describe('sign --level', () => {
  it.each(['B-T', 'B-LTA'] as const)('signs at %s in one go', async (level) => {
    const { file, anchors } = desk();
    const { tsa } = services.world.urls;
    const ran = await sign([file, '--level', level, '--tsa', tsa, '--trust', anchors]);
    expect(ran.code, ran.stderr).toBe(0);
    const answer = firstOf(ran);
    expect(answer).toMatchObject({ level, levelAsked: level, missing: [] });
    const pdf = readFileSync(answer.output!);
    expect(pdf.subarray(0, simplePdf().length).equals(simplePdf())).toBe(true);
    expect(pdfsig(answer.output!)[0]).toMatchObject({ valid: true, type: 'ETSI.CAdES.detached' });
    expect(qpdfCheck(answer.output!)).toEqual({ status: 0, warnings: [] });
    expect(pdf.includes('/DocTimeStamp')).toBe(level === 'B-LTA');
    // The issuer was fetched and travels along: the root alone is enough for openssl.
    expect((await opensslAccepts(pdf, services.world.root.certificatePem))[0]).toBe(true);
  });

  it('signs although every authority is dead, says the level reached, and answers 4', async () => {
    const { file, anchors } = desk();
    services.world.faults.set('tsa', 'error500').set('tsa2', 'reset');
    const { tsa, secondTsa } = services.world.urls;
    const ran = await sign([file, '--level', 'B-LTA', '--tsa', tsa, '--tsa', secondTsa, '--trust', anchors]);
    expect(ran.code).toBe(4);
    const answer = firstOf(ran);
    expect(answer).toMatchObject({ level: 'B-B', levelAsked: 'B-LTA', missing: [{ kind: 'timeStamp' }] });
    expect(answer.missing[0]!.tries).toHaveLength(2);
    expect(ran.stderr).toContain('Se pidió el nivel B-LTA y se llegó a B-B.');
    expect(pdfsig(answer.output!)).toMatchObject([{ valid: true, total: true }]);
    services.world.faults.clear();
    const raised = await fojas(['extend', answer.output!, '--tsa', tsa, '--trust', anchors, '--json']);
    expect(raised.code, raised.stderr).toBe(0);
    const output = firstOf(raised).output!;
    expect(output).toMatch(/acta\.firmado\.prolongado\.pdf$/);
    expect(firstOf(raised)).toMatchObject({ level: 'B-LTA', missing: [] });
    expect(readFileSync(output).indexOf(readFileSync(answer.output!))).toBe(0);
  });

  it('refuses what cannot be before any PIN', async () => {
    const { file } = desk();
    for (const [args, said] of [
      [['--level', 'B-T'], 'necesita un sello de tiempo'],
      [['--level', 'B-X'], '--level'],
      [['--level', 'B-T', '--tsa', 'ftp://sello'], '--tsa'],
      [['--cades', '--level', 'B-LT', '--tsa', 'http://sello'], '--cades'],
      [['--cades', '--field', 'Firma1'], '--cades'],
    ] as const) {
      const ran = await sign([file, ...args]);
      expect([ran.code, ran.stdout], ran.stderr).toEqual([2, '']);
      expect(ran.stderr).toContain(said);
    }
    const ran = await sign([file, '--algorithm', 'ecdsa-sha256']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('rsa-pss-sha256');
  });

  it('signs with RSA-PSS when asked', async () => {
    const { file } = desk();
    const ran = await sign([file, '--algorithm', 'rsa-pss-sha384']);
    expect(ran.code, ran.stderr).toBe(0);
    const { output } = firstOf(ran);
    expect(pdfsig(output!)).toMatchObject([{ valid: true, hash: 'SHA-384' }]);
    const { root, intermediate } = services.world;
    expect(await opensslAccepts(readFileSync(output!), root.certificatePem + intermediate.certificatePem)).toEqual([
      true,
    ]);
  });
});

describe('sign --cades', () => {
  it('signs any file beside it, with a time-stamp', async () => {
    const { dir, anchors } = desk();
    const video = join(dir, 'audiencia.mp4');
    writeFileSync(video, Buffer.alloc(100_000, 7));
    const { tsa } = services.world.urls;
    const ran = await sign([video, '--cades', '--level', 'B-T', '--tsa', tsa, '--trust', anchors]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(firstOf(ran)).toMatchObject({ output: `${video}.p7s`, level: 'B-T', field: null, missing: [] });
    const [roots, at] = [join(dir, 'todo.pem'), (name: string) => join(dir, name)];
    const { root, intermediate } = services.world;
    writeFileSync(roots, root.certificatePem + intermediate.certificatePem);
    const files = ['-in', `${video}.p7s`, '-content', video, '-CAfile', roots, '-out', at('out')];
    const verify = ['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-purpose', 'any', ...files];
    expect(run('openssl', verify).output).toContain('CAdES Verification successful');
    // Ours finds the film by its name; told elsewhere, it is named; changed by a byte, it is another film.
    const own = await fojas(['verify', `${video}.p7s`, '--trust', roots, '--revocation', 'if-available', '--json']);
    expect(own.code, own.stderr).toBe(0);
    expect(json<{ signatures: { level: string }[] }[]>(own)[0]?.signatures).toMatchObject([{ level: 'B-T' }]);
    const moved = join(dir, 'copia.mp4');
    renameSync(video, moved);
    const call = ['verify', `${video}.p7s`, '--trust', roots, '--revocation', 'if-available'];
    expect((await fojas(call)).stdout).toMatch(/./);
    expect((await fojas(call)).code).toBe(1);
    expect((await fojas([...call, '--content', moved])).code).toBe(0);
    expect((await fojas([...call, `${video}.p7s`, '--content', moved])).code).toBe(2);
    const spoilt = join(dir, 'otra.mp4');
    writeFileSync(spoilt, Buffer.alloc(100_000, 8));
    const other = await fojas([...call, '--content', spoilt, '--json']);
    expect(json<{ signatures: { subIndication: string }[] }[]>(other)[0]?.signatures).toMatchObject([
      { indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' },
    ]);
    renameSync(moved, video);
    const again = await sign([video, '--cades']);
    expect(json<{ files: { failure: { kind: string } }[] }>(again).files[0]!.failure.kind).toBe('fileExists');
  });
});

describe('extend', () => {
  it('says what is missing, leaves what is whole alone, and answers 4, 1 or 0', async () => {
    const { dir, file, anchors } = desk();
    const { tsa } = services.world.urls;
    const signed = firstOf(await sign([file])).output!;
    const extend = (input: string, ...args: readonly string[]) =>
      fojas([
        'extend',
        input,
        '--tsa',
        tsa,
        '--trust',
        anchors,
        '--json',
        '--out',
        join(dir, 'p'),
        '--overwrite',
        ...args,
      ]);
    services.world.faults.set('ocsp', 'error500').set('crl', 'error500');
    const half = await extend(signed);
    expect(half.code).toBe(4);
    expect(firstOf(half)).toMatchObject({ level: 'B-T', levelAsked: 'B-LTA', increments: [{ kind: 'timeStamp' }] });
    expect(firstOf(half).missing.map(({ kind }) => kind)).toContain('revocation');
    expect(half.stderr).toContain('fue revocado');
    services.world.faults.clear();
    const whole = await extend(signed);
    expect(whole.code, whole.stderr).toBe(0);
    const kept = await fojas(['extend', firstOf(whole).output!, '--tsa', tsa, '--trust', anchors, '--json']);
    expect(kept.code, kept.stderr).toBe(0);
    expect(firstOf(kept)).toMatchObject({ output: null, level: 'B-LTA', increments: [] });
    const nothing = await extend(file);
    expect(nothing.code).toBe(1);
    expect(firstOf(nothing)).toMatchObject({ output: null, level: null, missing: [{ kind: 'noSignature' }] });
    const absent = await extend(join(dir, 'no-esta.pdf'));
    expect(absent.code).toBe(5);
    expect(existsSync(join(dir, 'p', 'no-esta.pdf'))).toBe(false);
    expect((await fojas(['extend', signed])).code).toBe(2);
  });
});
