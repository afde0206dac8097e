import type { ActRow } from '../../../src/contract/acts.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import type { Failure, Outcome } from '../../../src/contract/failures.ts';
import type { ActId, Sha256 } from '../../../src/contract/ids.ts';
import type { ActLevel, HealthRow, Preflight, SignatureReport } from '../../../src/contract/levels.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const no = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });

/** What a test may bend of levels, reports and the list before the PIN. */
export interface LevelBends {
  /** `closed`: the first act's document wants the password "clave". */
  preflight: 'good' | 'doubtful' | 'refused' | 'failing' | 'closed';
  report: 'good' | 'broken';
}
export const straightLevels = (): LevelBends => ({ preflight: 'good', report: 'good' });

const noStamp: Failure = { kind: 'timestampMissing', detail: 'tsa.ejemplo.invalid: noAnswer ECONNREFUSED' };
const inYears = (years: number): string => new Date(Date.UTC(2026 + years, 2, 9, 12)).toISOString();

/** The level of the n-th signed act: most arrived, some on their way. */
export function levelAt(index: number): ActLevel {
  if (index % 4 === 1) {
    return { reached: 'B', wanted: 'LTA', waitingFor: noStamp, attempts: 3, provableUntil: inYears(1) };
  }
  return { reached: 'LTA', wanted: 'LTA', waitingFor: null, attempts: 0, provableUntil: inYears(8) };
}

type Answered = Pick<
  Handlers<Calls>,
  | 'signing.preflight'
  | 'reports.act'
  | 'reports.save'
  | 'reports.revision'
  | 'files.verify'
  | 'cases.health'
  | 'levels.renew'
>;

export function levelHandlers(rows: ReadonlyMap<ActId, ActRow>, bends: LevelBends, changed: () => void): Answered {
  const renewed = new Set<ActId>();
  return {
    'signing.preflight': async ({ items }) =>
      bends.preflight === 'failing'
        ? no({ kind: 'tokenAbsent', token: 'Fojas Practica' })
        : ok(preflightOf(bends.preflight, items, rows)),
    'reports.act': async ({ actId, locale }) => {
      const row = rows.get(actId);
      if (!row?.signedSha256) return no({ kind: 'actUnknown', actId });
      const file = { sha256: row.signedSha256, size: row.size };
      const broken = bends.report === 'broken';
      const sentence = sentences[broken ? 'broken' : 'good'][locale];
      const signatures = broken ? [brokenOne(sentence)] : goodOnes(sentence, row.size);
      return ok({
        ...{ file, verifiedAt: new Date().toISOString(), level: row.level, sentence, signatures },
        trustList: { name: 'Autoridades de práctica', version: '2026-11' },
        overall: broken ? 'TOTAL_FAILED' : 'TOTAL_PASSED',
        machine: JSON.stringify({ file, signatures }, null, 2),
      });
    },
    // A file that begins with "cerrado" wants the password "clave"; one with "llano" bears no signature.
    'files.verify': async ({ bytes, password, locale }) => {
      const text = new TextDecoder().decode(bytes);
      const isClosed = text.startsWith('cerrado');
      const isPlain = text.startsWith('llano');
      if (isClosed && password === null) return no({ kind: 'pdfPasswordNeeded' });
      if (isClosed && password !== 'clave') return no({ kind: 'pdfPasswordWrong' });
      const file = { sha256: 'e'.repeat(64) as Sha256, size: bytes.length };
      const sentence = sentences.good[locale];
      return ok({
        ...{ file, verifiedAt: new Date().toISOString(), level: null, sentence },
        overall: isPlain ? 'UNSIGNED' : 'TOTAL_PASSED',
        signatures: isPlain ? [] : goodOnes(sentence, bytes.length),
        trustList: { name: 'Autoridades de práctica', version: '2026-11' },
        machine: JSON.stringify({ file }, null, 2),
      });
    },
    'reports.save': async () => ok({ path: '/home/oficina/informes/fojas-validation-e3b0c44298fc-20261122.json' }),
    'reports.revision': async ({ sha256, end }) => ok({ sha256: sha256 as Sha256, size: end }),
    'cases.health': async ({ caseId, after, limit }) => {
      const signed = [...rows.values()].filter((row) => row.caseId === caseId && row.level !== null);
      const all = signed.map((row) => healthOf(row, renewed)).sort((a, b) => endOf(a).localeCompare(endOf(b)));
      const start = after === null ? 0 : Number(after);
      const page = all.slice(start, start + limit);
      const end = start + page.length;
      const worrying = all.filter(({ level, because }) => because === 'lost' || level.reached !== level.wanted).length;
      return ok({ rows: page, total: all.length, worrying, next: end < all.length ? String(end) : null });
    },
    'levels.renew': async ({ actIds }) => {
      for (const actId of actIds) renewed.add(actId);
      changed();
      return ok({ queued: actIds.length, left: 0 });
    },
  };
}

const endOf = (row: HealthRow): string => row.level.provableUntil ?? '';

function healthOf(row: ActRow, renewed: ReadonlySet<ActId>): HealthRow {
  const queued = renewed.has(row.actId);
  const level: ActLevel = queued ? { ...row.level!, waitingFor: null } : row.level!;
  return {
    ...{ actId: row.actId, title: row.title, number: row.registration?.number ?? null, queued },
    level,
    because: level.reached === 'B' ? 'signerEnds' : 'timestampEnds',
    renewable: level.reached !== level.wanted && (!queued || level.waitingFor !== null),
  };
}

