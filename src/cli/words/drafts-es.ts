import type { CommandWords } from './command-words.ts';
import type { DraftsCommandName, DraftsWords } from './drafts-words.ts';

const office = { config: 'Configuración de la oficina (JSON).', 'store-key-file': 'Archivo con la clave del almacén.' };
const draft = 'Identificador del borrador, como lo muestra `drafts list`.';
const signer = 'Quién firma (identificador de persona). Repetida: firman en ese orden.';

export const draftsCommandsEs: Readonly<Record<DraftsCommandName, CommandWords>> = {
  'drafts list': {
    summary: 'muestra los borradores de la oficina',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--search TEXTO] [--archived] [--shelf mine|toReview|returned]',
    about: ['Los que cambiaron último van primero.'],
    options: {
      ...office,
      search: 'Palabras del título, el tipo, el autor o la causa.',
      archived: 'Los archivados.',
      shelf: 'mine (míos), toReview (por revisar), returned (devueltos) o all.',
    },
    examples: ['fojas drafts list --config oficina.json --store-key-file almacen.key'],
  },
  'drafts models': {
    summary: 'muestra los modelos de actos, sus partes obligatorias y en qué se apoyan',
    usage: '--config ARCHIVO --store-key-file ARCHIVO',
    about: ['Lo que nadie verificó en un texto oficial se dice «sin verificar».'],
    options: { ...office },
    examples: ['fojas drafts models --config oficina.json --store-key-file almacen.key'],
  },
  'drafts begin': {
    summary: 'empieza un borrador a partir de un modelo',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --case NÚMERO --model PERFIL/MODELO',
    about: ['Completa lo que se sabe de la causa, la oficina y la persona. Escribe el identificador del borrador.'],
    options: { ...office, case: 'Número de la causa.', model: 'Modelo, como lo muestra `drafts models`.' },
    examples: [
      'fojas drafts begin --config oficina.json --store-key-file almacen.key --case 97-00-000418-26 --model buenos-aires-mp/oficio',
    ],
  },
  'drafts show': {
    summary: 'muestra un borrador y lo que le falta',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID',
    about: ['Sale con 1 si faltan partes obligatorias o quedan espacios sin completar.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts show --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts write': {
    summary: 'agrega a un borrador el texto de archivos .docx o de texto',
    usage: 'ARCHIVO... --config ARCHIVO --store-key-file ARCHIVO --draft ID [--part PARTE]',
    about: [
      'Sin --part se agrega al final. Con ella, ocupa el lugar de lo que hay en esa parte del modelo. Los textos anteriores quedan en la historia.',
    ],
    options: { ...office, draft, part: 'Parte del modelo (por ejemplo, hechos).' },
    examples: [
      'fojas drafts write hechos.docx --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --part hechos',
    ],
  },
  'drafts sheet': {
    summary: 'compone las fojas de un borrador, sin firmarlas',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID [--signer PERSONA]... --out ARCHIVO',
    about: ['Son los mismos bytes que se pasarían a la firma.'],
    options: { ...office, draft, signer, out: 'Archivo PDF nuevo; no se reemplaza uno que exista.' },
    examples: [
      'fojas drafts sheet --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --out acta.pdf',
    ],
  },
  'drafts propose': {
    summary: 'pasa un borrador a la firma',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID [--signer PERSONA]... [--vouch]',
    about: ['Se rechaza, con lo que falta, si el modelo pide algo que no está.'],
    options: { ...office, draft, signer, vouch: 'Deja un visado suyo sobre esos bytes.' },
    examples: [
      'fojas drafts propose --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --signer oquiros',
    ],
  },
  'drafts ask': {
    summary: 'envía un borrador a revisión',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID',
    about: ['Se rechaza, con lo que falta, si el modelo pide algo que no está.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts ask --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts recall': {
    summary: 'retira de revisión un borrador que usted envió',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID',
    about: ['Lo que un colega ya respondió queda respondido.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts recall --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts review': {
    summary: 'muestra un borrador para revisarlo, con sus observaciones',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID',
    about: [
      'Cada párrafo va con su nombre entre corchetes. Si ya lo había leído, + es nuevo, ~ cambió y - ya no está.',
    ],
    options: { ...office, draft },
    examples: [
      'fojas drafts review --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts return': {
    summary: 'devuelve un borrador con una observación',
    usage:
      '--config ARCHIVO --store-key-file ARCHIVO --draft ID --remark TEXTO [--paragraph PÁRRAFO] [--words PALABRAS]',
    about: ['Sin --paragraph, la observación es de todo el texto.'],
    options: {
      ...office,
      draft,
      remark: 'Lo que hay que corregir.',
      paragraph: 'Párrafo, como lo muestra `drafts review`.',
      words: 'Palabras del párrafo a las que se refiere.',
    },
    examples: [
      'fojas drafts return --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --remark "…" --paragraph p1',
    ],
  },
  'drafts resolve': {
    summary: 'marca una observación como resuelta',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --draft ID --remark ID',
    about: ['Sigue en la historia del borrador.'],
    options: { ...office, draft, remark: 'Observación, como la muestra `drafts review`.' },
    examples: [
      'fojas drafts resolve --config oficina.json --store-key-file almacen.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --remark r-1',
    ],
  },
};

export const draftsEs: DraftsWords = {
  place: (place, beside) =>
    [place === 'sent' ? 'enviado' : 'guardado aquí', ...(beside > 0 ? [`${beside} textos al lado`] : [])].join(', '),
  count: (total) => (total === 1 ? '1 borrador.' : `${total} borradores.`),
  unverified: 'sin verificar',
  noCase: (caseNumber) => `no hay en esta oficina una causa con el número ${caseNumber}.`,
  noPart: (part) => `el borrador no tiene la parte «${part}».`,
  lacksPart: (name) => `Falta: ${name}`,
  blank: (label) => `Sin completar: ${label}`,
  written: (files) => (files === 1 ? 'Escrito 1 archivo.' : `Escritos ${files} archivos.`),
  proposed: (title, actId) => `A la firma: ${title} (${actId}).`,
  openRemarks: (n) => (n === 1 ? 'Lleva 1 observación sin resolver.' : `Lleva ${n} observaciones sin resolver.`),
  noParagraph: (id) => `el borrador no tiene el párrafo «${id}».`,
  noWords: (words) => `el párrafo no tiene las palabras «${words}».`,
  review: (state, by) =>
    ({
      draft: 'No está en revisión.',
      inReview: `En revisión: lo envió ${by ?? ''}.`,
      returned: 'Devuelto con observaciones.',
      toSign: 'Pasó a la firma.',
    })[state],
  remark: (id, paragraph, by, text, resolved) =>
    `${resolved === null ? '•' : '✓'} ${id} [${paragraph ?? 'todo el texto'}] ${by}: ${text}${resolved === null ? '' : ` (resuelta por ${resolved})`}`,
};
