import type { LeftOut } from '../calls.ts';
import type { Locale } from '../locale.ts';

/** Why a line of a case that was bound has a sheet that says so instead of its file: after the line's name and a colon. */
const words: Readonly<Record<Locale, Readonly<Record<LeftOut, string>>>> = {
  'es-AR': {
    secret: 'está reservado para otras personas',
    missing: 'el archivo no está en este puesto; ya se pidió, puede hacer el cuaderno otra vez cuando llegue',
    damaged: 'el archivo no puede leerse: está dañado',
    encrypted: 'el archivo está cifrado con una contraseña',
    tiff: 'es una imagen TIFF, que no puede ponerse en un PDF',
    tooLarge: 'el archivo es demasiado grande',
    unsupported: 'el archivo usa recursos que no pueden copiarse con fidelidad',
  },
  en: {
    secret: 'it is restricted to other people',
    missing: 'the file is not on this desk; it has been asked for, make the file of the case again once it is here',
    damaged: 'the file cannot be read: it is damaged',
    encrypted: 'the file is encrypted with a password',
    tiff: 'it is a TIFF image, which cannot be put into a PDF',
    tooLarge: 'the file is too large',
    unsupported: 'the file uses features that cannot be copied faithfully',
  },
  'pt-BR': {
    secret: 'é sigiloso, reservado a outras pessoas',
    missing: 'o arquivo não está neste posto; já foi pedido, faça o caderno de novo quando chegar',
    damaged: 'o arquivo não pode ser lido: está danificado',
    encrypted: 'o arquivo está cifrado com uma senha',
    tiff: 'é uma imagem TIFF, que não pode ser posta em um PDF',
    tooLarge: 'o arquivo é grande demais',
    unsupported: 'o arquivo usa recursos que não podem ser copiados com fidelidade',
  },
};

export const sayLeftOut = (leftOut: LeftOut, locale: Locale): string => words[locale][leftOut];
