import type { ParcelRefusal } from '../failures.ts';
import type { Locale } from '../locale.ts';
import type { FailureWords } from './failure-language.ts';

/** Why a parcel that was brought is not taken, as the end of a sentence. */
const broughtReasons: Readonly<
  Record<Locale, Readonly<Record<Exclude<ParcelRefusal, 'noRecipient' | 'noOfficeKey' | 'asksTooMuch'>, string>>>
> = {
  'es-AR': {
    notForUs: 'está sellada para otro destinatario',
    damaged: 'está dañada o incompleta',
    forged: 'no la firmó quien dice',
    otherOffice: 'es de otra dependencia',
    wrongKind: 'no es de la clase que corresponde',
    tooLarge: 'es más grande que lo que se admite',
    unreadable: 'no se pudo leer',
    changing: 'cambió mientras se leía',
    notEnrolled: 'la hizo un puesto o una persona que no está inscripta acá',
    deviceRevoked: 'la hizo un puesto que fue dado de baja',
    notAllowed: 'la pidió alguien cuya función no ve expedientes',
  },
  en: {
    notForUs: 'it is sealed to somebody else',
    damaged: 'it is damaged or incomplete',
    forged: 'it was not signed by whom it says',
    otherOffice: 'it belongs to another office',
    wrongKind: 'it is not of the right kind',
    tooLarge: 'it is larger than what is taken',
    unreadable: 'it could not be read',
    changing: 'it changed while it was read',
    notEnrolled: 'it was made by a desk that is not enrolled, or whose person no longer works in the office',
    deviceRevoked: 'it was made by a desk that was revoked',
    notAllowed: 'it was asked for by somebody whose role sees no cases',
  },
  'pt-BR': {
    notForUs: 'está selada para outro destinatário',
    damaged: 'está danificada ou incompleta',
    forged: 'não foi assinada por quem diz',
    otherOffice: 'é de outra unidade',
    wrongKind: 'não é do tipo certo',
    tooLarge: 'é maior do que se admite',
    unreadable: 'não pôde ser lida',
    changing: 'mudou enquanto era lida',
    notEnrolled: 'foi feita por um posto ou por alguém que não está inscrito aqui',
    deviceRevoked: 'foi feita por um posto que foi revogado',
    notAllowed: 'foi pedida por alguém cuja função não vê processos',
  },
};

interface ParcelWords {
  readonly brought: (why: string) => FailureWords;
  readonly noRecipient: FailureWords;
  readonly noOfficeKey: FailureWords;
  readonly asksTooMuch: FailureWords;
}

const sayings: Readonly<Record<Locale, ParcelWords>> = {
  'es-AR': {
    brought: (why) => ({
      what: `La encomienda del pendrive no se tomó: ${why}.`,
      safe: 'No se tomó nada de ella; lo firmado sigue guardado y en la cola.',
      next: 'Pida que la hagan de nuevo, o avise a sistemas con el código.',
    }),
    noRecipient: {
      what: 'No se puede hacer la encomienda: este puesto no conoce la clave del repositorio para sellarla.',
      safe: 'Lo firmado sigue guardado y en la cola.',
      next: 'La clave llega sola al sincronizar con línea. Sin línea, pida a sistemas que la ponga en la configuración del puesto (repository.parcelRecipient; la imprime «fojas repository keys»).',
    },
    noOfficeKey: {
      what: 'Este puesto no puede hacer ni abrir encomiendas: no está inscripto, ni tiene la clave de acceso de la dependencia.',
      safe: 'Lo firmado sigue guardado y en la cola, y sale solo cuando haya línea.',
      next: 'Inscriba el puesto («Inscribir este puesto»): hace falta línea una sola vez, aunque sea en otra red. Si no puede ser, pida a sistemas la clave de acceso de la dependencia.',
    },
    asksTooMuch: {
      what: 'El pedido de expedientes no se contestó: lo que pide no cabe en una respuesta.',
      safe: 'No se perdió nada.',
      next: 'Haga otro pedido que nombre menos expedientes. Lo demás llega por la línea, o lo trae otro pedido.',
    },
  },
  en: {
    brought: (why) => ({
      what: `The parcel on the stick was not taken: ${why}.`,
      safe: 'Nothing of it was taken; what was signed is still kept and queued.',
      next: 'Ask for it to be made again, or tell IT the code.',
    }),
    noRecipient: {
      what: 'The parcel cannot be made: this desk does not know the repository’s key to seal it to.',
      safe: 'What was signed is still kept and queued.',
      next: 'The key comes by itself with a synchronisation over the line. Without a line, ask IT to put it into the desk’s configuration (repository.parcelRecipient; «fojas repository keys» prints it).',
    },
    noOfficeKey: {
      what: 'This desk can neither make nor open parcels: it is not enrolled, and has not the access key of the office.',
      safe: 'What was signed is still kept and queued, and is sent by itself as soon as there is a line.',
      next: 'Enrol the desk: that needs a line once, if only for a moment and on another network. Where that cannot be, ask IT for the office’s access key (repository.accessKey in the desk’s configuration).',
    },
    asksTooMuch: {
      what: 'The request for cases was not answered: what it asks for does not fit into one answer.',
      safe: 'Nothing was lost.',
      next: 'Make another request that names fewer cases. The rest comes over the line, or with another request.',
    },
  },
  'pt-BR': {
    brought: (why) => ({
      what: `A remessa do pendrive não foi aceita: ${why}.`,
      safe: 'Nada dela foi aceito; o que foi assinado continua guardado e na fila.',
      next: 'Peça que a façam de novo, ou informe o código à informática.',
    }),
    noRecipient: {
      what: 'Não é possível fazer a remessa: este posto não conhece a chave do repositório para selá-la.',
      safe: 'O que foi assinado continua guardado e na fila.',
      next: 'A chave chega sozinha ao sincronizar com a linha. Sem linha, peça à informática que a ponha na configuração do posto (repository.parcelRecipient; «fojas repository keys» a mostra).',
    },
    noOfficeKey: {
      what: 'Este posto não pode fazer nem abrir remessas: não está inscrito, nem tem a chave de acesso da unidade.',
      safe: 'O que foi assinado continua guardado e na fila, e sai sozinho quando houver linha.',
      next: 'Inscreva o posto: é preciso linha uma só vez, ainda que em outra rede. Se não for possível, peça à informática a chave de acesso da unidade.',
    },
    asksTooMuch: {
      what: 'O pedido de processos não foi respondido: o que ele pede não cabe em uma resposta.',
      safe: 'Nada se perdeu.',
      next: 'Faça outro pedido que indique menos processos. O restante chega pela linha, ou vem com outro pedido.',
    },
  },
};

/** What a person reads of a parcel that was not taken, or cannot be made. */
export function sayParcelRefusal(reason: ParcelRefusal, locale: Locale): FailureWords {
  const { brought, noRecipient, noOfficeKey, asksTooMuch } = sayings[locale];
  if (reason === 'noRecipient') return noRecipient;
  if (reason === 'noOfficeKey') return noOfficeKey;
  if (reason === 'asksTooMuch') return asksTooMuch;
  return brought(broughtReasons[locale][reason]);
}
