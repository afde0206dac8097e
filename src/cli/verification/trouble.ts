/** Why a file could not be examined, for people; programs read the code, and its English detail, in the JSON. */
import type { Locale } from '../../contract/config.ts';
import type { CmsErrorKind, PdfErrorKind } from '../../signature/index.ts';

type Trouble = PdfErrorKind | CmsErrorKind;

const sayings: Readonly<Record<Locale, Readonly<Record<Trouble, string>>>> = {
  'es-AR': {
    empty: 'el archivo está vacío',
    notPdf: 'no es un PDF',
    truncated: 'el PDF está cortado: le falta el final',
    damaged: 'la estructura del PDF está dañada',
    ambiguous: 'el PDF dice dos veces lo mismo y puede leerse de dos maneras',
    passwordNeeded: 'el PDF está cifrado y falta su contraseña (--pdf-password-stdin)',
    passwordWrong: 'la contraseña del PDF no es esa',
    encryptionWeak: 'el PDF está cifrado de un modo que ya no protege',
    encryptionForeign: 'el PDF está cifrado de un modo que aquí no se conoce',
    hybrid: 'el PDF lleva dos índices que pueden leerse de dos maneras',
    unsupported: 'el PDF usa algo que aquí no se conoce',
    tooDeep: 'la estructura del archivo es demasiado profunda',
    tooMany: 'el archivo tiene demasiados elementos',
    tooBig: 'el archivo, o una parte suya, es demasiado grande',
    tooSlow: 'examinarlo llevaría demasiado tiempo',
    tooLarge: 'el archivo es demasiado grande',
    malformed: 'no es un archivo de firma (CMS), o está dañado',
    notSignedData: 'es un archivo CMS, pero no contiene firmas',
    badAttribute: 'un dato de la firma no tiene la forma que corresponde',
    badSignatureValue: 'el valor de la firma no tiene una forma posible',
    keyMismatch: 'la clave del certificado no corresponde al algoritmo de la firma',
  },
  en: {
    empty: 'the file is empty',
    notPdf: 'it is not a PDF',
    truncated: 'the PDF was cut off: its end is missing',
    damaged: 'the structure of the PDF is damaged',
    ambiguous: 'the PDF says the same thing twice and can be read in two ways',
    passwordNeeded: 'the PDF is encrypted and its password is missing (--pdf-password-stdin)',
    passwordWrong: 'that is not the password of the PDF',
    encryptionWeak: 'the PDF is encrypted in a way that protects no longer',
    encryptionForeign: 'the PDF is encrypted in a way that is not known here',
    hybrid: 'the PDF has two indexes, which can be read in two ways',
    unsupported: 'the PDF uses something that is not known here',
    tooDeep: 'the structure of the file is nested too deeply',
    tooMany: 'the file has too many parts',
    tooBig: 'the file, or a part of it, is too big',
    tooSlow: 'examining it would take too long',
    tooLarge: 'the file is too large',
    malformed: 'it is not a signature file (CMS), or it is damaged',
    notSignedData: 'it is a CMS file, but holds no signatures',
    badAttribute: 'a part of the signature is not what it should be',
    badSignatureValue: 'the value of the signature has no possible form',
    keyMismatch: 'the key of the certificate does not fit the algorithm of the signature',
  },
  'pt-BR': {
    empty: 'o arquivo está vazio',
    notPdf: 'não é um PDF',
    truncated: 'o PDF está cortado: falta o final',
    damaged: 'a estrutura do PDF está danificada',
    ambiguous: 'o PDF diz duas vezes a mesma coisa e pode ser lido de duas maneiras',
    passwordNeeded: 'o PDF está cifrado e falta a senha (--pdf-password-stdin)',
    passwordWrong: 'a senha do PDF não é essa',
    encryptionWeak: 'o PDF está cifrado de um modo que já não protege',
    encryptionForeign: 'o PDF está cifrado de um modo que aqui não se conhece',
    hybrid: 'o PDF tem dois índices que podem ser lidos de duas maneiras',
    unsupported: 'o PDF usa algo que aqui não se conhece',
    tooDeep: 'a estrutura do arquivo é profunda demais',
    tooMany: 'o arquivo tem elementos demais',
    tooBig: 'o arquivo, ou uma parte dele, é grande demais',
    tooSlow: 'examiná-lo levaria tempo demais',
    tooLarge: 'o arquivo é grande demais',
    malformed: 'não é um arquivo de assinatura (CMS), ou está danificado',
    notSignedData: 'é um arquivo CMS, mas não contém assinaturas',
    badAttribute: 'um dado da assinatura não tem a forma devida',
    badSignatureValue: 'o valor da assinatura não tem uma forma possível',
    keyMismatch: 'a chave do certificado não corresponde ao algoritmo da assinatura',
  },
};

/** @param error as a verdict has it: `code: English.` An unknown code is shown as it is. */
export function sayTrouble(error: string, locale: Locale): string {
  const code = codeOf(error);
  const words: Readonly<Record<string, string>> = sayings[locale];
  return Object.hasOwn(words, code) ? `${words[code]} (${code}).` : error;
}

/** What programs tell cases apart by: what stands before the English. */
export const codeOf = (text: string): string => /^(\w+): /.exec(text)?.[1] ?? text;