function preflightOf(
  how: Exclude<LevelBends['preflight'], 'failing'>,
  items: readonly { actId: ActId; password?: string | undefined }[],
  rows: ReadonlyMap<ActId, ActRow>,
): Preflight {
  const total = items.length;
  const doubtful = how === 'doubtful' || how === 'refused';
  const password = items[0]?.password;
  const closed: Failure | null =
    how !== 'closed' || password === 'clave'
      ? null
      : { kind: password === undefined ? 'pdfPasswordNeeded' : 'pdfPasswordWrong' };
  const title = rows.get(items[0]!.actId)?.title ?? '';
  const failure: Failure = { kind: 'pdfRefused', reason: 'hybrid', detail: 'two kinds of tables' };
  return {
    blocked: how === 'refused',
    findings: [
      { check: 'time', verdict: doubtful ? 'warn' : 'ok', reason: doubtful ? 'endsSoon' : 'inTime', until: inYears(1) },
      { check: 'use', verdict: 'ok', reason: 'forSigning' },
      how === 'refused'
        ? { check: 'revocation', verdict: 'no', reason: 'revoked', asOf: inYears(0) }
        : {
            check: 'revocation',
            verdict: doubtful ? 'warn' : 'ok',
            reason: doubtful ? 'unknown' : 'good',
            asOf: doubtful ? null : inYears(0),
          },
      { check: 'chain', verdict: 'ok', reason: 'accepted', issuer: 'AC de práctica Fojas' },
      { check: 'person', verdict: 'ok', reason: 'same', cuil: '27123456780' },
      { check: 'clock', verdict: 'ok', reason: 'right', offsetMs: 1200 },
      (doubtful && total > 1) || closed
        ? {
            check: 'documents',
            verdict: 'warn',
            reason: 'refused',
            tried: total,
            ...{ total, covered: 0 },
            refused: [{ actId: items[0]!.actId, title, failure: closed ?? failure }],
          }
        : { check: 'documents', verdict: 'ok', reason: 'signable', tried: total, total, covered: 0, refused: [] },
    ],
  };
}

const sentences = {
  good: {
    'es-AR':
      'La firma es válida: el documento no cambió desde que se firmó y el certificado lleva a una autoridad de confianza.',
    en: 'The signature is valid: the document has not changed since it was signed and the certificate leads to a trusted authority.',
    'pt-BR':
      'A assinatura é válida: o documento não mudou desde que foi assinado e o certificado leva a uma autoridade confiável.',
  },
  broken: {
    'es-AR':
      'La firma no está bien formada o el documento fue alterado después de firmarse: no vale como prueba de lo que se ve.',
    en: 'The signature is malformed or the document was altered after signing: it proves nothing about what is shown.',
    'pt-BR': 'A assinatura está malformada ou o documento foi alterado depois de assinado: não prova o que se vê.',
  },
} as const;

const path: SignatureReport['path'] = [
  {
    subject: 'CN=Ofelia Quirós Balmaceda, serialNumber=CUIL 27123456780, O=Practica Fojas',
    until: inYears(2),
    revocation: { outcome: 'good', kind: 'ocsp', asOf: inYears(0) },
  },
  {
    subject: 'CN=AC de práctica Fojas, O=Practica Fojas',
    until: inYears(10),
    revocation: { outcome: 'good', kind: 'crl', asOf: inYears(0) },
  },
];

function goodOnes(sentence: string, size: number): SignatureReport[] {
  const signature: SignatureReport = {
    ...{ field: 'Firma1', kind: 'signature', indication: 'TOTAL_PASSED', subIndication: null, level: 'LTA' },
    signer: {
      electronic: false,
      ...{ name: 'Ofelia Quirós Balmaceda', issuer: 'AC de práctica Fojas', cuil: '27123456780' },
      certificateSha256: 'c'.repeat(64),
    },
    ...{ claimedAt: inYears(0), provenAt: inYears(0), timestamps: [], path, modification: 'allowed', sentence },
    reasons: ['validationDataAdded: Validation data was added.', 'timestampAdded: A document time-stamp was added.'],
    revisionEnd: size - 1,
  };
  const stamp: SignatureReport = {
    ...signature,
    ...{ field: 'Sello1', kind: 'documentTimestamp', level: null, provenAt: null, modification: 'none', reasons: [] },
    signer: {
      electronic: false,
      ...{ name: 'TSA de práctica', issuer: 'AC de práctica Fojas', cuil: null, certificateSha256: 'd'.repeat(64) },
    },
    revisionEnd: null,
  };
  return [signature, stamp];
}

const brokenOne = (sentence: string): SignatureReport => ({
  ...{ field: 'Firma1', kind: 'signature', indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE', level: null },
  ...{ signer: null, claimedAt: null, provenAt: null, timestamps: [], path: [], modification: 'forbidden', sentence },
  reasons: [
    'pageChanged: A page was changed after signing.',
    'orphanBytes: Bytes after the signature belong to no object.',
  ],
  revisionEnd: null,
});
