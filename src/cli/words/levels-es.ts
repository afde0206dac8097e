import type { LevelWords } from './levels-words.ts';

export const levelsEs: LevelWords = {
  reached: (level, until) =>
    `Nivel ${level}${until === null ? '' : `; se podrá probar hasta el ${until} sin renovarla`}.`,
  lessThanAsked: (asked, reached) =>
    reached === null ? `No se llegó al nivel ${asked}.` : `Se pidió el nivel ${asked} y se llegó a ${reached}.`,
  extended: 'Prolongado',
  unchanged: 'Sin cambios',
  notExtended: 'Sin prolongar',
  needsTsa: (level) => `--level ${level} necesita un sello de tiempo: indique con --tsa a quién se le pide.`,
  cadesLevel: (level) => `--cades llega hasta el nivel B-T, no ${level}.`,
  cadesAlone: '--cades firma junto al archivo: no admite campo, firma visible ni certificación.',
  algorithmMissing: (algorithm, offered) => `el certificado elegido no firma con ${algorithm}; puede con: ${offered}.`,
  missing: {
    noSignature: 'El archivo no tiene ninguna firma.',
    timeStamp: (tries) => `Falta el sello de tiempo: ${tries === '' ? 'no se indicó ninguna autoridad' : tries}.`,
    chain: (name) => `Falta la cadena de certificados de «${name}».`,
    revocation: (name, tries) =>
      `Falta saber si el certificado de «${name}» fue revocado${tries === '' ? '' : `: ${tries}`}.`,
    brokenSignature: (field, detail) => `La firma «${field}» no se sostiene y no se prolonga nada (${detail}).`,
  },
  revoked: (name, when) => `Atención: el certificado de «${name}» está revocado desde el ${when}.`,
};
