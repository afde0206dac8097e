import { algorithmName } from './algorithms.ts';
import type { EnrolmentRefusal } from '../failures.ts';
import { type FailureLanguage, ofTheClock } from './failure-language.ts';
import { asClause, problemWords } from './problems.ts';
import { stateWords } from './states.ts';
import { sayCopyReasons } from './copy-reasons.ts';
import { sayParcelRefusal } from './parcel-refusals.ts';
import { sayUnreadable } from './unreadable.ts';
import { updateRefusals } from './update-refusals.ts';

const kept = 'Lo ya firmado está guardado.';
const untouched = 'No se firmó ni se cambió nada.';
const waits = 'Lo firmado está guardado y espera en la cola.';
const noTry = 'No se usó ningún intento de PIN.';

const enrolmentReasons: Readonly<Record<EnrolmentRefusal, string>> = {
  code: 'el código no es correcto o ya no vale',
  certificate: 'el certificado del token no es de una autoridad aceptada o no está vigente',
  revoked: 'el certificado del token fue revocado',
  revocationUnknown: 'no se pudo saber si el certificado del token fue revocado, y la institución lo exige',
  signature: 'la firma del token no corresponde al desafío',
  personUnknown: 'nadie con esa identidad está registrado',
  provider: 'el servicio de identidad no confirmó quién es usted',
  notOffered: 'no ofrece esa manera de inscribirse',
  deviceTaken: 'la clave de este equipo ya es de otra persona o fue dada de baja',
};

