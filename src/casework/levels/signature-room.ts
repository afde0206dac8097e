import { createPublicKey } from 'node:crypto';
import type { Locale, OfficeConfig } from '../../contract/config.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { type FileIndication, type Indication, type Level, SignatureReport } from '../../contract/levels.ts';
import {
  type BaselineLevel,
  type ByteSource,
  type Certificate,
  type FileVerdict,
  type HttpTransport,
  PdfError,
  type RevocationCache,
  type RevocationSource,
  type SignatureVerdict,
  type TrustList,
  TrustListError,
  assembleReport,
  cuilOf,
  fileSentence,
  findRevocation,
  openPdf,
  parseCertificates,
  readKeptList,
  sha256Hex,
  verdictSentence,
  verifyDocument,
} from '../../signature/index.ts';

/** What the signature room says of a file, as a report needs it. */
export interface Examination {
  readonly overall: FileIndication;
  readonly sentence: string;
  readonly signatures: readonly SignatureReport[];
  readonly trustList: { readonly name: string; readonly version: string };
  /** Everything, for machines. */
  readonly report: unknown;
}

export interface ExamineOptions {
  readonly at: Date;
  readonly locale: Locale;
  /** Opens an encrypted document. */
  readonly password?: string;
  /** The document that a detached signature is about. */
  readonly beside?: Uint8Array;
}

export interface Validator {
  /** Fails with `pdfPasswordNeeded` or `pdfPasswordWrong` where an encrypted document stays closed. */
  examine(source: ByteSource, options: ExamineOptions): Promise<Outcome<Examination>>;
}

/** Milliseconds for seeing whether a document is encrypted. */
const lookMs = 300;

const byName: Readonly<Record<BaselineLevel, Level>> = { 'B-B': 'B', 'B-T': 'T', 'B-LT': 'LT', 'B-LTA': 'LTA' };

/**
 * Our own validator, with the office's anchors and its newest trust list, and with what the authorities say of certificates whose
 * revocation data the file does not carry.
 */
export function ownValidator(options: {
  readonly config: Pick<OfficeConfig, 'trustAnchors' | 'trustList'>;
  readonly transport: HttpTransport;
  readonly cache: RevocationCache;
  /** Milliseconds that a question about one certificate may take. */
  readonly patienceMs: number;
}): Validator {
  const { trustAnchors, trustList } = options.config;
  const anchors = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  return {
    async examine(source, { at, locale, password, beside }) {
      const closed = closedBy(source, password);
      if (closed) return failed(closed);
      const list = trustList ? readList(trustList) : done(null);
      if (!list.ok) return list;
      const revocation = revocationSource(options, at);
      const asked = {
        ...{ anchors, at, revocation, password },
        ...(list.value ? { trustList: list.value } : {}),
        ...(beside ? { detachedContent: beside } : {}),
      };
      const verdict = await verifyDocument(source, asked);
      return done({
        overall: worstOf(verdict),
        sentence: fileSentence(verdict, locale),
        signatures: verdict.signatures.map((one) => reportOf(one, locale)),
        trustList: mentionOf(list.value, anchors),
        report: await assembleReport(source, verdict, asked),
      });
    },
  };
}

/** Why an encrypted document cannot be looked into; null for every other file, whatever else is wrong with it. */
function closedBy(source: ByteSource, password: string | undefined): Failure | null {
  try {
    const { security } = openPdf(source, { password, milliseconds: lookMs });
    if (security.kind !== 'locked') return null;
    if (security.why.kind === 'passwordNeeded') return { kind: 'pdfPasswordNeeded' };
    return security.why.kind === 'passwordWrong' ? { kind: 'pdfPasswordWrong' } : null;
  } catch (error) {
    if (error instanceof PdfError) return null;
    throw error;
  }
}

function readList({ folder, keys }: NonNullable<OfficeConfig['trustList']>): Outcome<TrustList> {
  try {
    const pinned = keys.map((pem) => createPublicKey(pem).export({ type: 'spki', format: 'der' }));
    return done(readKeptList(folder, pinned));
  } catch (error) {
    const code = error instanceof TrustListError ? error.kind : codeOf(error);
    if (code === null) throw error;
    const failure: Failure = { kind: 'fileUnreadable', file: folder, code };
    return failed(failure);
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

/** Anchors that are configured one by one have no version of their own: their fingerprint, short, stands for it. */
function mentionOf(list: TrustList | null, anchors: readonly Certificate[]): Examination['trustList'] {
  if (list) return { name: list.mention.territory, version: String(list.mention.version) };
  const names = anchors.map(({ sha256 }) => sha256).sort();
  return { name: '', version: sha256Hex(Buffer.from(names.join('\n'))).slice(0, 16) };
}

function revocationSource(
  { transport, cache, patienceMs }: { transport: HttpTransport; cache: RevocationCache; patienceMs: number },
  at: Date,
): RevocationSource {
  const nothing = { crls: [], ocsps: [] };
  return async ({ certificate, issuer }) => {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patienceMs);
    });
    const looking = findRevocation({ certificate, issuer, at, provenAt: at }, { transport, cache });
    const found = await Promise.race([looking, patience]).finally(() => clearTimeout(timer));
    if (found?.kind !== 'found') return nothing;
    const { kind, der } = found.statement;
    return kind === 'crl' ? { crls: [der], ocsps: [] } : { crls: [], ocsps: [der] };
  };
}

const gravity: readonly Indication[] = ['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED'];

/** The file's verdict is that of its worst signature; a file without any, or that cannot be examined, proves nothing. */
function worstOf({ signatures, error }: FileVerdict): FileIndication {
  if (error !== null) return 'TOTAL_FAILED';
  const isSigned = signatures.some(({ kind }) => kind === 'signature');
  // Time-stamps that hold prove when a document was there, and not who signed it.
  if (!isSigned && signatures.every(({ indication }) => indication === 'TOTAL_PASSED')) return 'UNSIGNED';
  return gravity[Math.max(...signatures.map(({ indication }) => gravity.indexOf(indication)))] ?? 'TOTAL_FAILED';
}

function reportOf(one: SignatureVerdict, locale: Locale): SignatureReport {
  const { details, signer, level } = one;
  return SignatureReport.parse({
    ...{ field: one.field, kind: one.kind, indication: one.indication, subIndication: one.subIndication },
    level: level === null ? null : byName[level],
    signer: signer && {
      ...{ name: signer.commonName, issuer: signer.issuer, cuil: cuilOf(signer.serialNumber) },
      ...{ certificateSha256: signer.certificateSha256, electronic: signer.electronic },
    },
    claimedAt: signer?.claimedSigningTime ?? null,
    provenAt: details?.existence.proven ? details.existence.by : null,
    timestamps: (details?.timestamps ?? []).map(({ authority, time, indication }) => ({
      ...{ authority: authority?.commonName ?? null, at: time, indication },
    })),
    path: (details?.path ?? []).map(({ subject, notAfter, revocation }) => ({
      ...{ subject, until: notAfter },
      revocation: revocation && {
        outcome: revocation.outcome,
        kind: revocation.statement?.kind ?? null,
        asOf: revocation.statement?.thisUpdate ?? null,
      },
    })),
    modification: one.modification,
    reasons: [...one.reasons],
    revisionEnd: details?.coverage?.end ?? null,
    sentence: verdictSentence(one, locale),
  });
}
