import type { CommandWords } from './command-words.ts';
import type { NewPinCommandName, NewPinWords } from './new-pin-words.ts';

const between = (min: number, max: number): string => (max > 32 ? `al menos ${min}` : `de ${min} a ${max}`);
const which = {
  module: 'Biblioteca PKCS#11 del token. Puede faltar si hay una sola conocida.',
  'token-label': 'Etiqueta del token. Puede faltar si hay uno solo.',
  serial: 'Número de serie del token.',
};

export const newPinCommandsEs: Readonly<Record<NewPinCommandName, CommandWords>> = {
  'tokens change-pin': {
    summary: 'cambia el PIN de un token con el PIN actual',
    usage: '[--module RUTA] [--token-label ETIQUETA | --serial SERIE]',
    about: [
      'Se prueba una sola vez y no se repite. Lo que no puede estar bien (largo, dos veces distinto) se dice antes y no gasta intentos. Ningún PIN se toma de los argumentos, ni queda en ningún registro.',
    ],
    options: {
      ...which,
      'pin-stdin': 'Toma de la entrada estándar el PIN actual en la primera línea y el nuevo en la segunda.',
      'last-try': 'Confirma que se quiere usar el último intento de PIN del token.',
    },
    examples: ['fojas tokens change-pin', 'fojas tokens change-pin --serial 3f6b9a1c'],
  },
  'tokens unblock': {
    summary: 'da un PIN nuevo con el PUK a un token bloqueado',
    usage: '[--module RUTA] [--token-label ETIQUETA | --serial SERIE]',
    about: [
      'Se prueba una sola vez y no se repite. Con el PUK agotado el token queda inutilizado: hace falta otro certificado.',
    ],
    options: {
      ...which,
      'pin-stdin': 'Toma de la entrada estándar el PUK en la primera línea y el PIN nuevo en la segunda.',
      'last-try': 'Confirma que se quiere usar el último intento de PUK del token.',
    },
    examples: ['fojas tokens unblock --token-label "Firma"'],
  },
};

export const newPinEs: NewPinWords = {
  oldPin: (token) => `PIN actual de «${token}»: `,
  puk: (token) => `PUK de «${token}»: `,
  newPin: (min, max) => `PIN nuevo (${between(min, max)} caracteres): `,
  again: 'PIN nuevo, otra vez: ',
  onReader: (token) => `Siga los pasos de «${token}» en el teclado del lector.`,
  triesLeft: (count) => (count === 1 ? 'Queda 1 intento.' : `Quedan ${count} intentos.`),
  countLow: 'Atención: quedan pocos intentos.',
  lastPuk: (yes) =>
    `Queda un solo intento de PUK: si falla, el token queda inutilizado. Para usarlo escriba ${yes} y pulse Intro: `,
  differ: 'Los dos PIN nuevos no coinciden.',
  same: 'El PIN nuevo es igual al actual.',
  length: (min, max) => `El PIN nuevo debe tener ${between(min, max)} caracteres.`,
  nothingSent: 'No se envió nada al token: no se gastó ningún intento.',
  changed: (token) => `El PIN de «${token}» se cambió.`,
  unblocked: (token) => `«${token}» tiene un PIN nuevo y ya se puede usar.`,
};
