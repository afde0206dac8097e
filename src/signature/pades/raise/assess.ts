/** Which level a document has reached, from what it carries itself (EN 319 142-1, 6.1 to 6.3). */
import type { HttpTransport } from '../../net.ts';
import { findPath } from '../../trust/aia.ts';
import type { Certificate } from '../../trust/certificate.ts';
import { Material } from './material.ts';
import type { MaterialSources } from './material.ts';
import type { ValidationStore } from './store.ts';
import type { Stamp, Survey, SurveyedSignature, SurveyedStamp } from './survey.ts';
import type { MissingPiece, RaiseStanding, ValidationServices } from './types.ts';

/** No questions: what is in the document has to do. */
export const noLine: HttpTransport = {
  request: () => Promise.resolve({ kind: 'failed', reason: 'unreachable', detail: 'not asked' }),
};

/** The anchors, and what else is known of a document, as `Material` wants it. */
export function sourcesOf(
  services: ValidationServices,
  store: ValidationStore,
  survey: Survey,
  line: Pick<MaterialSources, 'transport' | 'cache'>,
): MaterialSources {
  const carried = [...survey.signatures, ...survey.documentStamps].flatMap(({ certificates }) => certificates);
  return {
    ...line,
    memory: services.memory,
    anchors: services.anchors,
    certificates: [...(services.intermediates ?? []), ...store.certificates, ...carried],
    statements: store.statements,
    at: latest(services.at, survey),
  };
}

/** This computer's clock may be behind; a time-stamp that is there already shows how late it is at least. */
function latest(at: Date, { signatures, documentStamps }: Survey): Date {
  const stamps = [...documentStamps, ...signatures.flatMap((signature) => signature.stamps)];
  return new Date(Math.max(at.getTime(), ...stamps.map(({ time }) => time.getTime())));
}

/** The time-stamps that prove when a signature existed: its own, and those over a document that held it. */
export function proofsOf(signature: SurveyedSignature, survey: Pick<Survey, 'documentStamps'>): Stamp[] {
  return [...signature.stamps, ...survey.documentStamps.filter(({ range }) => range.end > signature.range.end)];
}

/** Those of a list of time-stamps whose path leads to an anchor (or that are complete, where no anchors are given). */
export async function trustedStamps<T extends Stamp>(stamps: readonly T[], sources: MaterialSources): Promise<T[]> {
  const trusted: T[] = [];
  for (const stamp of stamps) {
    const intermediates = [...sources.certificates, ...stamp.certificates];
    const path = await findPath(stamp.certificate, stamp.time, { ...sources, intermediates });
    if (path.kind === 'trusted' || sources.anchors.length === 0) trusted.push(stamp);
  }
  return trusted;
}

/** The moment by which a signature is proven to have existed; null: by none. */
export function provenSince(stamps: readonly Stamp[]): Date | null {
  return stamps.reduce<Date | null>((first, { time }) => (first === null || time < first ? time : first), null);
}

/**
 * The document time-stamp that keeps everything else provable: the newest, when it covers every signature and all of the /DSS.
 * null: the document has no level that lasts.
 */
export function archiveStampOf(survey: Survey, { newestOffset }: ValidationStore): SurveyedStamp | null {
  const newest = survey.documentStamps.at(-1);
  if (newest === undefined || newestOffset === null || newestOffset > newest.range.before) return null;
  return survey.signatures.some(({ range }) => range.end > newest.range.end) ? null : newest;
}

/** Validation data for all signatures and time-stamps, those given in `except` left out. */
export async function collectFor(
  survey: Survey,
  sources: MaterialSources,
  except: SurveyedStamp | null,
): Promise<Material> {
  const material = new Material(sources);
  for (const signature of survey.signatures) {
    const proofs = await trustedStamps(proofsOf(signature, survey), sources);
    const provenAt = provenSince(proofs);
    if (provenAt !== null) await material.collect(signature.certificate, signature.certificates, provenAt);
    for (const stamp of signature.stamps) {
      // One that is not trusted proves nothing, and its data nothing either.
      if (proofs.includes(stamp)) await material.collect(stamp.certificate, stamp.certificates, stamp.time);
    }
  }
  for (const stamp of await trustedStamps(survey.documentStamps, sources)) {
    if (stamp !== except) await material.collect(stamp.certificate, stamp.certificates, stamp.time);
  }
  return material;
}

/** The level of the document by its own content, and until when that holds. Asks nobody. */
export async function assess(
  survey: Survey,
  store: ValidationStore,
  services: ValidationServices,
): Promise<Omit<RaiseStanding, 'missing'>> {
  if (survey.broken.length > 0 || survey.signatures.length === 0) {
    return { reached: null, revoked: [], renewBefore: null };
  }
  const sources = sourcesOf(services, store, survey, { transport: noLine });
  const proofs: Stamp[][] = [];
  for (const signature of survey.signatures) proofs.push(await trustedStamps(proofsOf(signature, survey), sources));
  if (proofs.some((stamps) => stamps.length === 0)) {
    return { reached: 'B-B', revoked: [], renewBefore: earliestEnd(survey.signatures) };
  }
  const lasting = earliest(proofs.map((stamps) => latestEnd(stamps)));
  const archive = archiveStampOf(survey, store);
  const { missing, revoked } = await collectFor(survey, sources, archive);
  if (missing.length > 0 || store.newestOffset === null) return { reached: 'B-T', revoked, renewBefore: lasting };
  const isTrusted = archive !== null && (await trustedStamps([archive], sources)).length > 0;
  return isTrusted && hasOlderProof(archive, survey)
    ? { reached: 'B-LTA', revoked, renewBefore: archive.certificate.notAfter }
    : { reached: 'B-LT', revoked, renewBefore: lasting };
}

/** Whether each signature's time is proven by another time-stamp than the archive's own. */
function hasOlderProof(archive: SurveyedStamp, survey: Survey): boolean {
  return survey.signatures.every((signature) => proofsOf(signature, survey).some((stamp) => stamp !== archive));
}

function earliestEnd(list: readonly { readonly certificate: Certificate }[]): Date | null {
  return earliest(list.map(({ certificate }) => certificate.notAfter));
}

function latestEnd(list: readonly Stamp[]): Date {
  return new Date(Math.max(...list.map(({ certificate }) => certificate.notAfter.getTime())));
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : new Date(Math.min(...dates.map((each) => each.getTime())));
}

/** Pieces said once, although several signatures lack them. */
export function distinct(missing: readonly MissingPiece[]): MissingPiece[] {
  const seen = new Set<string>();
  return missing.filter((piece) => {
    const key = 'certificate' in piece ? `${piece.kind} ${piece.certificate.sha256}` : JSON.stringify(piece);
    return seen.size !== seen.add(key).size;
  });
}
