/**
 * The practice token: a SoftHSM2 token in a folder of its own where SoftHSM2 is installed, otherwise a PKCS#12 file behind the
 * same port. Its PIN is shown on screen, because nothing signed with it has value.
 */
import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { TokenLibrary } from '../../contract/token.ts';
import { findSoftHsm } from '../libraries.ts';
import { type PracticeIdentity, toPkcs12 } from './pki.ts';

export const practicePin = '123456';
const label = 'Fojas Practica';

export interface PracticeToken {
  readonly kind: 'softhsm' | 'pkcs12' | 'card';
  readonly library: TokenLibrary;
  readonly pin: string;
  /** What the process that loads the library needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Why it is not the token that is usual or was wished for; null when it is. */
  readonly instead: 'noLibrary' | 'noTools' | 'failed' | 'noCard' | null;
  /** Where it is a card that can be pulled out. */
  readonly card: CardInHand | null;
}

/** The person's hand on a card, and on the service that reads it. */
export interface CardInHand {
  isInside(): boolean;
  /** Pulls it out while it makes its n-th signature from now (from 1), before it answers. */
  pullOutAtSignature(n: number): void;
  /** Puts it in where it is out, and forgets that it was to be pulled. */
  putBack(): Promise<void>;
  /** Takes it out for good, and ends the PC/SC service. */
  end(): Promise<void>;
}

/** Runs a program to its end; resolves false when it is missing or fails. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<boolean>;

/** Makes the token in `dir` (which must not hold one yet) with this key and certificate on it. */
export async function makePracticeToken(
  dir: string,
  identity: PracticeIdentity,
  softHsm: string | null = findSoftHsm(),
  run: RunProgram = runProgram,
): Promise<PracticeToken> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (softHsm === null) return makeFile(dir, identity, 'noLibrary');
  const env = await configureSoftHsm(dir);
  const made = await fillSoftHsm(dir, softHsm, identity, env, run);
  if (made !== null) return makeFile(dir, identity, made);
  return {
    kind: 'softhsm',
    library: softHsmLibrary(softHsm),
    pin: practicePin,
    env,
    instead: null,
    card: null,
  };
}

/** The token that `makePracticeToken` made here before. */
export function practiceTokenIn(
  dir: string,
  kind: Exclude<PracticeToken['kind'], 'card'>,
  softHsm: string | null = findSoftHsm(),
): PracticeToken | null {
  if (kind === 'pkcs12') return fileToken(dir, 'noLibrary');
  if (softHsm === null) return null;
  return {
    ...{ kind, library: softHsmLibrary(softHsm), pin: practicePin, instead: null, card: null },
    env: { SOFTHSM2_CONF: join(dir, 'softhsm2.conf') },
  };
}

const softHsmLibrary = (path: string): TokenLibrary => ({ kind: 'pkcs11', id: 'practica', path });

/** The same as a key in a file. */
export async function makeFile(
  dir: string,
  identity: PracticeIdentity,
  instead: NonNullable<PracticeToken['instead']>,
): Promise<PracticeToken> {
  const token = fileToken(dir, instead);
  await writeFile(token.library.path, toPkcs12(identity, practicePin), { mode: 0o600 });
  return token;
}

function fileToken(dir: string, instead: NonNullable<PracticeToken['instead']>): PracticeToken {
  return {
    kind: 'pkcs12',
    library: { kind: 'pkcs12', id: 'practica', path: join(dir, 'practica.p12') },
    ...{ pin: practicePin, env: {}, instead, card: null },
  };
}

async function configureSoftHsm(dir: string): Promise<Record<string, string>> {
  const conf = join(dir, 'softhsm2.conf');
  const store = join(dir, 'tokens');
  await mkdir(store, { recursive: true, mode: 0o700 });
  const lines = [`directories.tokendir = ${store}`, 'objectstore.backend = file', 'log.level = ERROR', ''];
  await writeFile(conf, lines.join('\n'));
  return { SOFTHSM2_CONF: conf };
}

/** Puts key and certificate on a new token. Answers what stood in the way, or null. */
async function fillSoftHsm(
  dir: string,
  softHsm: string,
  identity: PracticeIdentity,
  env: Readonly<Record<string, string>>,
  run: RunProgram,
): Promise<'noTools' | 'failed' | null> {
  const key = join(dir, 'key.pem');
  const certificate = join(dir, 'certificate.der');
  try {
    await writeFile(key, identity.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    await writeFile(certificate, identity.certificate);
    const pins = ['--pin', practicePin];
    const init = ['--init-token', '--free', '--label', label, '--so-pin', '87654321', ...pins];
    if (!(await run('softhsm2-util', init, env))) return 'noTools';
    const object = ['--id', '01', '--label', 'Firma'];
    const imported = ['--import', key, '--token', label, ...object, ...pins];
    if (!(await run('softhsm2-util', imported, env))) return 'failed';
    // SoftHSM's own program writes keys only; OpenSC's writes certificates to any token.
    const written = ['--module', softHsm, '--token-label', label, '--login', ...pins];
    const ok = await run('pkcs11-tool', [...written, '--write-object', certificate, '--type', 'cert', ...object], env);
    return ok ? null : 'noTools';
  } finally {
    // The key lives on the token alone.
    await rm(key, { force: true });
    await rm(certificate, { force: true });
  }
}

const runProgram: RunProgram = (program, args, env) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...env } });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
