/** What is measured: our signing in this process, the floors under it, our signing as a process, and pdfsig's. */
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFileSource, streamPieceSize } from '../../src/signature/bytes.ts';
import { createDigest } from '../../src/signature/crypto.ts';
import type { HttpRequest } from '../../src/signature/net.ts';
import { signPdfFile } from '../../src/signature/pades/index.ts';
import type { RaisedLevel } from '../../src/signature/pades/index.ts';
import { TargetFile } from '../../src/signature/pades/target-file.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { PkiWorld, TestClock, worldTransport } from '../../test/helpers/pki-services/index.ts';
import type { BenchIdentity } from './identity.ts';
import { openKey, signDigest } from './key.ts';

/** Seconds that one run took. */
export type Contestant = (input: string, output: string) => Promise<number>;

/** Copy and SHA-256 as one writes it down: read a piece, hash it, write it, until the end; then fsync, name, fsync. */
export const floor: Contestant = (input, output) => {
  const start = performance.now();
  const hash = createDigest('sha256');
  const temporary = `${output}.part`;
  const [from, to] = [openSync(input, 'r'), openSync(temporary, 'wx')];
  const piece = Buffer.allocUnsafeSlow(streamPieceSize);
  for (let got = readSync(from, piece); got > 0; got = readSync(from, piece)) {
    hash.update(piece.subarray(0, got));
    for (let done = 0; done < got;) done += writeSync(to, piece, done, got - done);
  }
  hash.digest('hex');
  fsyncSync(to);
  closeSync(from);
  closeSync(to);
  renameSync(temporary, output);
  const folder = openSync(dirname(output), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return Promise.resolve((performance.now() - start) / 1000);
};

/** The same with reading, hashing and writing at the same time, as our signing does it. */
export const overlappedFloor: Contestant = async (input, output) => {
  const start = performance.now();
  const source = openFileSource(input);
  const target = new TargetFile(output);
  const hash = createDigest('sha256');
  for await (const piece of source.stream(0, source.size)) {
    const written = target.append(piece);
    hash.update(piece);
    await written;
  }
  hash.digest('hex');
  await target.sync();
  await target.publish(false);
  source.close();
  return (performance.now() - start) / 1000;
};

/** Our signing in this process, the token's time left out and our check of the result included. */
export function signing(identity: BenchIdentity): Contestant {
  const key = openKey(identity.stored);
  return async (input, output) => {
    let token = 0;
    const start = performance.now();
    await signPdfFile({
      input,
      output,
      certificate: identity.certificate,
      chain: identity.chain,
      algorithm: 'rsa-pkcs1-sha256',
      signingTime: new Date(),
      sign: (digest) => {
        const before = performance.now();
        const bytes = signDigest(key, digest);
        token += performance.now() - before;
        return Promise.resolve({ bytes });
      },
    });
    return (performance.now() - start - token) / 1000;
  };
}

/** Our signing up to a level, without the token's time and that of the authorities, which answer in this process. */
export function signingTo(level: RaisedLevel): Contestant {
  const world = new PkiWorld('http://pki.example', new TestClock(new Date()));
  const identity = world.signer({ key: 'rsa-2048' });
  const key = openKey({ pkcs8: Buffer.from(identity.pkcs8).toString('base64'), certificates: [] });
  const certificate = parseCertificate(identity.certificate);
  const answers = worldTransport(world);
  return async (input, output) => {
    let others = 0;
    const aside = async <T>(work: () => T | Promise<T>): Promise<T> => {
      const before = performance.now();
      try {
        return await work();
      } finally {
        others += performance.now() - before;
      }
    };
    const services = {
      transport: { request: (request: HttpRequest) => aside(() => answers.request(request)) },
      tsas: [{ url: world.urls.tsa }],
      anchors: [parseCertificate(world.root.certificate)],
      intermediates: [parseCertificate(world.intermediate.certificate)],
      at: world.clock.now(),
    };
    const start = performance.now();
    const signed = await signPdfFile({
      ...{ input, output, certificate, chain: [], algorithm: 'rsa-pkcs1-sha256', signingTime: world.clock.now() },
      sign: (digest) => aside(() => ({ bytes: signDigest(key, digest) })),
      timeStamp: services,
      ...(level === 'B-T' ? {} : { raise: { ...services, level } }),
    });
    const seconds = (performance.now() - start - others) / 1000;
    const reached = signed.standing?.reached ?? (signed.timeStampedAt === null ? 'B-B' : 'B-T');
    if (reached !== level) throw new Error(`signed to ${reached}, not to ${level}`);
    return seconds;
  };
}

export interface ChildRun {
  readonly seconds: number;
  readonly peakMb: number;
}

/**
 * What is shipped is JavaScript. From source Node has to strip the types first, with a compiler of 30 MB: its results are kept where the
 * second process finds them, and what it costs is no part of signing.
 */
function runChild(identity: BenchIdentity, input: string, output: string) {
  const script = fileURLToPath(new URL('./sign-once.ts', import.meta.url));
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(identity.storedPath), 'compiled') };
  return spawnSync(process.execPath, [script, identity.storedPath, input, output], { encoding: 'utf8', env });
}

