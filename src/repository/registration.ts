import { createHash } from 'node:crypto';
import type { ActId, Sha256 } from '../contract/ids.ts';
import type { ProblemCode, RegistrationRequest } from '../contract/wire.ts';
import type { ByteSource } from '../signature/bytes.ts';
import type { Blobs } from './blobs/port.ts';
import type { GrowthJudge, SignatureJudge } from './judge.ts';
import { anotherPerson } from './joint/names.ts';
import type { LogKeeper } from './log/keeper.ts';
import { type RefusalRooms, signRefusal } from './log/refusals.ts';
import type { ReceiptSigner } from './receipts.ts';
import type { Register, Registering } from './register/port.ts';

export type RegistrationOutcome =
  | { readonly kind: 'registered' | 'replayed'; readonly receipt: string }
  /** A repository inside an office has it, and forwards it: nothing is registered yet. */
  | { readonly kind: 'received'; readonly statement: string }
  | RegistrationRefusal;

export interface RegistrationRefusal {
  readonly kind: 'refused';
  readonly code: ProblemCode;
  readonly detail: string;
  /** The same, signed: a JWS. */
  readonly refusal?: string;
}

export interface RegistrationRooms {
  readonly name: string;
  readonly register: Register;
  readonly blobs: Blobs;
  readonly judge: SignatureJudge;
  readonly judgeGrowth: GrowthJudge;
  readonly signer: ReceiptSigner;
  readonly clock: () => Date;
  /** One registration is judged at a time: each has a right to its whole thinking time, and copies of it then find its receipt. */
  /** Signs and keeps what is refused for good; null in a repository that registers nothing itself. */
  readonly keeper: LogKeeper | null;
  readonly inTurn: <T>(errand: () => Promise<T>) => Promise<T>;
}

const refused = (code: ProblemCode, detail: string): RegistrationRefusal => ({ kind: 'refused', code, detail });

/** The outcome, with its signature where it is a final no. */
export async function signedNo(
  rooms: RefusalRooms,
  { actId, n, sha256 }: { readonly actId: ActId; readonly n: number; readonly sha256: Sha256 },
  outcome: RegistrationOutcome,
): Promise<RegistrationOutcome> {
  if (outcome.kind !== 'refused') return outcome;
  const refusal = await signRefusal(rooms, { actId, n, sha256, code: outcome.code });
  return refusal === null ? outcome : { ...outcome, refusal };
}

/**
 * Registers a signed act, once. Before the yes: the file is durable and hashes to its address, it begins with the very bytes that were
 * proposed and shown (law 2, law 5) and adds nothing to them but a signature, which holds and was made with the certificate the
 * workstation names (law 3).
 * The act is of the office that asks; the caller has seen to that.
 */
export async function registerAct(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  officeId: string,
): Promise<RegistrationOutcome> {
  return signedNo(rooms, { ...request, n: 0 }, await judged(rooms, request, officeId));
}

async function judged(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  officeId: string,
): Promise<RegistrationOutcome> {
  const receivedAt = rooms.clock().toISOString();
  // A replay answers from the register alone: the first receipt stands, whatever became of the file.
  const known = await rooms.register.answerTo(request);
  if (known) return outcomeOf(known);
  const looked = await rooms.inTurn(async () => {
    const meanwhile = await rooms.register.answerTo(request);
    if (meanwhile) return outcomeOf(meanwhile);
    const checked = await checkStored(rooms, request, officeId);
    if (checked.kind === 'refused') return checked;
    const joint = await rooms.register.jointOf(request.actId);
    return (joint && anotherPerson(joint, request, checked.cuil)) ?? checked;
  });
  // The turn is for thinking; the disk is waited for side by side.
  return looked.kind === 'sound' ? enter(rooms, request, looked.pages, receivedAt) : looked;
}

async function enter(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  pages: number,
  receivedAt: string,
): Promise<RegistrationOutcome> {
  const entry = { request, pages, receivedAt, registeredAt: rooms.clock().toISOString() };
  const outcome = await rooms.register.register(entry, (place) =>
    rooms.signer.sign({ v: 1, repository: rooms.name, ...place }),
  );
  return outcomeOf(outcome);
}

function outcomeOf(outcome: Registering): RegistrationOutcome {
  switch (outcome.kind) {
    case 'registered':
    case 'replayed':
    case 'received':
    case 'refused':
      return outcome;
    case 'reused':
      return refused('act-id-reused', 'the act was registered before with other bytes, or these bytes as another act');
    case 'actUnknown':
      return refused('act-unknown', 'no act of this id was proposed');
    case 'notProposed':
      return refused('not-what-was-shown', 'the document that was signed is not the one proposed');
    case 'returned':
      return refused('act-state', 'the act was returned with remarks');
    case 'outOfTurn':
      return refused('not-your-turn', 'another of its signers comes first');
    case 'anotherSigner':
      return refused('another-signer', 'the act names other persons to sign it');
  }
}

type Checked = { readonly kind: 'sound'; readonly pages: number; readonly cuil: string | null } | RegistrationRefusal;

/** Looks at a signed file as it lies here. */
export async function checkStored(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  officeId: string,
): Promise<Checked> {
  const { sha256 } = request;
  const file = (await rooms.register.isHolder(sha256, officeId)) ? await rooms.blobs.open(sha256) : null;
  if (!file) return refused('blob-missing', `no file ${sha256}`);
  let checked: Checked | 'damaged';
  try {
    checked = await checkFile(rooms, request, file);
  } finally {
    file.close();
  }
  if (checked !== 'damaged') return checked;
  // The disk changed what was once right. Nothing is promised on it; its place is free for the bytes to be sent again.
  await rooms.blobs.setAside(sha256);
  return refused('blob-missing', `the file ${sha256} was damaged here and set aside: send it again`);
}

async function checkFile(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  file: ByteSource,
): Promise<Checked | 'damaged'> {
  const prefixSize = Math.min(request.documentSize, file.size);
  const hashes = await hashPrefixAndWhole(file, prefixSize);
  if (hashes.whole !== request.sha256) return 'damaged';
  if (file.size !== request.size) return refused('bad-request', `the file has ${file.size} bytes, not ${request.size}`);
  if (prefixSize === file.size || hashes.prefix !== request.documentSha256) {
    const detail = `the first ${request.documentSize} bytes are not the document that was shown, followed by a signature`;
    return refused('not-what-was-shown', detail);
  }
  const ruling = await rooms.judge(file, request);
  if (ruling.kind === 'holds') return { kind: 'sound', pages: ruling.pages, cuil: ruling.cuil ?? null };
  const code = ruling.kind === 'changed' ? 'not-what-was-shown' : 'signature-invalid';
  return refused(code, ruling.reason.slice(0, 500));
}

/** One pass over the file gives both hashes. */
async function hashPrefixAndWhole(file: ByteSource, prefixSize: number): Promise<{ prefix: string; whole: string }> {
  const hash = createHash('sha256');
  for await (const piece of file.stream(0, prefixSize)) hash.update(piece);
  const prefix = hash.copy().digest('hex');
  for await (const piece of file.stream(prefixSize, file.size)) hash.update(piece);
  return { prefix, whole: hash.digest('hex') };
}
