import type { Locale } from '../../contract/config.ts';
import { type Indication, type Level, SignatureReport } from '../../contract/levels.ts';
import {
  type BaselineLevel,
  type ByteSource,
  type FileVerdict,
  type SignatureVerdict,
  cuilOf,
  parseCertificates,
  verdictSentence,
  verifyPdf,
} from '../../signature/index.ts';
import { type LevelFacts, levels } from './port.ts';

/** What the signature room says of a file, as a report needs it. */
export interface Examination {
  readonly overall: Indication;
  readonly sentence: string;
  readonly signatures: readonly SignatureReport[];
  /** The verdict itself, for machines. */
  readonly verdict: unknown;
}

export interface Validator {
  examine(source: ByteSource, options: { readonly at: Date; readonly locale: Locale }): Promise<Examination>;
}

const byName: Readonly<Record<BaselineLevel, Level>> = { 'B-B': 'B', 'B-T': 'T', 'B-LT': 'LT', 'B-LTA': 'LTA' };
const levelOf = (level: BaselineLevel | null): Level | null => (level === null ? null : byName[level]);

/** A file proves what its weakest signature does; `B` also where one has no baseline level at all. */
function lowestLevel(signatures: readonly SignatureVerdict[]): Level {
  const ranks = signatures
    .filter(({ kind }) => kind === 'signature')
    .map(({ level }) => levels.indexOf(levelOf(level) ?? 'B'));
  return levels[ranks.length === 0 ? 0 : Math.min(...ranks)] ?? 'B';
}

/**
 * Level and end of proof as our own validator reads them. Below LT the signer's certificate is all there is; from LT on, the newest
 * document time-stamp's certificate is what carries the rest.
 */
export function factsOf({ signatures }: FileVerdict): LevelFacts {
  const level = lowestLevel(signatures);
  const counts = level === 'B' || level === 'T' ? 'signature' : 'documentTimestamp';
  const ends = signatures
    .filter(({ kind }) => kind === counts)
    .flatMap(({ signer }) => (signer ? [Date.parse(signer.validUntil)] : []));
  if (ends.length === 0) return { level, provableUntil: null };
  return { level, provableUntil: new Date(counts === 'signature' ? Math.min(...ends) : Math.max(...ends)) };
}

/** Our own validator, with the office's anchors. */
export function ownValidator(
  trustAnchors: readonly string[],
): Validator & { look(source: ByteSource): Promise<LevelFacts> } {
  const anchors = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  return {
    look: async (source) => factsOf(await verifyPdf(source, { anchors })),
    async examine(source, { at, locale }) {
      const verdict = await verifyPdf(source, { anchors, at });
      const signatures = verdict.signatures.map((one, index) =>
        reportOf(one, verdict.signatures.slice(index + 1), locale),
      );
      const worst = worstOf(verdict);
      return {
        overall: worst.indication,
        sentence: verdictSentence(worst, locale),
        signatures,
        verdict,
      };
    },
  };
}

type Said = Pick<SignatureVerdict, 'indication' | 'subIndication'>;

const gravity: readonly Indication[] = ['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED'];

/** The file's verdict is that of its worst signature; a file without any, or that cannot be examined, proves nothing. */
function worstOf({ signatures, error }: FileVerdict): Said {
  const signed = signatures.filter(({ kind }) => kind === 'signature');
  const sorted = [...signed].sort((a, b) => gravity.indexOf(b.indication) - gravity.indexOf(a.indication));
  const [worst] = sorted;
  if (worst && error === null) return worst;
  return worst?.indication === 'TOTAL_FAILED' ? worst : { indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' };
}

function reportOf(one: SignatureVerdict, later: readonly SignatureVerdict[], locale: Locale): SignatureReport {
  const stamps = later.filter(({ kind, indication }) => kind === 'documentTimestamp' && indication !== 'TOTAL_FAILED');
  const { details } = one;
  const times = stamps.flatMap(({ signer }) => signer?.claimedSigningTime ?? []).sort();
  return SignatureReport.parse({
    field: one.field,
    kind: one.kind,
    indication: one.indication,
    subIndication: one.subIndication,
    level: levelOf(one.level),
    signer: one.signer && {
      name: one.signer.commonName,
      issuer: one.signer.issuer,
      cuil: cuilOf(one.signer.serialNumber),
      certificateSha256: one.signer.certificateSha256,
    },
    claimedAt: one.signer?.claimedSigningTime ?? null,
    provenAt: details?.existence.proven ? details.existence.by : (times[0] ?? null),
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
