import type { ActRow, ActState, Batch, BatchItem, Tray } from '../acts.ts';
import type { Locale, Role } from '../config.ts';
import type { PinState } from '../failures.ts';

type InThree<K extends string> = Readonly<Record<Locale, Readonly<Record<K, string>>>>;
export type Sending = NonNullable<ActRow['sending']>;

const states: InThree<ActState> = {
  'es-AR': {
    draft: 'borrador',
    inReview: 'en revisión',
    returned: 'devuelto',
    toSign: 'a firmar',
    partiallySigned: 'firmado en parte',
    signed: 'firmado',
    queued: 'en cola',
    registered: 'registrado',
    notified: 'notificado',
    withdrawn: 'retirado',
    rejectedByRegistry: 'rechazado',
    superseded: 'reemplazado',
    contingencyPaper: 'en papel por contingencia',
    sealed: 'reservado',
  },
  en: {
    draft: 'draft',
    inReview: 'in review',
    returned: 'returned',
    toSign: 'to sign',
    partiallySigned: 'partly signed',
    signed: 'signed',
    queued: 'queued',
    registered: 'registered',
    notified: 'notified',
    withdrawn: 'withdrawn',
    rejectedByRegistry: 'refused',
    superseded: 'superseded',
    contingencyPaper: 'on paper (contingency)',
    sealed: 'sealed',
  },
  'pt-BR': {
    draft: 'minuta',
    inReview: 'em conferência',
    returned: 'devolvido',
    toSign: 'a assinar',
    partiallySigned: 'assinado em parte',
    signed: 'assinado',
    queued: 'na fila',
    registered: 'registrado',
    notified: 'intimado',
    withdrawn: 'retirado',
    rejectedByRegistry: 'recusado',
    superseded: 'substituído',
    contingencyPaper: 'em papel por contingência',
    sealed: 'sob sigilo',
  },
};

const sendings: InThree<Sending> = {
  'es-AR': {
    waiting: 'en cola',
    sent: 'enviado',
    received: 'recibido',
    registered: 'registrado',
    refused: 'rechazado',
  },
  en: { waiting: 'queued', sent: 'sent', received: 'received', registered: 'registered', refused: 'refused' },
  'pt-BR': {
    waiting: 'na fila',
    sent: 'enviado',
    received: 'recebido',
    registered: 'registrado',
    refused: 'recusado',
  },
};

const itemStates: InThree<BatchItem['state']> = {
  'es-AR': {
    waiting: 'en espera',
    prepared: 'preparado',
    signing: 'firmando',
    kept: 'firmado y guardado',
    failed: 'no se firmó',
    leftOut: 'quedó afuera',
  },
  en: {
    waiting: 'waiting',
    prepared: 'prepared',
    signing: 'signing',
    kept: 'signed and kept',
    failed: 'not signed',
    leftOut: 'left out',
  },
  'pt-BR': {
    waiting: 'em espera',
    prepared: 'preparado',
    signing: 'assinando',
    kept: 'assinado e guardado',
    failed: 'não assinado',
    leftOut: 'ficou de fora',
  },
};

const batchStates: InThree<Batch['state']> = {
  'es-AR': {
    preparing: 'preparando los actos',
    waitingForPin: 'esperando el PIN',
    signing: 'firmando',
    paused: 'en pausa',
    finished: 'terminado',
    stopped: 'detenido',
  },
  en: {
    preparing: 'preparing the acts',
    waitingForPin: 'waiting for the PIN',
    signing: 'signing',
    paused: 'paused',
    finished: 'finished',
    stopped: 'stopped',
  },
  'pt-BR': {
    preparing: 'preparando os atos',
    waitingForPin: 'aguardando o PIN',
    signing: 'assinando',
    paused: 'em pausa',
    finished: 'concluído',
    stopped: 'interrompido',
  },
};

const trays: InThree<Tray> = {
  'es-AR': {
    toSign: 'A firmar',
    signed: 'Firmados',
    queue: 'Cola de envío',
    registered: 'Registrados',
    returned: 'Devueltos',
    dueToday: 'Vencen hoy',
    toNotify: 'Por notificar',
  },
  en: {
    toSign: 'To sign',
    signed: 'Signed',
    queue: 'Outbox',
    registered: 'Registered',
    returned: 'Returned',
    dueToday: 'Due today',
    toNotify: 'To notify',
  },
  'pt-BR': {
    toSign: 'A assinar',
    signed: 'Assinados',
    queue: 'Fila de envio',
    registered: 'Registrados',
    returned: 'Devolvidos',
    dueToday: 'Vencem hoje',
    toNotify: 'A intimar',
  },
};