/** Has the child's modules stripped of their types, once. */
export function warmChild(identity: BenchIdentity): void {
  runChild(identity, join(dirname(identity.storedPath), 'missing.pdf'), join(dirname(identity.storedPath), 'none.pdf'));
}

/** Our signing in a process of its own, from its start to its end. */
export function signInChild(identity: BenchIdentity, input: string, output: string): ChildRun {
  const start = performance.now();
  const result = runChild(identity, input, output);
  const seconds = (performance.now() - start) / 1000;
  const { error, peakMb } = JSON.parse(result.stdout || '{"error":"no answer"}') as {
    error: string | null;
    peakMb: number;
  };
  if (error !== null) throw new Error(`${error} ${result.stderr}`);
  return { seconds, peakMb };
}

/** pdfsig's signing as a process, or the reason why it cannot be had. */
export function pdfsigSigning(identity: BenchIdentity, folder: string): Contestant | string {
  const database = join(folder, 'nss');
  mkdirSync(database);
  const [key, certificate, p12, root] = ['key.pem', 'cert.pem', 'key.p12', 'root.pem'].map((name) =>
    join(folder, name),
  );
  writeFileSync(key!, identity.keyPem);
  writeFileSync(certificate!, identity.certificatePem);
  writeFileSync(root!, identity.rootPem);
  const steps: readonly (readonly [string, ...string[]])[] = [
    [
      'openssl',
      'pkcs12',
      '-export',
      '-inkey',
      key!,
      '-in',
      certificate!,
      '-name',
      'bench',
      '-out',
      p12!,
      '-passout',
      'pass:',
    ],
    ['certutil', '-N', '-d', `sql:${database}`, '--empty-password'],
    ['pk12util', '-i', p12!, '-d', `sql:${database}`, '-W', ''],
    ['certutil', '-A', '-d', `sql:${database}`, '-n', 'root', '-t', 'CT,C,C', '-i', root!],
    ['pdfsig', '-nssdir', database, '-list-nicks'],
  ];
  for (const [program, ...args] of steps) {
    const { status, error } = spawnSync(program, args);
    if (error) return `${program} is not installed (Debian: poppler-utils, libnss3-tools, openssl)`;
    if (status !== 0) return `${program} ${args[0]} failed`;
  }
  return (input, output) => {
    const start = performance.now();
    const args = ['-nssdir', database, '-add-signature', '-nick', 'bench', input, output];
    const { status, stderr } = spawnSync('pdfsig', args, { encoding: 'utf8' });
    if (status !== 0) return Promise.reject(new Error(`pdfsig: ${stderr}`));
    return Promise.resolve((performance.now() - start) / 1000);
  };
}
