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
    const electronic = own.filter((one) => one.signer?.electronic).length;
    return words.valid(
      own.length,
      electronic,
      whole || signatures.every(({ modification }) => modification === 'none'),
    );
  }
  const { field, signer } = worst;
  const who = signer?.commonName ?? field ?? '?';
  const sentence = verdictSentence(worst, language);
  return signatures.length === 1 ? sentence : words.about(who, whatOf(worst), sentence);
}

const severity = ['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED'] as const;

function worstOf(signatures: readonly SignatureVerdict[]): SignatureVerdict | undefined {
  // Where a signature and a time-stamp are equally bad, the signature is what was asked about.
  const rank = ({ indication, kind }: SignatureVerdict) =>
    severity.indexOf(indication) * 2 + Number(kind === 'signature');
  return [...signatures].sort((a, b) => rank(b) - rank(a))[0];
}

type What = 'signature' | 'electronic' | 'timestamp';

function whatOf({ kind, signer }: SignatureVerdict): What {
  if (kind === 'documentTimestamp') return 'timestamp';
  return signer?.electronic ? 'electronic' : 'signature';
}

interface Sentences {
  readonly unreadable: string;
  readonly unsigned: string;
  readonly onlyTimestamps: string;
  /** `electronic` of them are electronic signatures. */
  readonly valid: (count: number, electronic: number, isLast: boolean) => string;
  readonly about: (who: string, what: What, sentence: string) => string;
}

const sentences: Readonly<Record<Language, Sentences>> = {
  'es-AR': {
    unreadable: 'El archivo no se pudo examinar: no prueba nada.',
    unsigned: 'El documento no tiene firmas.',
    onlyTimestamps: 'El documento tiene sellos de tiempo válidos, pero ninguna firma.',
    valid: (count, electronic, isLast) =>
      (electronic === count
        ? count === 1
          ? 'La firma electrónica es válida (Ley 25.506, art. 5; no es firma digital)'
          : `Las ${count} firmas electrónicas son válidas (Ley 25.506, art. 5; no son firmas digitales)`
        : `${count === 1 ? 'La firma es válida' : `Las ${count} firmas son válidas`}` +
          (electronic === 0
            ? ''
            : `; ${electronic === 1 ? 'una es electrónica, no digital' : `${electronic} son electrónicas, no digitales`} (Ley 25.506, art. 5)`)) +
      `${isLast ? '.' : '; después se agregó al documento algo permitido que no está firmado.'}`,
    about: (who, what, sentence) =>
      `${{ signature: 'Firma', electronic: 'Firma electrónica', timestamp: 'Sello de tiempo' }[what]} de ${who}: ${sentence}`,
  },
  en: {
    unreadable: 'The file could not be examined: it proves nothing.',
    unsigned: 'The document has no signatures.',
    onlyTimestamps: 'The document has valid time-stamps, but no signature.',
    valid: (count, electronic, isLast) =>
      (electronic === count
        ? count === 1
          ? 'The electronic signature is valid (Ley 25.506, art. 5; it is no digital signature)'
          : `All ${count} electronic signatures are valid (Ley 25.506, art. 5; they are no digital signatures)`
        : `${count === 1 ? 'The signature is valid' : `All ${count} signatures are valid`}` +
          (electronic === 0
            ? ''
            : `; ${electronic === 1 ? 'one is electronic, not digital' : `${electronic} are electronic, not digital`} (Ley 25.506, art. 5)`)) +
      `${isLast ? '.' : '; something permitted that is not signed was added to the document later.'}`,
    about: (who, what, sentence) =>
      `${{ signature: 'Signature', electronic: 'Electronic signature', timestamp: 'Time-stamp' }[what]} by ${who}: ${sentence}`,
  },
  'pt-BR': {
    unreadable: 'O arquivo não pôde ser examinado: não prova nada.',
    unsigned: 'O documento não tem assinaturas.',
    onlyTimestamps: 'O documento tem carimbos do tempo válidos, mas nenhuma assinatura.',
    valid: (count, electronic, isLast) =>
      (electronic === count
        ? count === 1
          ? 'A assinatura eletrônica é válida (Ley 25.506, art. 5; não é assinatura digital)'
          : `As ${count} assinaturas eletrônicas são válidas (Ley 25.506, art. 5; não são assinaturas digitais)`
        : `${count === 1 ? 'A assinatura é válida' : `As ${count} assinaturas são válidas`}` +
          (electronic === 0
            ? ''
            : `; ${electronic === 1 ? 'uma é eletrônica, não digital' : `${electronic} são eletrônicas, não digitais`} (Ley 25.506, art. 5)`)) +
      `${isLast ? '.' : '; depois foi acrescentado ao documento algo permitido que não está assinado.'}`,
    about: (who, what, sentence) =>
      `${{ signature: 'Assinatura', electronic: 'Assinatura eletrônica', timestamp: 'Carimbo do tempo' }[what]} de ${who}: ${sentence}`,
  },
};
