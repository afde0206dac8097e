import type { Batch, BatchItem } from '../../contract/acts.ts';
import type { Locale } from '../../contract/config.ts';
import { isWorthAnotherTry } from '../../contract/batch-rest.ts';
import { sayItemState } from '../../contract/words/states.ts';

/** The fixed words of a batch's report. */
export interface ReportWords {
  readonly title: string;
  readonly practice: string;
  /** Across each sheet in practice mode. */
  readonly watermark: string;
  readonly office: string;
  readonly person: string;
  readonly certificate: string;
  readonly fingerprint: string;
  readonly token: string;
  /** Said of electronic signatures alone. */
  readonly kind: string;
  readonly electronic: string;
  readonly pin: { readonly once: string; readonly each: string };
  readonly started: string;
  readonly ended: string;
  readonly took: string;
  readonly result: string;
  readonly stoppedBy: string;
  readonly stoppedByPerson: string;
  readonly acts: string;
  readonly signedFile: string;
  readonly onToken: string;
  readonly left: string;
  readonly unread: string;
  readonly record: string;
  readonly clock: string;
  /** Before `clock`, where the sheet's type lacks a character. */
  readonly lacking: string;
  readonly fileName: string;
  readonly counts: (counts: {
    readonly total: number;
    readonly kept: number;
    readonly failed: number;
    readonly leftOut: number;
    readonly left: number;
  }) => string;
}

const s = (n: number, one: string, other: string): string => `${n} ${n === 1 ? one : other}`;

export const reportWords: Readonly<Record<Locale, ReportWords>> = {
  'es-AR': {
    title: 'INFORME DE FIRMA',
    practice: 'MODO PRÁCTICA: nada de lo firmado tiene valor',
    watermark: 'PRÁCTICA',
    office: 'Dependencia',
    person: 'Firmó',
    certificate: 'Certificado de',
    fingerprint: 'Huella del certificado (SHA-256)',
    token: 'Token',
    kind: 'Clase de firma',
    electronic: 'ELECTRÓNICA, no digital (Ley 25.506, art. 5): si se la niega, debe probarla quien la invoca',
    pin: { once: 'un PIN para todo el lote', each: 'el PIN en cada firma' },
    started: 'Comienzo (reloj de esta PC)',
    ended: 'Fin (reloj de esta PC)',
    took: 'Duración',
    result: 'Resultado',
    stoppedBy: 'Se interrumpió',
    stoppedByPerson: 'la persona lo detuvo',
    acts: 'ACTO POR ACTO, EN SU ORDEN',
    signedFile: 'archivo firmado',
    onToken: 'en el token',
    left: 'falta firmar',
    unread: 'sin leer: quedó afuera',
    record: 'Huella del registro de este lote, asentada en el diario de la oficina',
    clock: 'Las horas son las del reloj de esta PC; la que cuenta es la de registración, que da el repositorio.',
    lacking: 'Los caracteres que la letra de estas hojas no tiene figuran como «?»; el informe en texto los trae.',
    fileName: 'informe-de-firma',
    counts: ({ total, kept, failed, leftOut, left }) =>
      `${s(total, 'acto', 'actos')}: ${s(kept, 'firmado y guardado', 'firmados y guardados')}, ` +
      `${s(failed, 'no se firmó', 'no se firmaron')}, ${s(leftOut, 'quedó afuera', 'quedaron afuera')}, ` +
      `${s(left, 'falta firmar', 'faltan firmar')}`,
  },
  en: {
    title: 'SIGNING REPORT',
    practice: 'PRACTICE MODE: nothing signed here has any value',
    watermark: 'PRACTICE',
    office: 'Office',
    person: 'Signed by',
    certificate: 'Certificate of',
    fingerprint: 'Hash of the certificate (SHA-256)',
    token: 'Token',
    kind: 'Kind of signature',
    electronic: 'ELECTRONIC, not digital (Ley 25.506, art. 5): if it is denied, whoever relies on it has to prove it',
    pin: { once: 'one PIN for the whole batch', each: 'the PIN for each signature' },
    started: 'Start (clock of this PC)',
    ended: 'End (clock of this PC)',
    took: 'Duration',
    result: 'Result',
    stoppedBy: 'It was interrupted',
    stoppedByPerson: 'the person stopped it',
    acts: 'ACT BY ACT, IN ORDER',
    signedFile: 'signed file',
    onToken: 'on the token',
    left: 'still to sign',
    unread: 'unread: left out',
    record: "Hash of this batch's record, written in the office's journal",
    clock: 'Times are those of the clock of this PC; the one that counts is the registration, given by the repository.',
    lacking: 'Characters that the type of these sheets does not have stand as “?”; the report as text has them.',
    fileName: 'signing-report',
    counts: ({ total, kept, failed, leftOut, left }) =>
      `${s(total, 'act', 'acts')}: ${kept} signed and kept, ${failed} not signed, ${leftOut} left out, ${left} still to sign`,
  },
  'pt-BR': {
    title: 'RELATÓRIO DE ASSINATURA',
    practice: 'MODO DE TREINAMENTO: nada do que for assinado tem valor',
    watermark: 'ENSAIO',
    office: 'Unidade',
    person: 'Assinou',
    certificate: 'Certificado de',
    fingerprint: 'Resumo do certificado (SHA-256)',
    token: 'Token',
    kind: 'Classe de assinatura',
    electronic: 'ELETRÔNICA, não digital (Ley 25.506, art. 5): se for negada, deve prová-la quem a invoca',
    pin: { once: 'um PIN para todo o lote', each: 'o PIN em cada assinatura' },
    started: 'Início (relógio deste PC)',
    ended: 'Fim (relógio deste PC)',
    took: 'Duração',
    result: 'Resultado',
    stoppedBy: 'Foi interrompido',
    stoppedByPerson: 'a pessoa o interrompeu',
    acts: 'ATO POR ATO, NA ORDEM',
    signedFile: 'arquivo assinado',
    onToken: 'no token',
    left: 'falta assinar',
    unread: 'não lido: ficou de fora',
    record: 'Resumo do registro deste lote, lançado no diário da unidade',
    clock: 'As horas são as do relógio deste PC; a que vale é a do registro, dada pelo repositório.',
    lacking: 'Os caracteres que a letra destas folhas não tem figuram como “?”; o relatório em texto os traz.',
    fileName: 'relatorio-de-assinatura',
    counts: ({ total, kept, failed, leftOut, left }) =>
      `${s(total, 'ato', 'atos')}: ${s(kept, 'assinado e guardado', 'assinados e guardados')}, ` +
      `${s(failed, 'não assinado', 'não assinados')}, ${s(leftOut, 'ficou de fora', 'ficaram de fora')}, ` +
      `${s(left, 'falta assinar', 'faltam assinar')}`,
  },
};

/** One item's fate, in a word or two. */
export function fateWord(item: BatchItem, locale: Locale): string {
  if (item.state === 'leftOut' && item.failure?.kind === 'actNotShown') return reportWords[locale].unread;
  if (item.state !== 'failed' && isWorthAnotherTry(item)) return reportWords[locale].left;
  return sayItemState(item.state, locale);
}

/** How often the PIN was asked for. */
export const asksEach = ({ pin, pinPerSignature }: Batch): boolean => pin === 'each' || pinPerSignature === true;
