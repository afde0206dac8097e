import { createHash } from 'node:crypto';
import type { Level } from '../contract/levels.ts';
import type { RenditionRequest } from '../contract/wire.ts';
import type { ByteSource } from '../signature/index.ts';
import {
  type RegistrationOutcome,
  type RegistrationRefusal,
  type RegistrationRooms,
  signedNo,
} from './registration.ts';

const refused = (code: RegistrationRefusal['code'], detail: string): RegistrationRefusal => ({
  kind: 'refused',
  code,
  detail,
});

/**
 * Takes a longer file of a registered act, once. Before the yes: it begins with the very bytes of the newest file here (law 5), what
 * follows is time-stamps and validation data only, and every signature in it still holds. It gets a record and a receipt of its own;
 * the act's registration and first receipt stand as they are.
 * The act is of the office that asks; the caller has seen to that.
 */
export async function takeRendition(
  rooms: RegistrationRooms,
  request: RenditionRequest,
  officeId: string,
): Promise<RegistrationOutcome> {
  return signedNo(rooms, request, await judged(rooms, request, officeId));
}

async function judged(
  rooms: RegistrationRooms,
  request: RenditionRequest,
  officeId: string,
): Promise<RegistrationOutcome> {
  const receivedAt = rooms.clock().toISOString();
  const known = await rooms.register.findRendition(request);
  if (known.kind === 'replayed' || known.kind === 'received') return known;
  return rooms.inTurn(async () => {
    const found = await rooms.register.findRendition(request);
    switch (found.kind) {
      case 'replayed':
      case 'received':
      case 'refused':
        return found;
      case 'notRegistered':
        return refused('act-state', 'only a registered act has renditions');
      case 'reused':
        return refused('rendition-order', `rendition ${request.n} is here with other bytes`);
      case 'outOfOrder':
        return refused('rendition-order', `the newest file here is not ${request.prefixSha256}`);
      case 'next': {
        const checked = await checkFile(rooms, request, officeId);
        if (checked.kind === 'refused') return checked;
        return enter(rooms, request, checked.level, receivedAt);
      }
    }
  });
}

async function enter(
  { register, signer, name }: RegistrationRooms,
  request: RenditionRequest,
  level: Level,
  receivedAt: string,
): Promise<RegistrationOutcome> {
  const { actId, n, sha256, size, prefixSha256, prefixSize } = request;
  const statement = { v: 1 as const, repository: name, actId, n, sha256, size, prefixSha256, prefixSize, level };
  const entered = await register.addRendition(request, () => signer.signRendition({ ...statement, receivedAt }));
  switch (entered.kind) {
    case 'registered':
    case 'replayed':
    case 'received':
    case 'refused':
      return entered;
    case 'notRegistered':
    case 'reused':
    case 'outOfOrder':
      return anotherFirst;
  }
}

const anotherFirst = refused('rendition-order', 'another rendition came first');

type Checked = { readonly kind: 'sound'; readonly level: Level } | RegistrationRefusal;

async function checkFile(rooms: RegistrationRooms, request: RenditionRequest, officeId: string): Promise<Checked> {
  const { sha256, size, prefixSha256, prefixSize } = request;
  const file = (await rooms.register.isHolder(sha256, officeId)) ? await rooms.blobs.open(sha256) : null;
  if (!file) return refused('blob-missing', `no file ${sha256}`);
  let damaged = false;
  try {
    if (file.size !== size) return refused('bad-request', `the file has ${file.size} bytes, not ${size}`);
    if (size <= prefixSize) return refused('not-an-addition', 'a rendition is longer than the file before it');
    const hashes = await hashBoth(file, prefixSize);
    damaged = hashes.whole !== sha256;
    if (!damaged && hashes.prefix !== prefixSha256) {
      return refused('not-an-addition', `the first ${prefixSize} bytes are not the file before it`);
    }
    if (!damaged) {
      const ruling = await rooms.judgeGrowth(file, prefixSize);
      if (ruling.kind === 'grown') return { kind: 'sound', level: ruling.level };
      const code = ruling.kind === 'more' ? 'not-an-addition' : 'signature-invalid';
      return refused(code, ruling.reason.slice(0, 500));
    }
  } finally {
    file.close();
  }
  // The disk changed what was once right: its place is free for the bytes to be sent again.
  await rooms.blobs.setAside(sha256);
  return refused('blob-missing', `the file ${sha256} was damaged here and set aside: send it again`);
}

async function hashBoth(file: ByteSource, prefixSize: number): Promise<{ prefix: string; whole: string }> {
  const hash = createHash('sha256');
  for await (const piece of file.stream(0, prefixSize)) hash.update(piece);
  const prefix = hash.copy().digest('hex');
  for await (const piece of file.stream(prefixSize, file.size)) hash.update(piece);
  return { prefix, whole: hash.digest('hex') };
}
