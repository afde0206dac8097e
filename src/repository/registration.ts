import { createHash } from 'node:crypto';
import type { ProblemCode, RegistrationRequest } from '../contract/wire.ts';
import type { ByteSource } from '../signature/bytes.ts';
import type { Blobs } from './blobs/port.ts';
import type { SignatureJudge } from './judge.ts';
import type { ReceiptSigner } from './receipts.ts';
import type { Register } from './register/port.ts';

export type RegistrationOutcome =
  | { readonly kind: 'registered' | 'replayed'; readonly receipt: string }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail: string };

export interface RegistrationRooms {
  readonly name: string;
  readonly register: Register;
  readonly blobs: Blobs;
  readonly judge: SignatureJudge;
  readonly signer: ReceiptSigner;
  readonly clock: () => Date;
}

const refused = (code: ProblemCode, detail: string): RegistrationOutcome => ({ kind: 'refused', code, detail });

/**
 * Registers a signed act, once. Before the yes: the file is durable and hashes to its address, it begins with the very bytes that were
 * proposed and shown (law 2, law 5), and its last signature holds and was made with the certificate the workstation names (law 3).
 */
export async function registerAct(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
): Promise<RegistrationOutcome> {
  const receivedAt = rooms.clock().toISOString();
  // A replay answers from the register alone: the first receipt stands, whatever became of anything else.
  const before = await rooms.register.receiptOf(request.actId);
  const file = await rooms.blobs.open(request.sha256);
  if (!file) return refused('blob-missing', `no file ${request.sha256}`);
  try {
    let pages = 1;
    if (before === null) {
      const checked = await checkFile(rooms, request, file);
      if (checked.kind === 'refused') return checked;
      pages = checked.pages;
    }
    const entry = { request, pages, receivedAt, registeredAt: rooms.clock().toISOString() };
    const outcome = await rooms.register.register(entry, (place) =>
      rooms.signer.sign({ v: 1, repository: rooms.name, ...place }),
    );
    switch (outcome.kind) {
      case 'registered':
      case 'replayed':
        return outcome;
      case 'reused':
        return refused('act-id-reused', 'the act was registered before with other bytes');
      case 'actUnknown':
        return refused('act-unknown', 'no act of this id was proposed');
      case 'notProposed':
        return refused('not-what-was-shown', 'the document that was signed is not the one proposed');
      case 'returned':
        return refused('act-state', 'the act was returned with remarks');
    }
  } finally {
    file.close();
  }
}

type Checked = { readonly kind: 'sound'; readonly pages: number } | Extract<RegistrationOutcome, { kind: 'refused' }>;

async function checkFile(rooms: RegistrationRooms, request: RegistrationRequest, file: ByteSource): Promise<Checked> {
  if (file.size !== request.size) {
    return { kind: 'refused', code: 'bad-request', detail: `the file has ${file.size} bytes, not ${request.size}` };
  }
  if (request.documentSize >= request.size) {
    return { kind: 'refused', code: 'not-what-was-shown', detail: 'the signed file is not longer than the document' };
  }
  const hashes = await hashPrefixAndWhole(file, request.documentSize);
  if (hashes.whole !== request.sha256) {
    // The disk changed what was once right: nothing is promised on it.
    return { kind: 'refused', code: 'internal', detail: 'the stored file no longer has its hash' };
  }
  if (hashes.prefix !== request.documentSha256) {
    return {
      kind: 'refused',
      code: 'not-what-was-shown',
      detail: `the first ${request.documentSize} bytes are not the document that was shown`,
    };
  }
  const verdict = await rooms.judge(file, request.certificateSha256);
  return verdict.kind === 'holds'
    ? { kind: 'sound', pages: verdict.pages }
    : { kind: 'refused', code: 'signature-invalid', detail: verdict.reason };
}

/** One pass over the file gives both hashes. */
async function hashPrefixAndWhole(file: ByteSource, prefixSize: number): Promise<{ prefix: string; whole: string }> {
  const hash = createHash('sha256');
  for await (const piece of file.stream(0, prefixSize)) hash.update(piece);
  const prefix = hash.copy().digest('hex');
  for await (const piece of file.stream(prefixSize, file.size)) hash.update(piece);
  return { prefix, whole: hash.digest('hex') };
}
