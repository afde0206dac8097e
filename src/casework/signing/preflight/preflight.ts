import { type Outcome, done, failed } from '../../../contract/failures.ts';
import type { ActId } from '../../../contract/ids.ts';
import type { Preflight } from '../../../contract/levels.ts';
import type { TokenListing } from '../../../contract/token.ts';
import type { VisibleChoice } from '../../../contract/visible.ts';
import { type Certificate, type ChainResult, anchorsFor, buildChain } from '../../../signature/index.ts';
import { readCertificate, readCertificates } from '../../certificates.ts';
import { type PrepareRooms, type Wish, prepareAct } from '../prepare.ts';
import { findSigner } from '../signer.ts';
import type { TokenPorts } from '../token-ports.ts';
import { type Accepted, type DryRun, type RevocationKnown, judgePreflight } from './judge.ts';

export interface PreflightRequest {
  readonly items: readonly Wish[];
  readonly libraryId: string;
  readonly tokenSerial: string;
  readonly certificateSha256: string;
  readonly visible: VisibleChoice | null;
}

export interface PreflightRooms {
  readonly tokens: Pick<TokenPorts, 'list'>;
  readonly prepare: PrepareRooms;
  readonly trustAnchors: readonly string[];
  /** This clock put right by the repository's. */
  readonly now: () => Date;
  readonly clockOffsetMs: () => number | null;
  /** Whose certificates the repository said it accepts; null before it was asked. */
  readonly accepted: () => Accepted | null;
  readonly personCuil: string | null;
  /** Asks whether a certificate is revoked; answers soon, with `unknown` where nobody does. */
  readonly revocation: (certificate: Certificate, issuer: Certificate) => Promise<RevocationKnown>;
  readonly titleOf: (actId: string) => string;
  /** Milliseconds for trying documents; what is left over is said. */
  readonly budgetMs?: number;
}

/**
 * Answers "will it be accepted?" before the PIN: nothing is signed, nothing is written, the token is only listed.
 * A token or a certificate that is not there is a failure, as it is when signing starts.
 */
export async function runPreflight(rooms: PreflightRooms, request: PreflightRequest): Promise<Outcome<Preflight>> {
  const listing = await rooms.tokens.list(request.libraryId);
  if (!listing.ok) return listing;
  const token = listing.value.tokens.find(({ serial }) => serial === request.tokenSerial);
  if (!token) return failed({ kind: 'tokenAbsent', token: request.tokenSerial });
  const offered = token.certificates.find(({ certificateSha256 }) => certificateSha256 === request.certificateSha256);
  if (!offered) return failed({ kind: 'certificateMissing', certificateSha256: request.certificateSha256 });

  const now = rooms.now();
  const anchors = rooms.trustAnchors.flatMap(readCertificates);
  const certificate = readCertificate(offered.der);
  const onToken = token.certificates.flatMap(({ der }) => readCertificate(der) ?? []);
  const chain = certificate && chainOf(certificate, anchors, onToken, now);
  const [revocation, dryRun] = await Promise.all([
    certificate && chain ? revocationOf(rooms, certificate, chain) : unknown,
    tryDocuments(rooms, request, listing.value),
  ]);
  return done(
    judgePreflight({
      ...{ now, offered, chain, revocation, dryRun },
      ...{ hasAnchors: anchors.length > 0, accepted: rooms.accepted() },
      ...{ clockOffsetMs: rooms.clockOffsetMs(), personCuil: rooms.personCuil },
    }),
  );
}

const unknown: RevocationKnown = { status: 'unknown', asOf: null };

function chainOf(
  certificate: Certificate,
  anchors: readonly Certificate[],
  onToken: readonly Certificate[],
  at: Date,
): ChainResult {
  return buildChain(certificate, {
    anchors: anchorsFor(certificate, anchors),
    intermediates: [...onToken, ...anchors],
    at,
  });
}

async function revocationOf(
  rooms: PreflightRooms,
  certificate: Certificate,
  { path }: ChainResult,
): Promise<RevocationKnown> {
  const issuer = path[1];
  return issuer ? rooms.revocation(certificate, issuer) : unknown;
}

/**
 * Places each signature without making it, as long as the budget lasts: the bytes are hashed again and every refusal of the signature
 * room comes to light here instead of after the PIN. Acts that nobody read are left out, as in the batch.
 */
async function tryDocuments(rooms: PreflightRooms, request: PreflightRequest, listing: TokenListing): Promise<DryRun> {
  const total = request.items.length;
  const signer = findSigner(listing, request, rooms.trustAnchors, rooms.now());
  if (!signer.ok) return { tried: 0, total, refused: [], covered: 0 };
  const until = performance.now() + (rooms.budgetMs ?? 2500);
  const refused: DryRun['refused'] = [];
  let tried = 0;
  let covered = 0;
  for (const wish of request.items) {
    if (performance.now() > until) break;
    const prepared = await prepareAct(rooms.prepare, wish, signer.value, request.visible);
    tried += 1;
    if (prepared.kind === 'ready' && (prepared.prepared.pdf.over ?? 'nothing') !== 'nothing') covered += 1;
    if (prepared.kind !== 'failed') continue;
    refused.push({ actId: wish.actId as ActId, title: rooms.titleOf(wish.actId), failure: prepared.failure });
  }
  return { tried, total, refused, covered };
}
