import { constants, timingSafeEqual, verify } from 'node:crypto';
import {
  CodeRecord,
  type DeviceRecord,
  type EnrolmentRequest,
  type PersonRecord,
  loginText,
} from '../../contract/people.ts';
import type { SignatureAlgorithm } from '../../contract/token.ts';
import type { EnrolmentRefusal } from '../../contract/failures.ts';
import {
  type Certificate,
  buildChain,
  cuilOf,
  isElectronic,
  parseCertificate,
  unsuitableReasons,
} from '../../signature/index.ts';
import type { PeopleBook } from './book.ts';
import { codeDigest } from './codes.ts';
import type { IdentityProvider } from './oidc.ts';
import { everybody, parsed, personOf } from './records.ts';
import { type RevocationOptions, type TokenStanding, tokenStanding } from './revocation.ts';

export interface EnrolmentRooms {
  readonly book: PeopleBook;
  /** `kid` of the root of this repository's keys. */
  readonly root: string;
  /** Whose certificates enrol devices; none: nobody's. */
  readonly anchors: readonly Certificate[];
  readonly provider: IdentityProvider | null;
  /** Null where nobody is asked about a token's certificate, as in tests. */
  readonly revocation: RevocationOptions | null;
  readonly clock: () => Date;
}

export type Enrolment =
  | { readonly kind: 'enrolled'; readonly person: PersonRecord; readonly device: DeviceRecord }
  | { readonly kind: 'refused'; readonly reason: EnrolmentRefusal };

/** Enrols the device that proved `jkt` for the person whom the request proves. */
export async function enrol(
  rooms: EnrolmentRooms,
  request: EnrolmentRequest,
  proven: { readonly jkt: string; readonly nonce: string },
): Promise<Enrolment> {
  const person = await personProven(rooms, request, proven);
  if ('refused' in person) return { kind: 'refused', reason: person.refused };
  const { standing, ...record } = person;
  const device: DeviceRecord = {
    ...{ jkt: proven.jkt, deviceId: request.deviceId, personId: person.personId, way: request.way },
    ...{ enrolledAt: rooms.clock().toISOString(), revoked: null },
    ...(standing === 'unknown' ? { revocation: 'unknown' } : {}),
  };
  // A key is of one person for ever, and a revoked one stays revoked: a device that comes back makes a new one.
  const isKept = await rooms.book.change('device', proven.jkt, (before) => {
    const known = before === null ? null : (JSON.parse(before) as DeviceRecord);
    const mayBe = known === null || (known.revoked === null && known.personId === device.personId);
    return { after: mayBe ? JSON.stringify(device) : before, answer: mayBe };
  });
  return isKept ? { kind: 'enrolled', person: record, device } : { kind: 'refused', reason: 'deviceTaken' };
}

type Refused = { readonly refused: EnrolmentRefusal };
/** Who enrols, and (by token) what was known of its certificate. */
type Proven = PersonRecord & { readonly standing?: TokenStanding };

function personProven(
  rooms: EnrolmentRooms,
  request: EnrolmentRequest,
  proven: { readonly jkt: string; readonly nonce: string },
): Promise<Proven | Refused> {
  switch (request.way) {
    case 'token':
      return byToken(rooms, request, proven);
    case 'code':
      return byCode(rooms, request);
    case 'oidc':
      return byProvider(rooms, request.idToken, proven.jkt);
  }
}

/** The certificate leads to an anchor, is one of a person, and its CUIL is recorded; its key signed this very challenge. */
async function byToken(
  { book, root, anchors, revocation, clock }: EnrolmentRooms,
  request: Extract<EnrolmentRequest, { way: 'token' }>,
  { jkt, nonce }: { readonly jkt: string; readonly nonce: string },
): Promise<Proven | Refused> {
  if (anchors.length === 0) return { refused: 'notOffered' };
  const [certificate, ...between] = request.certificates.map((der) => read(Buffer.from(der, 'base64')));
  // What the person has by being enrolled enrols nobody.
  if (!certificate || isElectronic(certificate)) return { refused: 'certificate' };
  const intermediates = [...between.filter((one) => one !== null), ...anchors];
  if (unsuitableReasons(certificate, clock()).length > 0) return { refused: 'certificate' };
  const chain = buildChain(certificate, { anchors, intermediates, at: clock() });
  if (chain.kind !== 'trusted') return { refused: 'certificate' };
  const text = Buffer.from(loginText({ root, deviceId: request.deviceId, jkt, nonce }));
  if (!holds(certificate, request.algorithm, text, Buffer.from(request.signature, 'base64')))
    return { refused: 'signature' };
  const cuil = cuilOf(certificate.subject.serialNumber);
  const person = cuil === null ? null : onlyOne(await everybody(book), (one) => one.cuil === cuil);
  if (!person) return { refused: 'personUnknown' };
  // Asked last: nobody has authorities asked who could not enrol anyway.
  const issuer = chain.path[1];
  if (!revocation || !issuer) return person;
  const standing = await tokenStanding(revocation, certificate, issuer, clock());
  if (standing === 'revoked') return { refused: 'revoked' };
  if (standing === 'unknown' && revocation.unknown === 'refuse') return { refused: 'revocationUnknown' };
  return { ...person, standing };
}

function read(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch {
    // Whatever the bytes were, they are no certificate.
    return null;
  }
}

function holds(
  certificate: Certificate,
  algorithm: SignatureAlgorithm,
  text: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [scheme, ...rest] = algorithm.split('-');
  const isEc = certificate.keyAlgorithm.kind === 'ec';
  if (isEc !== (scheme === 'ecdsa')) return false;
  const key = { key: Buffer.from(certificate.spki), format: 'der', type: 'spki' } as const;
  const isPss = rest[0] === 'pss';
  const how = isEc
    ? ({ dsaEncoding: 'ieee-p1363' } as const)
    : isPss
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  return verify(rest.at(-1)!, text, { ...key, ...how }, signature);
}

/** A code is good once, for a while, for a few tries; a wrong one costs a try before it is answered. */
async function byCode(
  { book, clock }: EnrolmentRooms,
  { personId, code }: Extract<EnrolmentRequest, { way: 'code' }>,
): Promise<PersonRecord | Refused> {
  const given = Buffer.from(codeDigest(personId, code));
  const isRight = await book.change('code', personId, (before) => {
    const kept = parsed(CodeRecord, before);
    if (!kept || new Date(kept.expiresAt) <= clock()) return { after: null, answer: false };
    const wanted = Buffer.from(kept.digest);
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) return { after: null, answer: true };
    const triesLeft = kept.triesLeft - 1;
    return { after: triesLeft > 0 ? JSON.stringify({ ...kept, triesLeft }) : null, answer: false };
  });
  const person = isRight ? await personOf(book, personId) : null;
  // One answer for a person who is not there and for a code that is wrong: neither can be found out.
  return person ?? { refused: 'code' };
}

async function byProvider(
  { book, provider }: EnrolmentRooms,
  idToken: string,
  jkt: string,
): Promise<PersonRecord | Refused> {
  if (!provider) return { refused: 'notOffered' };
  const identity = await provider.identify(idToken, jkt);
  if (identity === null) return { refused: 'provider' };
  const person = onlyOne(await everybody(book), ({ login }) => login !== null && identity.logins.includes(login));
  return person ?? { refused: 'personUnknown' };
}

/** Nobody where it could be two: a mistake in the list of people enrols none as another. */
function onlyOne(people: readonly PersonRecord[], is: (person: PersonRecord) => boolean): PersonRecord | null {
  const [first, second] = people.filter(is);
  return first && !second ? first : null;
}
