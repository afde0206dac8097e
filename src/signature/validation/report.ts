/**
 * The whole truth about a file in three layers that say the same: one sentence for who has to decide, details for who keeps the
 * file, and this report, complete, for machines and for those who check us. It holds what is needed to reach the same verdict again.
 */
import type { ByteSource } from '../bytes.ts';
import { createDigest } from '../crypto.ts';
import type { AlgorithmTable, Reliability } from '../trust/algorithms.ts';
import type { TrustListMention } from '../trust/list.ts';
import { verifyDocument } from './document.ts';
import type { VerifyOptions } from './options.ts';
import { defaultPolicy } from './policy.ts';
import type { ValidationPolicy } from './policy.ts';
import { codeOf, reasonWords } from './reason-words.ts';
import { describeRevisions } from './revisions.ts';
import type { RevisionReport } from './revisions.ts';
import { fileSentence, languages } from './sentences.ts';
import type { FileVerdict, SignatureVerdict } from './verdict.ts';
import { verdictSentence } from './words.ts';
import type { Language } from './words.ts';

export const reportSchema = 'fojas-validation-report';
export const reportVersion = 1;

type InLanguages = Readonly<Record<Language, string>>;

export interface ValidationReport {
  readonly schema: typeof reportSchema;
  readonly version: typeof reportVersion;
  /** The moment of validation, ISO 8601 in UTC: with the same trust and the same moment the verdict is the same. */
  readonly at: string;
  readonly file: { readonly name: string | null; readonly size: number; readonly sha256: string };
  readonly policy: {
    readonly id: string;
    readonly revocation: ValidationPolicy['revocation'];
    readonly longestRevocationAge: number | null;
    readonly algorithms: readonly { readonly name: string; readonly until: string | null }[];
  };
  readonly trust: {
    /** SHA-256 of the certificates trusted by themselves. */
    readonly anchors: readonly string[];
    readonly list: TrustListMention | null;
  };
  /** The first layer. */
  readonly sentence: InLanguages;
  readonly signatures: readonly SignatureReport[];
  /** null for what is no PDF, or cannot be opened. */
  readonly revisions: readonly RevisionReport[] | null;
  readonly error: string | null;
}

export interface SignatureReport extends SignatureVerdict {
  readonly sentence: InLanguages;
  /** Each reason's code with what it means in words. */
  readonly explained: readonly { readonly code: string; readonly words: InLanguages | null; readonly detail: string }[];
}

/** Verifies a file and reports everything. @throws the system's error when `source` cannot be read; nothing else. */
export async function reportOn(
  source: ByteSource,
  options: VerifyOptions,
  name: string | null = null,
): Promise<ValidationReport> {
  const at = options.at ?? new Date();
  const verdict = await verifyDocument(source, { ...options, at });
  return assembleReport(source, verdict, { ...options, at }, name);
}

/** The report of a verdict that was reached already, with the same options. */
export async function assembleReport(
  source: ByteSource,
  verdict: FileVerdict,
  options: VerifyOptions & { readonly at: Date },
  name: string | null = null,
): Promise<ValidationReport> {
  const policy = { ...defaultPolicy, ...options.policy };
  return {
    schema: reportSchema,
    version: reportVersion,
    at: options.at.toISOString(),
    file: { name, size: source.size, sha256: await digestOfAll(source) },
    policy: {
      id: policy.id,
      revocation: policy.revocation,
      longestRevocationAge: policy.longestRevocationAge,
      algorithms: linesOf(policy.algorithms),
    },
    trust: { anchors: options.anchors.map(({ sha256 }) => sha256), list: options.trustList?.mention ?? null },
    sentence: inLanguages((language) => fileSentence(verdict, language)),
    signatures: verdict.signatures.map(signatureReport),
    revisions: isPdf(source) ? describeRevisions(source, options.password) : null,
    error: verdict.error,
  };
}

function signatureReport(signature: SignatureVerdict): SignatureReport {
  return {
    ...signature,
    sentence: inLanguages((language) => verdictSentence(signature, language)),
    explained: signature.reasons.map((reason) => {
      const code = codeOf(reason);
      return { code, words: reasonWords(code), detail: reason.slice(code.length + 2) };
    }),
  };
}

function linesOf(table: AlgorithmTable): { name: string; until: string | null }[] {
  const line = (name: string, reliability: Reliability) => {
    if (reliability === 'still') return [];
    return [{ name, until: reliability === 'never' ? null : reliability.until.toISOString() }];
  };
  return [
    ...Object.entries(table.digests).flatMap(([name, reliability]) => line(name, reliability)),
    ...table.rsa.flatMap(({ below, reliability }) => line(`rsa-below-${below}`, reliability)),
    ...Object.entries(table.curves).flatMap(([name, reliability]) => line(name, reliability)),
  ];
}

function inLanguages(say: (language: Language) => string): InLanguages {
  return Object.fromEntries(languages.map((language) => [language, say(language)])) as Record<Language, string>;
}

function isPdf(source: ByteSource): boolean {
  return Buffer.from(source.readSync(0, 1032)).includes('%PDF-');
}

async function digestOfAll(source: ByteSource): Promise<string> {
  const hash = createDigest('sha256');
  for await (const piece of source.stream(0, source.size)) hash.update(piece);
  return hash.digest('hex');
}