const pinStates: InThree<PinState> = {
  'es-AR': {
    normal: 'PIN en orden',
    countLow: 'quedan pocos intentos de PIN',
    finalTry: 'queda un solo intento de PIN',
    locked: 'PIN bloqueado',
    notInitialized: 'sin PIN asignado',
    unknown: 'el token no informa los intentos de PIN',
  },
  en: {
    normal: 'PIN in order',
    countLow: 'few PIN tries left',
    finalTry: 'one PIN try left',
    locked: 'PIN locked',
    notInitialized: 'no PIN set',
    unknown: 'the token does not tell its PIN tries',
  },
  'pt-BR': {
    normal: 'PIN em ordem',
    countLow: 'restam poucas tentativas de PIN',
    finalTry: 'resta uma única tentativa de PIN',
    locked: 'PIN bloqueado',
    notInitialized: 'sem PIN definido',
    unknown: 'o token não informa as tentativas de PIN',
  },
};

const pukStates: InThree<PinState> = {
  'es-AR': {
    normal: 'PUK en orden',
    countLow: 'quedan pocos intentos de PUK',
    finalTry: 'queda un solo intento de PUK',
    locked: 'PUK bloqueado',
    notInitialized: 'sin PUK asignado',
    unknown: 'el token no informa los intentos de PUK',
  },
  en: {
    normal: 'PUK in order',
    countLow: 'few PUK tries left',
    finalTry: 'one PUK try left',
    locked: 'PUK locked',
    notInitialized: 'no PUK set',
    unknown: 'the token does not tell its PUK tries',
  },
  'pt-BR': {
    normal: 'PUK em ordem',
    countLow: 'restam poucas tentativas de PUK',
    finalTry: 'resta uma única tentativa de PUK',
    locked: 'PUK bloqueado',
    notInitialized: 'sem PUK definido',
    unknown: 'o token não informa as tentativas de PUK',
  },
};

const roles: InThree<Role> = {
  'es-AR': {
    magistrate: 'magistrado/a',
    secretary: 'secretario/a',
    clerk: 'despachante',
    auxiliary: 'auxiliar',
    itAdmin: 'sistemas',
    auditor: 'auditor/a',
  },
  en: {
    magistrate: 'magistrate',
    secretary: 'court secretary',
    clerk: 'clerk',
    auxiliary: 'front desk',
    itAdmin: 'IT',
    auditor: 'auditor',
  },
  'pt-BR': {
    magistrate: 'magistrado/a',
    secretary: 'escrivão/ã',
    clerk: 'servidor/a',
    auxiliary: 'protocolo',
    itAdmin: 'informática',
    auditor: 'auditor/a',
  },
};

/** The word for an act's state, in small letters: `a firmar`. */
export const sayState = (state: ActState, locale: Locale): string => states[locale][state];
const inOffice: Readonly<Record<Locale, string>> = {
  'es-AR': 'recibido en la oficina',
  en: 'received in the office',
  'pt-BR': 'recebido na unidade',
};

/** It lies in the office's own repository and is not registered: never said as `registrado`. */
export const sayInOffice = (locale: Locale): string => inOffice[locale];

/** How far a signed act got on its way to the repository: `enviado`, `recibido`, `registrado`. */
export const saySending = (sending: Sending, locale: Locale): string => sendings[locale][sending];
/** One act's fate within a batch. */
export const sayItemState = (state: BatchItem['state'], locale: Locale): string => itemStates[locale][state];
/** What a batch is doing. */
export const sayBatchState = (state: Batch['state'], locale: Locale): string => batchStates[locale][state];
/** A tray's name, with its capital: `A firmar`. */
export const sayTray = (tray: Tray, locale: Locale): string => trays[locale][tray];
/** How near a token is to locking. */
export const sayPinState = (state: PinState, locale: Locale): string => pinStates[locale][state];
/** How near the PUK is to locking. */
export const sayPukState = (state: PinState, locale: Locale): string => pukStates[locale][state];
/** A person's role in the office. */
export const sayRole = (role: Role, locale: Locale): string => roles[locale][role];

/** What stands below a signature where no capacity was said: the name of the role. */
export const capacityOf = (role: Role): string => {
  const said = sayRole(role, 'es-AR');
  return said.charAt(0).toUpperCase() + said.slice(1);
};

/** The word for a state that came as plain text (as failures carry it); an unknown one is given back as it came. */
export function stateWords(locale: Locale, state: string): string {
  const table = states[locale];
  return Object.hasOwn(table, state) ? table[state as ActState] : state;
}
