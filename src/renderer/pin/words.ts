import type { Locale } from '../../contract/config.ts';

const es = {
  title: 'Ingrese su PIN',
  purpose: {
    one: 'Para firmar {n} acto con «{token}»',
    other: 'Para firmar {n} actos con «{token}»',
  },
  as: 'Firma {person}, {capacity}.',
  practice: 'MODO PRÁCTICA — nada de lo firmado tiene valor',
  items: 'Actos y comienzo de su huella digital',
  more: { one: 'y {n} acto más', other: 'y {n} actos más' },
  pin: 'PIN',
  show: 'Mostrar el PIN',
  length: 'Entre {min} y {max} caracteres.',
  lengthMin: 'Al menos {min} caracteres.',
  lastTry: 'Estoy seguro del PIN: usar el último intento',
  lastTryHelp: 'Si este intento falla, el token se bloquea.',
  confirmFirst: 'Marque que está seguro, o cancele y acuda a su autoridad de registro.',
  sign: { one: 'Firmar {n} acto', other: 'Firmar {n} actos' },
  cancel: 'Cancelar',
  close: 'Cerrar',
  checking: 'El token está comprobando el PIN…',
  pinpad: 'Ingrese el PIN en el teclado del lector.',
  pinpadWait: 'Esta ventana se cierra sola cuando el lector responda.',
  waiting: 'Esperando al token…',
};

type PinWords = { readonly [K in keyof typeof es]: (typeof es)[K] };

const en: PinWords = {
  title: 'Enter your PIN',
  purpose: { one: 'To sign {n} act with “{token}”', other: 'To sign {n} acts with “{token}”' },
  as: '{person}, {capacity}, signs.',
  practice: 'PRACTICE MODE — nothing signed here has any value',
  items: 'Acts and the beginning of their hash',
  more: { one: 'and {n} more act', other: 'and {n} more acts' },
  pin: 'PIN',
  show: 'Show the PIN',
  length: 'Between {min} and {max} characters.',
  lengthMin: 'At least {min} characters.',
  lastTry: 'I am sure of the PIN: use the last try',
  lastTryHelp: 'If this try fails, the token locks.',
  confirmFirst: 'Tick that you are sure, or cancel and go to your registration authority.',
  sign: { one: 'Sign {n} act', other: 'Sign {n} acts' },
  cancel: 'Cancel',
  close: 'Close',
  checking: 'The token is checking the PIN…',
  pinpad: "Enter the PIN on the reader's keypad.",
  pinpadWait: 'This window closes by itself when the reader answers.',
  waiting: 'Waiting for the token…',
};

const pt: PinWords = {
  title: 'Digite o seu PIN',
  purpose: { one: 'Para assinar {n} ato com “{token}”', other: 'Para assinar {n} atos com “{token}”' },
  as: 'Assina {person}, {capacity}.',
  practice: 'MODO DE TREINAMENTO — nada do que for assinado tem valor',
  items: 'Atos e o início do seu resumo criptográfico',
  more: { one: 'e mais {n} ato', other: 'e mais {n} atos' },
  pin: 'PIN',
  show: 'Mostrar o PIN',
  length: 'Entre {min} e {max} caracteres.',
  lengthMin: 'Pelo menos {min} caracteres.',
  lastTry: 'Tenho certeza do PIN: usar a última tentativa',
  lastTryHelp: 'Se esta tentativa falhar, o token é bloqueado.',
  confirmFirst: 'Marque que tem certeza, ou cancele e procure a sua autoridade de registro.',
  sign: { one: 'Assinar {n} ato', other: 'Assinar {n} atos' },
  cancel: 'Cancelar',
  close: 'Fechar',
  checking: 'O token está conferindo o PIN…',
  pinpad: 'Digite o PIN no teclado do leitor.',
  pinpadWait: 'Esta janela fecha sozinha quando o leitor responder.',
  waiting: 'Aguardando o token…',
};

/** The PIN window's words in all languages: few, and its own, so that the window stays small. */
export const pinWords: Readonly<Record<Locale, PinWords>> = { 'es-AR': es, en, 'pt-BR': pt };

/** A text with its braces filled, in the form that its number `n` asks for. */
export function fill(
  word: string | { readonly one: string; readonly other: string },
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = typeof word === 'string' ? word : values['n'] === 1 ? word.one : word.other;
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''));
}
