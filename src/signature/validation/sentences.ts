/** One sentence about a whole file, for who has to decide what to do with it. */
import type { FileVerdict, SignatureVerdict } from './verdict.ts';
import { verdictSentence } from './words.ts';
import type { Language } from './words.ts';

export const languages: readonly Language[] = ['es-AR', 'en', 'pt-BR'];

/** A file's signatures are as good as the worst of them. */
export function fileSentence({ signatures, error }: FileVerdict, language: Language): string {
  const words = sentences[language];
  const own = signatures.filter(({ kind }) => kind === 'signature');
  const worst = worstOf(signatures);
  if (error !== null && worst === undefined) return words.unreadable;
  if (worst === undefined) return words.unsigned;
  if (worst.indication === 'TOTAL_PASSED') {
    if (own.length === 0) return words.onlyTimestamps;
    const whole = signatures.some(({ coversWholeDocument }) => coversWholeDocument);
    return words.valid(own.length, whole || signatures.every(({ modification }) => modification === 'none'));
  }
  const { field, signer } = worst;
  const who = signer?.commonName ?? field ?? '?';
  const sentence = verdictSentence(worst, language);
  return signatures.length === 1 ? sentence : words.about(who, worst.kind, sentence);
}

const severity = ['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED'] as const;

function worstOf(signatures: readonly SignatureVerdict[]): SignatureVerdict | undefined {
  // Where a signature and a time-stamp are equally bad, the signature is what was asked about.
  const rank = ({ indication, kind }: SignatureVerdict) =>
    severity.indexOf(indication) * 2 + Number(kind === 'signature');
  return [...signatures].sort((a, b) => rank(b) - rank(a))[0];
}

interface Sentences {
  readonly unreadable: string;
  readonly unsigned: string;
  readonly onlyTimestamps: string;
  readonly valid: (count: number, isLast: boolean) => string;
  readonly about: (who: string, kind: SignatureVerdict['kind'], sentence: string) => string;
}

const sentences: Readonly<Record<Language, Sentences>> = {
  'es-AR': {
    unreadable: 'El archivo no se pudo examinar: no prueba nada.',
    unsigned: 'El documento no tiene firmas.',
    onlyTimestamps: 'El documento tiene sellos de tiempo válidos, pero ninguna firma.',
    valid: (count, isLast) =>
      `${count === 1 ? 'La firma es válida' : `Las ${count} firmas son válidas`}` +
      `${isLast ? '.' : '; después se agregó al documento algo permitido que no está firmado.'}`,
    about: (who, kind, sentence) => `${kind === 'signature' ? 'Firma' : 'Sello de tiempo'} de ${who}: ${sentence}`,
  },
  en: {
    unreadable: 'The file could not be examined: it proves nothing.',
    unsigned: 'The document has no signatures.',
    onlyTimestamps: 'The document has valid time-stamps, but no signature.',
    valid: (count, isLast) =>
      `${count === 1 ? 'The signature is valid' : `All ${count} signatures are valid`}` +
      `${isLast ? '.' : '; something permitted that is not signed was added to the document later.'}`,
    about: (who, kind, sentence) => `${kind === 'signature' ? 'Signature' : 'Time-stamp'} by ${who}: ${sentence}`,
  },
  'pt-BR': {
    unreadable: 'O arquivo não pôde ser examinado: não prova nada.',
    unsigned: 'O documento não tem assinaturas.',
    onlyTimestamps: 'O documento tem carimbos do tempo válidos, mas nenhuma assinatura.',
    valid: (count, isLast) =>
      `${count === 1 ? 'A assinatura é válida' : `As ${count} assinaturas são válidas`}` +
      `${isLast ? '.' : '; depois foi acrescentado ao documento algo permitido que não está assinado.'}`,
    about: (who, kind, sentence) =>
      `${kind === 'signature' ? 'Assinatura' : 'Carimbo do tempo'} de ${who}: ${sentence}`,
  },
};
