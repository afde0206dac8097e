import type { Calls } from '../../contract/calls.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { type Token, type TokenCertificate, type TokenListing, electronicLibrary } from '../../contract/token.ts';
import { type Certificate, anchorsFor, buildChain, cuilOf, isElectronic } from '../../signature/index.ts';
import { readCertificate, readCertificates } from '../certificates.ts';
import { tryToSign } from '../doctor/trial.ts';
import type { TokenPorts } from '../signing/token-ports.ts';
import { type ReadableDB, type Store, type WritableDB, sql } from '../store/index.ts';

export interface DeskTokenRooms {
  readonly store: Pick<Store, 'journal'>;
  readonly tokens: Pick<TokenPorts, 'client' | 'listAll'>;
  /** PEM. */
  readonly trustAnchors: readonly string[];
  readonly person: { readonly name: string; readonly capacity: string; readonly cuil: string | null };
  readonly ids: () => string;
  readonly now: () => Date;
  /** What the PIN window shows, in the person's language. */
  readonly caption: () => string;
}

/** The PIN may take a person a while. */
const pinMs = 11 * 60_000;

/** Remembers the certificate with which the person of this desk proved to be who he or she is. */
export function pinDeskToken(tx: WritableDB<'journal'>, now: Date, certificateSha256: string): void {
  tx.run(sql`insert into desk_tokens (certificate_sha256, pinned_at) values (${certificateSha256}, ${now.toISOString()})
    on conflict (certificate_sha256) do nothing`);
}

/**
 * Those, and the ones that signed here digitally. Another person's CUIL in one stops a signature (`certificateOfAnother`); where one has no CUIL, and
 * another name, the signer was only warned (`holderUnproven`) and went on: such a one opens the desk too, by that person's word.
 */
function pinned(db: ReadableDB<'journal'>): ReadonlySet<string> {
  const rows = db.all<{ sha256: string }>(
    sql`select certificate_sha256 as sha256 from desk_tokens
      union select distinct certificate_sha256 from signed_acts where electronic = 0`,
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

interface Candidate {
  readonly libraryId: string;
  readonly listing: TokenListing;
  readonly token: Token;
  readonly told: TokenCertificate;
  readonly certificate: Certificate;
}

/** The lock's half in the office: whether a token opens this desk, and the proof that its person has it in hand and knows its PIN. */
export function aboutDeskToken(rooms: DeskTokenRooms): Pick<Handlers<Calls>, 'desk.tokenKnown' | 'desk.prove'> {
  const { store, tokens } = rooms;
  const prove = async (): Promise<Outcome<{ certificateSha256: Sha256 }>> => {
    const states = await tokens.listAll();
    const found = states.flatMap(({ libraryId, listing }) =>
      libraryId === electronicLibrary || listing === null ? [] : candidatesIn(libraryId, listing),
    );
    const known = pinned(store.journal);
    const own =
      found.find(({ certificate }) => known.has(certificate.sha256)) ?? found.find((one) => isOwn(one, rooms));
    if (!own) {
      const trouble = states.find(({ listing, failure }) => listing === null && failure !== null)?.failure ?? null;
      return failed(refusal(found, trouble, rooms.person.name));
    }
    const host = await tokens.client(own.libraryId);
    if (!host.ok) return host;
    const { certificateSha256 } = own.told;
    const { ids, now, person } = rooms;
    const proof = await tryToSign(
      {
        ...{ host: host.value, listing: whateverItsAge(own), now: now(), ids, person, caption: rooms.caption() },
        ...{ unlock: true, openMs: pinMs, signMs: pinMs },
      },
      { tokenSerial: own.token.serial, certificateSha256 },
    );
    switch (proof.kind) {
      case 'failed':
        return failed(proof.failure);
      case 'wrong':
        return failed({ kind: 'signatureInvalid', detail: 'the challenge of the lock' });
      case 'verified':
        store.journal.write((tx) => pinDeskToken(tx, now(), certificateSha256));
        return done({ certificateSha256 });
    }
  };
  return {
    'desk.tokenKnown': async () => done({ known: pinned(store.journal).size > 0 }),
    'desk.prove': prove,
  };
}

/** What a certificate says of its age tells nothing of who has it in hand: one that has run out still opens the desk it opened before. */
const whateverItsAge = ({ listing, told }: Candidate): TokenListing => ({
  ...listing,
  tokens: listing.tokens.map((token) => ({
    ...token,
    certificates: token.certificates.map((one) =>
      one.certificateSha256 === told.certificateSha256 ? { ...one, unsuitable: null } : one,
    ),
  })),
});

function candidatesIn(libraryId: string, listing: TokenListing): Candidate[] {
  return listing.tokens.flatMap((token) =>
    token.certificates.flatMap((told) => {
      if (told.unsuitable !== null && told.unsuitable !== 'expired') return [];
      const certificate = readCertificate(told.der);
      // The key in a file that signs electronically is not a token: whoever copies the file has it.
      return certificate && !isElectronic(certificate) ? [{ libraryId, listing, token, told, certificate }] : [];
    }),
  );
}

/** A certificate that never was here, such as a renewed one: it names the person's CUIL, is valid, and leads to an anchor. */
function isOwn({ told, token, certificate }: Candidate, { person, trustAnchors, now }: DeskTokenRooms): boolean {
  const cuil = cuilOf(certificate.subject.serialNumber);
  if (told.unsuitable !== null || cuil === null || cuil !== person.cuil?.replace(/\D/g, '')) return false;
  const anchors = anchorsFor(certificate, trustAnchors.flatMap(readCertificates));
  const intermediates = [...token.certificates.flatMap(({ der }) => readCertificate(der) ?? []), ...anchors];
  return buildChain(certificate, { anchors, intermediates, at: now() }).kind === 'trusted';
}

function refusal(found: readonly Candidate[], trouble: Failure | null, person: string): Failure {
  const [other] = found;
  if (other) return { kind: 'certificateOfAnother', holder: other.told.commonName, person };
  return trouble ?? { kind: 'tokenAbsent', token: null };
}
