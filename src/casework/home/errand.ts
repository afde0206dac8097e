import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import { type ErrandMade, RecoveryAnswer, RecoveryErrand } from '../../contract/recovery.ts';
import {
  type Opener,
  SealError,
  bytesOf,
  fileKeyOf,
  headerName,
  identitiesIn,
  newAgeKey,
  recipientOf,
  seal,
  sealedHeader,
  unseal,
  writeWhole,
} from '../../parcel/index.ts';
import { makeFolder, writeDurablySync } from '../../at-rest/durable.ts';
import { escrowFile } from './escrow.ts';
import { deskPlace, generationsAt, once } from './place.ts';

/** Of the errand under way, in the data folder: opens the answer to it, and nothing else. */
const errandKeyName = 'recovery-errand.key';

/**
 * Writes what whoever keeps the institution's recovery key is asked for: the headers of a desk's copies and of its store key. With the
 * answer (`openers`) those files open here, and the recovery key never leaves its safe.
 * @param folder where the copies lie; null for the store key alone. @param to the folder that is carried there.
 */
export async function makeErrand(
  config: OfficeConfig,
  folder: string | null,
  to: string,
  now: Date,
): Promise<Outcome<ErrandMade>> {
  const names = new Map<string, Uint8Array>();
  for (const path of [escrowFile(config.dataDir), ...(folder === null ? [] : sealedAt(config, folder))]) {
    const header = existsSync(path) ? await sealedHeader(path) : null;
    if (header) names.set(headerName(header), header);
  }
  if (names.size === 0)
    return failed({ kind: 'copyMissing', folder: folder ?? config.dataDir, detail: 'nothing sealed' });
  const identity = await errandKey(config.dataDir);
  const { officeId } = config.office;
  const recipient = await recipientOf(identity);
  const errand: RecoveryErrand = {
    ...{ v: 1, kind: 'recoveryErrand', errandId: randomUUID(), officeId, deviceId: config.deviceId, recipient },
    ...{ madeAt: now.toISOString(), headers: [...names.values()].map((one) => Buffer.from(one).toString('base64')) },
  };
  const path = join(to, `fojas-${errand.errandId.slice(0, 8)}.pedido`);
  await writeWhole(path, once(JSON.stringify(errand)));
  return done({ path, mark: markOf(recipient), files: names.size });
}

/** What answering an errand came to. */
export interface Answered {
  readonly errand: Pick<RecoveryErrand, 'officeId' | 'deviceId' | 'madeAt'>;
  readonly mark: string;
  readonly opened: number;
  readonly asked: number;
}

/** Answers an errand with the recovery key, on whatever computer that key is kept: gives out the keys of those files, sealed to the desk. */
export async function answerErrand(
  path: string,
  identities: readonly string[],
  identityFile: string,
  out: string,
): Promise<Outcome<Answered>> {
  const errand = RecoveryErrand.safeParse(jsonIn(await readFile(path, 'utf8')));
  if (!errand.success) return failed({ kind: 'parcelRefused', reason: 'wrongKind' });
  const { errandId, officeId, deviceId, madeAt, recipient, headers } = errand.data;
  const keys: RecoveryAnswer['keys'] = [];
  for (const text of headers) {
    const header = Buffer.from(text, 'base64');
    const key = await fileKeyOf(identities, header);
    if (key) keys.push({ name: Sha256.parse(headerName(header)), key: Buffer.from(key).toString('base64') });
  }
  if (keys.length === 0) return failed({ kind: 'recoveryKeyWrong', file: identityFile });
  const answer: RecoveryAnswer = { v: 1, kind: 'recoveryAnswer', errandId, keys };
  await writeWhole(out, seal([recipient], once(JSON.stringify(answer))));
  const told = { errand: { officeId, deviceId, madeAt }, mark: markOf(recipient) };
  return done({ ...told, opened: keys.length, asked: headers.length });
}

/** What a file opens sealed files with: the recovery key itself, or the answer to this desk's errand. */
export async function openersIn(config: OfficeConfig, keyFile: string): Promise<Outcome<Opener[]>> {
  const start = await sealedHeader(keyFile);
  if (start === null) {
    const identities = identitiesIn(await readFile(keyFile, 'utf8'));
    return identities.length > 0 ? done(identities) : failed({ kind: 'recoveryKeyWrong', file: keyFile });
  }
  const own = join(config.dataDir, errandKeyName);
  const identities = existsSync(own) ? identitiesIn(readFileSync(own, 'utf8')) : [];
  try {
    const parts: Uint8Array[] = [];
    for await (const part of unseal(identities, bytesOf(keyFile))) parts.push(part);
    const answer = RecoveryAnswer.safeParse(jsonIn(Buffer.concat(parts).toString()));
    if (!answer.success) return failed({ kind: 'recoveryKeyWrong', file: keyFile });
    return done([new Map(answer.data.keys.map(({ name, key }) => [name, key]))]);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return failed({ kind: 'recoveryKeyWrong', file: keyFile });
  }
}

/** The errand is over: its answer opens nothing any more. */
export function endErrand(dataDir: string): void {
  rmSync(join(dataDir, errandKeyName), { force: true });
}

/** Four groups that are easily read over a telephone. */
function markOf(recipient: string): string {
  const digest = createHash('sha256').update(`fojas errand v1\n${recipient}`).digest('hex');
  return (digest.slice(0, 16).match(/.{4}/g) ?? []).join(' ').toUpperCase();
}

async function errandKey(dataDir: string): Promise<string> {
  const path = join(dataDir, errandKeyName);
  const kept = existsSync(path) ? identitiesIn(readFileSync(path, 'utf8'))[0] : undefined;
  if (kept !== undefined) return kept;
  const { identity } = await newAgeKey();
  makeFolder(dataDir);
  writeDurablySync(path, `${identity}\n`);
  return identity;
}

function sealedAt(config: OfficeConfig, folder: string): string[] {
  const desk = deskPlace(folder, { officeId: config.office.officeId, deviceId: config.deviceId });
  const place = existsSync(desk.folder) ? desk : { folder, files: desk.files };
  const names = new Set(generationsAt(place).flatMap(({ sums }) => [...sums.keys()]));
  return [...names].map((name) => join(place.folder, name));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