/** Argentine Spanish, usted, in the office's own words. */
export const failuresEs: FailureLanguage = {
  kinds: {
    tokenAbsent: ({ token }) => ({
      what: token === null ? 'No hay ningún token conectado.' : `No se encuentra el token «${token}».`,
      safe: `${kept} ${noTry}`,
      next: 'Conecte el token y vuelva a intentar.',
    }),
    tokenRemoved: ({ token }) => ({
      what: `El token «${token}» se retiró.`,
      safe: 'Los actos ya firmados quedaron guardados; los demás siguen a firmar.',
      next: 'Vuelva a conectarlo y continúe con los que faltan.',
    }),
    driverMissing: ({ library }) => ({
      what: `No se encuentra el controlador del token (${library}).`,
      safe: untouched,
      next: 'Instálelo o pida a sistemas que lo instale.',
    }),
    driverUnloadable: ({ library, reason }) => ({
      what: `El controlador del token (${library}) está, pero no se puede cargar.`,
      safe: untouched,
      next: {
        architecture: 'Es para otro tipo de procesador: instale la versión que corresponde a este sistema.',
        dependency: 'Le falta un componente: instale otra vez el programa del fabricante, completo.',
        other: 'Instálelo de nuevo o dicte el código a sistemas.',
      }[reason],
    }),
    driverGone: ({ library }) => ({
      what: `El controlador del token (${library}) dejó de funcionar.`,
      safe: `${kept} El resto de Fojas sigue andando.`,
      next: 'Espere unos segundos a que se cargue de nuevo y vuelva a intentar.',
    }),
    driverHung: ({ library }) => ({
      what: `El controlador del token (${library}) no responde.`,
      safe: kept,
      next: 'Retire el token, vuelva a conectarlo e intente de nuevo.',
    }),
    driverParked: ({ library }) => ({
      what: `El controlador del token (${library}) falló varias veces y quedó apartado.`,
      safe: kept,
      next: 'Elija «Reintentar» o use otro token; si se repite, avise a sistemas.',
    }),
    pinWrong: ({ pinState }) => {
      const what = 'El PIN no es correcto.';
      const safe = 'La firma se detuvo enseguida; el programa no repite intentos por su cuenta.';
      if (pinState === 'locked')
        return {
          what: 'El PIN no es correcto y el token quedó bloqueado.',
          safe: kept,
          next: 'Desbloquéelo con el PUK o acuda a su autoridad de registro.',
        };
      if (pinState === 'finalTry')
        return {
          what: `${what} Queda un solo intento.`,
          safe,
          next: 'Si no está seguro del PIN, no lo intente: acuda a su autoridad de registro.',
        };
      if (pinState === 'countLow')
        return { what: `${what} Quedan pocos intentos.`, safe, next: 'Verifique el PIN antes de volver a ingresarlo.' };
      return { what, safe, next: 'Vuelva a firmar e ingréselo con cuidado.' };
    },
    pinLocked: ({ token }) => ({
      what: `El token «${token}» está bloqueado.`,
      safe: `${kept} Lo pendiente sigue a firmar.`,
      next: 'Desbloquéelo con el PUK o acuda a su autoridad de registro.',
    }),
    pinCancelled: {
      what: 'Se canceló el ingreso del PIN.',
      safe: `${kept} Después de cancelar no se envió ningún PIN al token.`,
      next: 'Puede volver a firmar cuando quiera.',
    },
    pinNotConfirmed: {
      what: 'Queda un solo intento de PIN y no se confirmó usarlo.',
      safe: noTry,
      next: 'Si está seguro del PIN, vuelva a firmar y confírmelo; si no, acuda a su autoridad de registro.',
    },
    pinLength: ({ min, max }) => ({
      what: `El PIN debe tener entre ${min} y ${max} caracteres.`,
      safe: `No se envió al token. ${noTry}`,
      next: 'Ingréselo de nuevo.',
    }),
    pinNotInitialized: ({ token }) => ({
      what: `El token «${token}» todavía no tiene PIN.`,
      safe: untouched,
      next: 'Asígnele un PIN con el programa del fabricante o pida ayuda a sistemas.',
    }),
    pukWrong: ({ pukState }) => {
      const what = 'El PUK no es correcto.';
      const safe = 'El PIN no cambió; el programa no repite intentos por su cuenta.';
      if (pukState === 'locked')
        return {
          what: `${what} El PUK quedó bloqueado.`,
          safe: 'El PIN no cambió.',
          next: 'Acuda a su autoridad de registro: habrá que grabar otro certificado.',
        };
      if (pukState === 'finalTry')
        return { what: `${what} Queda un solo intento.`, safe, next: 'No lo intente sin estar seguro: pida ayuda.' };
      return { what, safe, next: 'Verifíquelo antes de volver a ingresarlo: los intentos son pocos.' };
    },
    pukLocked: ({ token }) => ({
      what: `El PUK del token «${token}» está bloqueado.`,
      safe: kept,
      next: 'Acuda a su autoridad de registro: hay que reiniciar el token y grabar otro certificado.',
    }),
    newPinRefused: ({ min, max }) => ({
      what: `El token no acepta ese PIN nuevo (entre ${min} y ${max} caracteres).`,
      safe: 'El PIN de antes sigue valiendo.',
      next: 'Elija otro, sin cifras seguidas ni repetidas.',
    }),
    pinChangeUnsupported: ({ token }) => ({
      what: `El token «${token}» no permite hacer esto desde Fojas.`,
      safe: 'El PIN no cambió.',
      next: 'Hágalo con el programa del fabricante o pida ayuda a sistemas.',
    }),
    loggedOut: ({ reason }) => ({
      what: {
        screenLocked: 'El token se cerró porque se bloqueó la pantalla.',
        suspended: 'El token se cerró porque la computadora se suspendió.',
        idle: 'El token se cerró por falta de uso.',
      }[reason],
      safe: `${kept} Lo pendiente sigue a firmar.`,
      next: 'Continúe con los que faltan e ingrese el PIN otra vez.',
    }),
    mechanismMissing: ({ algorithm }) => ({
      what: `El token no puede firmar con ${algorithmName(algorithm)}.`,
      safe: untouched,
      next: 'Elija otro certificado u otro token.',
    }),
    certificateMissing: {
      what: 'El certificado elegido no está en el token.',
      safe: untouched,
      next: 'Conecte el token que lo tiene o elija otro certificado.',
    },
    certificateAmbiguous: ({ matches }) => ({
      what: `Hay ${matches} certificados que responden a lo pedido.`,
      safe: untouched,
      next: 'Indique uno por su huella digital.',
    }),
    certificateChanged: {
      what: 'El certificado del token no es el que se había elegido.',
      safe: 'No se firmó con él.',
      next: 'Elija de nuevo el certificado y vuelva a firmar.',
    },
    certificateUnsuitable: ({ reason }) => ({
      what: `El certificado no sirve para firmar: ${failuresEs.unsuitable[reason]}.`,
      safe: `${untouched} ${noTry}`,
      next: 'Elija otro certificado o renuévelo ante su autoridad de registro.',
    }),
    certificateOfAnother: ({ holder, person }) => ({
      what: `El certificado del token es de ${holder}, y esta mesa de trabajo es de ${person}.`,
      safe: `${untouched} ${noTry}`,
      next: 'Conecte su propio token, o que cada persona firme desde su sesión.',
    }),
    electronicNotAllowed: ({ actType }) => ({
      what: `${actType === '' ? 'Este acto' : `Un acto de este tipo (${actType})`} no admite firma electrónica.`,
      safe: `${untouched} ${noTry}`,
      next: 'Se firma digitalmente, con token: que lo firme quien lo tiene.',
    }),
    certificateRevoked: ({ at }) => ({
      what: `El certificado fue revocado (${at.slice(0, 10)}).`,
      safe: `${untouched} ${noTry}`,
      next: 'Elija otro certificado o pida uno nuevo a su autoridad de registro.',
    }),
    tokenBusy: {
      what: 'El token está en uso por otra firma.',
      safe: untouched,
      next: 'Espere a que termine y vuelva a intentar.',
    },
    digestNotListed: {
      what: 'Se pidió al token firmar algo que no estaba en la lista autorizada con el PIN.',
      safe: 'El token no lo firmó.',
      next: 'Firme de nuevo; si se repite, avise a sistemas.',
    },
    tokenError: {
      what: 'El token no pudo completar lo pedido.',
      safe: `${kept} El acto en curso sigue a firmar.`,
      next: 'Retire el token, vuelva a conectarlo e intente de nuevo; si se repite, dicte el código a sistemas.',
    },
    signatureInvalid: {
      what: 'La firma que hizo el token no pasó nuestra verificación.',
      safe: 'No se guardó ni se envió: el acto sigue a firmar.',
      next: 'Fírmelo de nuevo; si se repite, no use ese token y avise a sistemas.',
    },
    actUnknown: {
      what: 'Ese acto no está en esta dependencia.',
      safe: 'No se cambió nada.',
      next: 'Sincronice y búsquelo de nuevo.',
    },
    actNotShown: {
      what: 'El acto está sin leer.',
      safe: 'No se firmó.',
      next: 'Ábralo y léalo, o pida el visado de un colega.',
    },
    actChanged: {
      what: 'El acto cambió después de que usted lo abrió.',
      safe: 'No se firmó ni se devolvió ninguna versión.',
      next: 'Ábralo otra vez y léalo antes de decidir.',
    },
    caseMoved: ({ office }) => ({
      what: `La causa pasó a la dependencia ${office}: acá queda solo para lectura.`,
      safe: 'No se agregó nada; lo que ya estaba escrito en esta PC sigue acá.',
      next: 'Si hace falta, pida a esa dependencia que lo incorpore o que devuelva la causa.',
    }),
    officeNotKnown: ({ office }) => ({
      what: `No hay ninguna dependencia ${office} entre las que el repositorio informó.`,
      safe: 'La causa queda donde está.',
      next: 'Elíjala de la lista, por su nombre; si es nueva, pida al administrador que la cargue y sincronice.',
    }),
    actsWait: ({ acts }) => ({
      what: `La causa no puede pasar a otra dependencia: ${acts === 1 ? 'un acto espera' : `${acts} actos esperan`} la firma.`,
      safe: 'La causa sigue en esta dependencia, como estaba.',
      next: 'Firme o retire esos actos y vuelva a disponerlo.',
    }),
    actForbids: ({ state }) => ({
      what: `El acto está «${stateWords('es-AR', state)}»: esto ya no se puede hacer.`,
      safe: 'El acto quedó como estaba.',
      next: 'Actualice la bandeja y mire su estado.',
    }),
    notYourTurn: ({ waitingFor }) => ({
      what: `Antes firma ${waitingFor}: todavía no es su turno.`,
      safe: untouched,
      next: 'Espere a que esa persona firme: el acto vuelve a su bandeja con esa firma puesta.',
    }),
    signerNotNamed: ({ named }) => ({
      what: `El acto nombra a ${named} para firmarlo, y este escritorio es de otra persona.`,
      safe: untouched,
      next: 'Déjelo a quien nombra, o devuélvalo para que nombre a otra persona.',
    }),
    substituteNotInForce: ({ replaces, from, until }) => ({
      what: `El acto nombra a ${replaces}, y su designación como subrogante rige del ${from} al ${until}.`,
      safe: untouched,
      next: 'Déjelo a quien nombra, o pida a quien administra las personas una designación que cubra hoy.',
    }),
    draftNotReady: ({ lacks }) => ({
      what: {
        title: 'El borrador no tiene título.',
        text: 'El borrador no tiene texto.',
        oneText: 'El borrador tiene más de un texto: todavía no se eligió cuál vale.',
        answer: 'Este borrador ya está a la firma.',
      }[lacks],
      safe: 'El borrador queda como está.',
      next: {
        title: 'Escriba el título y vuelva a pasarlo a la firma.',
        text: 'Escriba el texto y vuelva a pasarlo a la firma.',
        oneText: 'Abra los textos lado a lado, forme uno solo y vuelva a pasarlo a la firma.',
        answer: 'Espere a que se firme o se devuelva; una corrección posterior es un acto nuevo.',
      }[lacks],
    }),
    draftChanged: () => ({
      what: 'El borrador cambió mientras usted lo miraba.',
      safe: 'Lo que estaba escrito quedó guardado.',
      next: 'Lea el texto actual y vuelva a intentarlo.',
    }),
    draftIncomplete: ({ sections, fields, citations }) => ({
      what: [
        ['Al acto le faltan partes obligatorias', sections],
        ['Quedan espacios sin completar', fields],
        ['Se citan actos que no están en esta computadora', citations],
      ]
        .filter(([, names]) => names!.length > 0)
        .map(([words, names]) => `${String(words)}: ${(names as string[]).join('; ')}.`)
        .join(' '),
      safe: 'El borrador queda como está.',
      next: 'Complete lo que falta y vuelva a pasarlo a la firma.',
    }),
    draftTooLong: ({ of, over }) => ({
      what: {
        characters: `El texto no se guarda: es más largo de lo que admite un borrador, por ${over} caracteres.`,
        paragraphs: `El texto no se guarda: tiene más párrafos de los que admite un borrador, por ${over}.`,
        paragraph: `El texto no se guarda: un párrafo es más largo de lo que se admite, por ${over} caracteres.`,
      }[of],
      safe: 'Lo guardado antes sigue guardado; lo último está solamente en esta pantalla. No cierre Fojas.',
      next:
        of === 'paragraph'
          ? 'Divida el párrafo en dos: el texto se guarda solo.'
          : 'Quite lo que sobra, o córtelo y péguelo en otro borrador: el texto se guarda solo.',
    }),
    importRefused: ({ reason }) => ({
      what: {
        notDocx: 'El archivo no es un documento de Word (.docx).',
        tooLarge: 'El documento es demasiado grande para un borrador.',
        tooSlow: 'El documento tardó demasiado en leerse.',
        damaged: 'El documento está dañado o incompleto.',
        empty: 'El documento no tiene texto.',
      }[reason],
      safe: 'El borrador queda como está.',
      next: {
        notDocx: 'Ábralo en su procesador de textos y guárdelo como .docx.',
        tooLarge: 'Quite las imágenes o pegue el texto por partes.',
        tooSlow: 'Copie el texto en su procesador y péguelo aquí.',
        damaged: 'Ábralo en su procesador de textos y guárdelo de nuevo.',
        empty: 'Elija otro archivo, o escriba el texto aquí.',
      }[reason],
    }),
    characterLacking: ({ characters }) => ({
      what: `La letra de los actos no tiene estos caracteres: ${characters}.`,
      safe: 'El borrador queda como está.',
      next: 'Reemplácelos: en el papel saldrían en blanco.',
    }),
    draftUnknown: {
      what: 'El borrador no está en esta computadora.',
      safe: 'No se cambió nada.',
      next: 'Actualice la lista de borradores (F5).',
    },
    documentMissing: {
      what: 'El documento no está en esta computadora.',
      safe: 'No se cambió nada.',
      next: 'Sincronice para traerlo.',
    },
    documentDamaged: {
      what: 'El documento guardado no coincide con su huella digital.',
      safe: 'No se muestra ni se firma.',
      next: 'Sincronice para traerlo otra vez; si se repite, avise a sistemas.',
    },
    pdfRefused: ({ reason }) => ({
      what: `No se puede firmar este PDF: ${failuresEs.pdf[reason].why}.`,
      safe: 'El archivo quedó como estaba.',
      next: failuresEs.pdf[reason].next,
    }),
    pdfPasswordNeeded: {
      what: 'Este PDF está cifrado y falta su contraseña.',
      safe: 'El archivo quedó como estaba.',
      next: 'Pida la contraseña a quien lo envió, o una versión sin ella.',
    },
    pdfPasswordWrong: {
      what: 'La contraseña no abre este PDF.',
      safe: 'El archivo quedó como estaba; el PIN no intervino.',
      next: 'Verifique la contraseña (mayúsculas, acentos) y vuelva a intentar.',
    },
    timestampMissing: ({ detail }) => ({
      what: `No se consiguió el sello de tiempo (${asClause(detail)}).`,
      safe: 'El acto está firmado y guardado; su firma vale lo mismo.',
      next: 'No hace falta hacer nada: Fojas lo vuelve a pedir sola. Si sigue así, avise a sistemas.',
    }),
    validationDataMissing: ({ detail }) => ({
      what: `Faltan datos para validar la firma dentro de muchos años (${asClause(detail)}).`,
      safe: 'El acto está firmado y guardado; lo que ya se agregó queda.',
      next: 'No hace falta hacer nada: Fojas los vuelve a buscar sola. Si sigue así, avise a sistemas.',
    }),
    raiseRefused: ({ detail }) => ({
      what: `La firma de este acto no se puede prolongar (${asClause(detail)}).`,
      safe: 'El acto firmado sigue guardado, sin cambios.',
      next: 'Avise a sistemas con el código: hace falta decidir qué hacer con este acto.',
    }),
    batchUnknown: {
      what: 'Ese lote de firma ya no está en curso.',
      safe: kept,
      next: 'Mire los firmados en la bandeja.',
    },
    fileUnreadable: (failure) => sayUnreadable(failure, 'es-AR'),
    fileExists: ({ file }) => ({
      what: `Ya existe el archivo «${file}».`,
      safe: 'No se lo sobrescribió.',
      next: 'Elija otro nombre u otra carpeta.',
    }),
    diskFull: {
      what: 'No queda espacio en el disco.',
      safe: `${kept} Lo que no entró no se dio por firmado.`,
      next: 'Libere espacio y vuelva a intentar.',
    },
    storeBusy: {
      what: 'Los datos de esta dependencia están en uso por otra copia de Fojas.',
      safe: 'No se perdió nada.',
      next: 'Cierre la otra copia y vuelva a intentar.',
    },
    storeKeyWrong: {
      what: 'La clave de los datos guardados no corresponde.',
      safe: 'Los datos siguen cifrados e intactos.',
      next: 'Ingrese a la computadora con su usuario de siempre o avise a sistemas.',
    },
    passphraseWrong: ({ waitSeconds }) => ({
      what: 'La frase no es la de este puesto.',
      safe: 'Sus datos siguen como estaban, sellados.',
      next:
        waitSeconds > 0
          ? `Espere ${waitSeconds} s y vuelva a escribirla.`
          : 'Vuelva a escribirla; cuentan mayúsculas y espacios.',
    }),
    deskLocked: {
      what: 'El puesto está bloqueado.',
      safe: 'Nada se perdió.',
      next: 'Ábralo con su token o con la frase de paso para seguir.',
    },
    leavesUnsent: ({ files, drafts }) => ({
      what: `Este puesto no se vació: el repositorio todavía no tiene ${files} de sus archivos ni ${drafts} de sus borradores, y ninguna copia los guarda.`,
      safe: 'Todo quedó como estaba.',
      next: 'Espere a que haya línea y envíe, llévelo en un pendrive o conecte el lugar de la segunda copia; después vuelva a vaciarlo.',
    }),
    deskEmptied: {
      what: 'Este puesto se vació.',
      safe: 'Lo que existía solo acá quedó al lado, sellado; la institución lo abre con su clave de recuperación.',
      next: 'Cierre el programa. La próxima vez, el puesto se prepara de nuevo.',
    },
    keychainMissing: {
      what: 'Esta computadora no ofrece un llavero donde guardar la clave de los datos.',
      safe: 'No se guardó nada sin protección.',
      next: 'Ingrese a su sesión de escritorio de siempre o avise a sistemas (falta GNOME Keyring o KWallet).',
    },
    storeDamaged: ({ store }) => ({
      what: `El archivo de datos «${store}» está dañado.`,
      safe: 'No se escribió nada en él.',
      next: 'No lo borre: avise a sistemas para recuperarlo de la copia.',
    }),
    copyPlaceAbsent: ({ folder }) => ({
      what: `El lugar de la segunda copia no está: ${folder}.`,
      safe: 'Lo firmado sigue guardado en esta PC.',
      next: 'Conecte ese disco o pendrive, o recupere la carpeta compartida; la copia sigue sola.',
    }),
    copiesNotKept: () => ({
      what: 'Este repositorio no guarda segundas copias de los puestos.',
      safe: 'Lo firmado sigue guardado en esta PC.',
      next: 'Avise a sistemas: hay que actualizar el repositorio o indicar una carpeta en «secondCopy».',
    }),
    copyPlaceOther: ({ folder }) => ({
      what: `En ${folder} hay otro disco o pendrive que el de las copias anteriores.`,
      safe: 'No se escribió nada en él.',
      next: 'Si es el que corresponde, pulse Copiar ahora y confírmelo; si no, conecte el de siempre.',
    }),
    copyDamaged: ({ file }) => ({
      what: `La segunda copia no se lee igual a como se escribió (${file}).`,
      safe: 'Lo firmado sigue guardado en esta PC.',
      next: 'Cambie el disco o pendrive de las copias y avise a sistemas.',
    }),
    copyOfEnrolled: ({ deviceId }) => ({
      what: 'La copia de este puesto está en el repositorio a nombre de su inscripción, y la clave de la inscripción se perdió con el equipo.',
      safe: 'La copia sigue en el repositorio, sellada.',
      next: `Pida a sistemas que la traiga con «fojas repository copies fetch --device ${deviceId} --to CARPETA», e indique acá esa carpeta.`,
    }),
    copyMissing: ({ folder, detail }) => ({
      what: `En ${folder} no hay una copia entera de este puesto (${sayCopyReasons(detail, 'es-AR')}).`,
      safe: 'No se cambió nada en esta PC.',
      next: 'Indique la carpeta donde están las copias de este puesto, u otra copia.',
    }),
    updateRefused: ({ reason }) => ({
      what: `No se toma la versión nueva: ${updateRefusals['es-AR'][reason].why}.`,
      safe: 'El programa sigue como estaba, y sus datos también.',
      next: updateRefusals['es-AR'][reason].next,
    }),
    updateUnreachable: ({ source }) => ({
      what: `El lugar de las versiones nuevas no responde: ${source}.`,
      safe: 'El programa sigue como estaba, y se puede trabajar igual.',
      next: 'Se vuelve a intentar solo. Si dura días, avise a sistemas con el código.',
    }),
    parcelRefused: ({ reason }) => sayParcelRefusal(reason, 'es-AR'),
    recoveryKeyWrong: ({ file }) => ({
      what: `La clave de recuperación no abre las copias (${file}).`,
      safe: 'No se cambió nada en esta PC.',
      next: 'Use el archivo de la clave que guarda sistemas para esta institución.',
    }),
    officeFileBroken: ({ file, places }) => ({
      what:
        places.length === 0
          ? `El archivo de configuración «${file}» no es JSON.`
          : `El archivo de configuración «${file}» no vale en: ${places.join(', ')}.`,
      safe: 'No se abrió nada, y los datos de este puesto quedaron como estaban.',
      next: 'Corrija ese archivo, o pida a sistemas que lo reponga, y repita.',
    }),
    seatUnknown: ({ seat, seats }) => ({
      what: `En este puesto no hay un lugar «${seat}».`,
      safe: 'No se abrió nada.',
      next: `Elija uno de los que hay: ${seats.join(', ')}. «fojas seats» dice de quién es cada uno.`,
    }),
    storeFromFuture: ({ store }) => ({
      what: `El archivo de datos «${store}» es de una versión más nueva de Fojas.`,
      safe: 'No se lo tocó.',
      next: 'Actualice Fojas en esta computadora.',
    }),
    repositoryNotConfigured: {
      what: 'Esta dependencia no tiene un repositorio configurado.',
      safe: `Puede leer y firmar. ${waits}`,
      next: 'Pida a sistemas que lo configure.',
    },
    repositoryUnreachable: {
      what: 'No hay línea con el repositorio.',
      safe: `Puede seguir trabajando. ${waits}`,
      next: 'Se envía solo cuando vuelva la línea; sincronice para probar ahora.',
    },
    repositoryGarbage: {
      what: 'Contestó algo que no es el repositorio.',
      safe: `No se aceptó nada de esa respuesta. ${waits}`,
      next: 'Revise la conexión (puede ser la página de ingreso de una red Wi-Fi); si sigue, avise a sistemas.',
    },
    repositoryDenied: ({ reason }) => {
      switch (reason) {
        case 'notEnrolled':
          return {
            what: 'Este equipo todavía no está inscripto ante el repositorio.',
            safe: waits,
            next: 'Inscríbalo en Equipo y permisos: con su token, con un código de un solo uso o con su usuario institucional.',
          };
        case 'deviceRevoked':
          return {
            what: 'El repositorio dio de baja este equipo.',
            safe: 'Lo firmado que no llegó a enviarse sigue acá y se recupera con la clave de recuperación.',
            next: 'Avise a sistemas: si fue un error, pida un código nuevo para volver a inscribirlo.',
          };
        case 'grantEnded':
          return {
            what: 'El repositorio no tiene un permiso suyo vigente en esta oficina.',
            safe: waits,
            next: 'Pida a sistemas que renueve el permiso: con el próximo contacto vale de nuevo.',
          };
        case 'personsKey':
          return {
            what: 'La clave del archivo es de una persona, y no la de la dependencia.',
            safe: 'No se tomó ninguna clave.',
            next: 'Pida a quien lleva el repositorio central la clave de acceso de la dependencia: con la de una persona, los demás puestos verían lo que ella ve, y nada más.',
          };
        case undefined:
          return {
            what: 'El repositorio no reconoce a esta dependencia.',
            safe: waits,
            next: 'Avise a sistemas: hay que renovar la clave de acceso.',
          };
      }
    },
    enrolmentRefused: ({ reason }) => ({
      what: `El repositorio no inscribió este equipo: ${enrolmentReasons[reason]}.`,
      safe: 'No se guardó ni se cambió nada.',
      next: 'Revise los datos o pida a sistemas un código nuevo, y pruebe otra vez.',
    }),
    grantEnded: ({ office, until }) => ({
      what: `Su permiso en ${office} valía hasta el ${until}.`,
      safe: 'Lo que hizo está guardado y se envía cuando el permiso se renueve.',
      next: 'Conéctese al repositorio para renovarlo; si sigue igual, pídalo a sistemas.',
    }),
    proxySignInNeeded: ({ proxy }) => ({
      what: `La salida a la red (proxy ${proxy}) pide usuario y contraseña.`,
      safe: `Puede seguir trabajando. ${waits}`,
      next: 'Ingréselos en la pantalla Línea; si no los tiene, pídalos a sistemas.',
    }),
    proxyMethodUnknown: ({ proxy, methods }) => ({
      what: `La salida a la red (proxy ${proxy}) solo admite ${methods.join(' o ')}, que este programa no usa: una contraseña no alcanza.`,
      safe: `Puede seguir trabajando. ${waits}`,
      next: 'Pida a sistemas que el proxy deje pasar la dirección del repositorio o acepte contraseña (Basic), o que pongan en line.proxy un intermediario de esta PC (Px, Cntlm).',
    }),
    lineUntrusted: ({ detail }) =>
      ofTheClock.test(detail)
        ? {
            what: 'El certificado de quien contesta está vencido o todavía no vale, por el reloj de esta PC.',
            safe: `No se le envió nada. ${waits}`,
            next: 'Mire la fecha y la hora de esta PC y corríjalas si no son las de hoy; si están bien, avise a sistemas: hay que renovar el certificado del repositorio.',
          }
        : {
            what: 'No se pudo comprobar que quien contesta sea el repositorio: su certificado no es de confianza.',
            safe: `No se le envió nada. ${waits}`,
            next: 'Avise a sistemas: falta la autoridad del certificado en la configuración (line.caFile) o alguien intercepta la línea.',
          },
    repositoryBusy: ({ retryAfterSeconds }) => ({
      what: 'El repositorio está ocupado o en mantenimiento.',
      safe: waits,
      next:
        retryAfterSeconds === null
          ? 'Se reintenta solo dentro de un rato.'
          : `Se reintenta solo dentro de ${retryAfterSeconds} s.`,
    }),
    centreUnreachable: {
      what: 'El repositorio de la oficina responde; el central, no.',
      safe: 'Los borradores, las bandejas y las firmas siguen yendo de una PC a otra. Lo que llegó a la oficina espera ahí: todavía no está registrado.',
      next: 'No hace falta nada: la oficina lo envía sola en cuanto vuelva la línea.',
    },
    repositoryFull: {
      what: 'El repositorio no tiene más lugar en su disco.',
      safe: waits,
      next: 'Avise a sistemas que el disco del repositorio está lleno; se reintenta solo.',
    },
    registrationRefused: ({ problem, detail, of }) => {
      const why = problemWords(failuresEs.problem, problem) ?? detail;
      return of === 'request'
        ? {
            what: `El repositorio no aceptó lo que se le envió: ${why}.`,
            safe: 'No se perdió nada de lo que está guardado en esta PC.',
            next: 'Corrija lo que dice el motivo; si no depende de usted, avise a sistemas con el código.',
          }
        : {
            what: `El repositorio no registró el acto: ${why}.`,
            safe: 'El acto sigue firmado y guardado.',
            next: 'Avise a mesa de entradas o a sistemas con el código; puede hacer falta rehacer el acto.',
          };
    },
    registerRewritten: ({ found, known, told }) => ({
      what: {
        rewritten: `El repositorio muestra un pasado distinto del que esta oficina verificó (hasta la hoja ${known} del registro público).`,
        rolledBack: `El registro público del repositorio se acortó: esta oficina verificó ${known} hojas y ahora dice tener ${told ?? 0}.`,
        forked: 'A otra oficina se le mostró otro registro público que a esta.',
        leafMissing: 'Un recibo que dio el repositorio no está en su registro público.',
        unsigned: 'El registro público que se muestra no lleva la firma del repositorio.',
      }[found],
      safe: 'Lo firmado sigue firmado y guardado en esta PC, con la prueba de lo que se verificó. No se envía ni se recibe nada.',
      next: 'Avise ya a sistemas con el código: puede ser una copia de respaldo mal restaurada o un repositorio falso. Si la institución lo confirma por escrito, sistemas puede aceptarlo con «fojas log accept».',
    }),
    receiptInvalid: {
      what: 'El recibo no pasó la verificación contra nuestro archivo.',
      safe: 'El acto sigue firmado y guardado; no se lo da por registrado.',
      next: 'Avise a sistemas con el código.',
    },
    badInput: {
      what: 'El pedido no tiene la forma esperada.',
      safe: 'No se hizo nada.',
      next: 'Revise lo ingresado; si no ingresó nada, cierre y vuelva a abrir Fojas.',
    },
    unknownCall: {
      what: 'Se pidió algo que esta versión de Fojas no sabe hacer.',
      safe: 'No se hizo nada.',
      next: 'Cierre y vuelva a abrir Fojas; si se repite, avise a sistemas.',
    },
    notAllowed: {
      what: 'Su función no permite hacer esto.',
      safe: 'No se hizo nada.',
      next: 'Pídaselo a quien corresponda en la dependencia.',
    },
    caseUnknown: {
      what: 'Esa causa no está en esta PC, o no es para su función.',
      safe: 'No se hizo nada.',
      next: 'Búsquela por su número o pida que se la muestren.',
    },
    pieceNotThis: ({ mediaType }) => ({
      what: `El archivo no es lo que dice ser (${mediaType}).`,
      safe: 'No se agregó nada; el original no se tocó.',
      next: 'Se agregan PDF, JPEG, PNG y TIFF. Conviértalo o escanéelo de nuevo.',
    }),
    pieceDiffers: ({ expected, found }) => ({
      what: `La huella no coincide: se informó ${expected.slice(0, 16)}… y el archivo da ${found.slice(0, 16)}….`,
      safe: 'No se agregó nada; el original no se tocó.',
      next: 'Deje constancia de la diferencia en una nota, y agréguelo sin huella informada si corresponde.',
    }),
    officeGone: {
      what: 'El motor de Fojas se cerró y se está reiniciando.',
      safe: 'Lo firmado y lo pendiente están guardados.',
      next: 'Espere unos segundos y vuelva a intentar.',
    },
    deadline: {
      what: 'La respuesta tarda más de lo previsto.',
      safe: 'Nada se perdió; lo pedido puede seguir en curso.',
      next: 'Espere, actualice y mire el estado antes de repetirlo.',
    },
    unexpected: ({ incident }) => ({
      what: 'Fojas tuvo una falla propia y no completó lo pedido.',
      safe: kept,
      next: `Vuelva a intentar; si se repite, dicte a sistemas el número ${incident}.`,
    }),
  },
  unsuitable: {
    expired: 'venció',
    notYetValid: 'todavía no está vigente',
    wrongKeyUsage: 'no fue emitido para firmar',
    noPrivateKey: 'su clave no está en el token',
    weakKey: 'su clave es demasiado corta',
    unreadable: 'no se puede leer',
  },
  pdf: {
    empty: { why: 'el archivo está vacío', next: 'Pida a quien lo envió que lo mande otra vez.' },
    notPdf: { why: 'no es un PDF', next: 'Pida el documento en PDF.' },
    truncated: { why: 'está incompleto', next: 'Pida a quien lo envió que lo mande otra vez.' },
    damaged: { why: 'está dañado', next: 'Pida que lo generen de nuevo.' },
    encrypted: { why: 'está cifrado', next: 'Pida una versión sin contraseña.' },
    weakEncryption: {
      why: 'su cifrado (RC4) es demasiado débil',
      next: 'Pida una versión sin cifrar o cifrada con AES.',
    },
    foreignEncryption: { why: 'está cifrado de un modo que Fojas no abre', next: 'Pida una versión sin cifrar.' },
    notPermitted: {
      why: 'sus permisos no admiten firmarlo',
      next: 'Pida la contraseña de propietario o una versión sin esa restricción.',
    },
    hybrid: { why: 'tiene dos índices internos que pueden contradecirse', next: 'Pida que lo generen de nuevo.' },
    certified: {
      why: 'ya está certificado y su autor no admite más firmas así',
      next: 'Consulte a quien lo certificó.',
    },
    locked: { why: 'una firma anterior lo bloqueó', next: 'Consulte a quien lo firmó antes.' },
    signatureBroken: {
      why: 'lleva la firma de otra persona que no se sostiene',
      next: 'Devuélvalo: quien firmó antes tiene que firmarlo de nuevo.',
    },
    xfa: { why: 'es un formulario XFA, que puede cambiar lo que muestra', next: 'Pida una versión sin formulario.' },
    mac: { why: 'lleva un código de integridad que firmarlo rompería', next: 'Pida una versión sin esa protección.' },
    tooComplex: { why: 'su estructura excede los límites seguros', next: 'Pida que lo generen de nuevo, más simple.' },
    fieldMissing: { why: 'no tiene el campo de firma pedido', next: 'Indique otro campo o ninguno.' },
    fieldTaken: { why: 'ese campo ya está firmado', next: 'Indique otro campo.' },
    fieldShared: { why: 'ese campo de firma se comparte con otro', next: 'Indique otro campo o ninguno.' },
    contentsTooSmall: { why: 'la firma no entra en el lugar reservado', next: 'Avise a sistemas con el código.' },
    seedValue: {
      why: 'el campo exige para la firma algo que no se cumple',
      next: 'Consulte a quien preparó el campo.',
    },
    notFirst: { why: 'solo la primera firma puede certificarlo y ya tiene otra', next: 'Fírmelo sin certificar.' },
    pageMissing: { why: 'la firma visible caería fuera de sus páginas', next: 'Indique otra página u otro lugar.' },
    placeTaken: { why: 'la firma visible taparía algo que ya está ahí', next: 'Indique otro lugar.' },
    textTooLong: {
      why: 'el texto de la firma visible no entra en su lugar',
      next: 'Agrande el lugar o acorte el texto.',
    },
    fontLacking: {
      why: 'la letra no tiene todos los signos del texto de la firma visible',
      next: 'Quite del texto los signos poco comunes.',
    },
    other: { why: 'tiene algo que todavía no sabemos firmar con seguridad', next: 'Avise a sistemas con el código.' },
  },
  problem: {
    unauthorized: 'no reconoce a esta dependencia',
    'not-found': 'no encuentra lo pedido',
    'bad-request': 'no entendió el pedido',
    'blob-missing': 'le falta el archivo firmado',
    'blob-hash-mismatch': 'el archivo llegó distinto de como salió',
    'blob-too-large': 'el archivo supera el tamaño admitido',
    'act-id-reused': 'ya tiene otro acto con esa identidad',
    'act-unknown': 'no conoce ese acto',
    'act-state': 'el estado del acto no lo permite',
    'case-unknown': 'no conoce la causa',
    'case-differs': 'los datos de la causa no coinciden con los suyos',
    'case-closed': 'la causa está cerrada',
    'case-moved': 'la causa pasó a otra dependencia',
    'office-unknown': 'no conoce esa dependencia',
    'signature-invalid': 'la firma no pasó su verificación',
    'not-what-was-shown': 'lo firmado no es lo que se había puesto a la firma',
    'rendition-order': 'otra PC ya agregó una versión más larga de este archivo',
    'not-an-addition': 'el archivo más largo agrega más que sellos de tiempo y datos de validación',
    'storage-full': 'no le queda espacio',
    'mismatching-upload-offset': 'otra parte del archivo ya está allí',
    'too-many-uploads': 'hay demasiados archivos de esta dependencia a medio enviar',
    'bundle-broken': 'el envío se cortó y no se pudo leer el resto',
    'frame-too-large': 'el archivo es demasiado grande para ese envío',
    'predecessor-missing': 'antes tiene que entrar un acto anterior de la misma causa',
    'device-forked': 'conoce otra historia de esta PC',
    'cursor-expired': 'perdió la cuenta de lo ya enviado',
    'client-too-old': 'esta versión de Fojas es demasiado vieja para él',
    'centre-away': 'el repositorio central no le responde',
    'feature-missing': 'no sabe hacer lo que esta versión necesita',
    'draft-conflict': 'el borrador cambió mientras tanto: guarda los dos textos',
    forbidden: 'el rol de esta persona no lo permite',
    'draft-version-reused': 'ya tiene esa versión del borrador con otro texto',
    'not-your-turn': 'antes tiene que firmar otra persona',
    'parcel-refused': 'no acepta la encomienda del pendrive',
    'device-revoked': 'el equipo está dado de baja',
    'grant-ended': 'no hay permiso vigente en esta oficina',
    'enrolment-refused': 'no inscribió el equipo',
    'too-many-requests': 'recibió demasiados pedidos de este equipo',
    'use-dpop-nonce': 'pide una prueba más nueva del equipo',
    'electronic-refused': 'no admite firma electrónica: se firma digitalmente, con token',
    'another-signer': 'el acto nombra a otra persona para firmarlo',
    'substitution-refused': 'quien firmó no tenía designación vigente como subrogante en ese lugar',
    overloaded: 'tiene demasiado entre manos en este momento',
    maintenance: 'está en mantenimiento',
    internal: 'tuvo una falla propia',
  },
};
