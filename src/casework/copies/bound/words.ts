import type { LeftOut } from '../../../contract/calls.ts';

/** Why a line has a sheet that says so instead of its file. On paper the language of the jurisdiction is spoken, whatever the screen says. */
export const leftOutWords: Readonly<Record<LeftOut, string>> = {
  secret: 'Está reservado: no se muestra a quien hizo esta copia.',
  missing: 'El archivo no estaba en el puesto donde se hizo esta copia. Puede pedirse y hacerse la copia otra vez.',
  damaged: 'El archivo no puede leerse como documento: está dañado.',
  encrypted: 'El archivo está cifrado y se abre con una contraseña.',
  tiff: 'Es una imagen TIFF, que no puede ponerse como hoja de un PDF. Se ve en el programa.',
  tooLarge: 'El archivo es demasiado grande para ponerlo como hojas de esta copia.',
  unsupported: 'El archivo usa recursos que esta copia no puede mostrar con fidelidad.',
};

export const warning = 'DATOS FICTICIOS';
