import type { Locale } from '../locale.ts';
import type { FailureWords } from './failure-language.ts';

/** What the system says of a path that cannot be read, as far as a person can do something about it. */
type Sort = 'missing' | 'folder' | 'throughFile' | 'other';

const sorts: Readonly<Record<string, Sort>> = { ENOENT: 'missing', EISDIR: 'folder', ENOTDIR: 'throughFile' };

const sayings: Readonly<Record<Locale, Readonly<Record<Sort, (file: string) => FailureWords>>>> = {
  'es-AR': {
    missing: (file) => ({
      what: `No existe el archivo «${file}».`,
      safe: 'No se cambió nada.',
      next: 'Revise el nombre y la carpeta.',
    }),
    folder: (file) => ({
      what: `«${file}» es una carpeta, no un archivo.`,
      safe: 'No se cambió nada.',
      next: 'Indique el archivo.',
    }),
    throughFile: (file) => ({
      what: `En «${file}» hay un archivo donde debería haber una carpeta.`,
      safe: 'No se cambió nada.',
      next: 'Revise el nombre y la carpeta.',
    }),
    other: (file) => ({
      what: `No se puede leer el archivo «${file}».`,
      safe: 'No se cambió nada.',
      next: 'Revise los permisos o pida ayuda a sistemas.',
    }),
  },
  en: {
    missing: (file) => ({
      what: `The file “${file}” does not exist.`,
      safe: 'Nothing was changed.',
      next: 'Check its name and folder.',
    }),
    folder: (file) => ({
      what: `“${file}” is a folder, not a file.`,
      safe: 'Nothing was changed.',
      next: 'Name the file.',
    }),
    throughFile: (file) => ({
      what: `In “${file}” there is a file where a folder should be.`,
      safe: 'Nothing was changed.',
      next: 'Check its name and folder.',
    }),
    other: (file) => ({
      what: `The file “${file}” cannot be read.`,
      safe: 'Nothing was changed.',
      next: 'Check its permissions or ask IT for help.',
    }),
  },
  'pt-BR': {
    missing: (file) => ({
      what: `O arquivo “${file}” não existe.`,
      safe: 'Nada foi alterado.',
      next: 'Confira o nome e a pasta.',
    }),
    folder: (file) => ({
      what: `“${file}” é uma pasta, não um arquivo.`,
      safe: 'Nada foi alterado.',
      next: 'Indique o arquivo.',
    }),
    throughFile: (file) => ({
      what: `Em “${file}” há um arquivo onde deveria haver uma pasta.`,
      safe: 'Nada foi alterado.',
      next: 'Confira o nome e a pasta.',
    }),
    other: (file) => ({
      what: `Não é possível ler o arquivo “${file}”.`,
      safe: 'Nada foi alterado.',
      next: 'Confira as permissões ou peça ajuda à informática.',
    }),
  },
};

/** @param code as the system names it (`ENOENT`) */
export function sayUnreadable({ file, code }: { file: string; code: string }, locale: Locale): FailureWords {
  return sayings[locale][sorts[code] ?? 'other'](file);
}
