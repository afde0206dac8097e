import { carriedEs } from './carried-es.ts';
import type { CliWords } from './cli-words.ts';
import { commandsEs } from './commands-es.ts';
import { calendarWords } from './calendar-words.ts';
import { templatesWords } from './templates-words.ts';
import { searchWords } from './search-words.ts';
import { casesEs } from './cases-es.ts';
import { draftsEs } from './drafts-es.ts';
import { logEs } from './log-es.ts';
import { peopleEs } from './people-es.ts';
import { newPinEs } from './new-pin-es.ts';
import { practiceEs } from './practice-es.ts';
import { levelsEs } from './levels-es.ts';
import { verificationEs } from './verification-es.ts';

const files = (count: number): string => (count === 1 ? '1 archivo' : `${count} archivos`);

/** Argentine Spanish, usted. */
export const wordsEs: CliWords = {
  program: 'fojas: puesto de trabajo judicial. Firma actos con un token y los lleva al repositorio.',
  usage: 'Uso',
  options: 'Opciones',
  examples: 'Ejemplos',
  commandsTitle: 'Órdenes',
  commandValue: 'ORDEN',
  languageValue: 'IDIOMA',
  value: 'VALOR',
  fileValue: 'ARCHIVO',
  folderValue: 'CARPETA',
  optionValues: {
    tsa: 'DIRECCIÓN',
    'tsa-policy': 'OID',
    algorithm: 'ALGORITMO',
    module: 'RUTA',
    'token-label': 'ETIQUETA',
    serial: 'SERIE',
    cert: 'CERTIFICADO',
    report: 'ARCHIVO',
    level: 'NIVEL',
    field: 'NOMBRE',
    visible: 'PÁGINA[:X,Y,ANCHO,ALTO]',
    'visible-text': 'TEXTO',
    'verification-url': 'DIRECCIÓN',
    reason: 'TEXTO',
    'certificate-policy': 'OID',
    electronic: 'MODELOS',
    'electronic-issuer': 'ARCHIVO',
    certify: 'no-changes|forms|annotations',
    trust: 'CARPETA',
    count: 'N',
    'data-dir': 'CARPETA',
    dir: 'CARPETA',
    name: 'NOMBRE',
    host: 'DIRECCIÓN',
    port: 'PUERTO',
    office: 'OFICINA',
    config: 'ARCHIVO',
    content: 'ARCHIVO',
    'store-key-file': 'ARCHIVO',
    seat: 'PUESTO',
    'unknown-revocation': 'allow|refuse',
    capacity: 'CARGO',
  },
  seatOption: 'Puesto en el que se trabaja, como lo nombra «fojas seats»; sin esta opción, el primero.',
  jsonOption: 'Responde en JSON por la salida estándar.',
  langOption: 'Idioma: es-AR, en o pt-BR. Si falta, el del entorno (LANG); si no, es-AR.',
  helpOption: 'Muestra esta ayuda.',
  exitCodesTitle: 'Códigos de salida',
  exitCodes: {
    ok: 'todo bien',
    no: 'la respuesta es no: una firma no vale, un archivo fue rechazado, hay algo que corregir',
    usage: 'la orden está mal escrita',
    token: 'el token, su controlador, su PIN o su certificado',
    line: 'la línea o el repositorio',
    machine: 'esta máquina: archivos, disco, almacén, un programa que falta',
    bug: 'un error de Fojas: por favor, avise',
  },
  moreHelp: 'Cada orden explica lo suyo con --help.',
  seeHelp: 'Vea la ayuda con --help.',
  catalogueRefused: (file, reason) => `no se instaló ${file}: ${reason}. Sigue vigente el catálogo que había.`,
  badLang: 'el idioma de --lang debe ser es-AR, en o pt-BR.',
  unknownOption: (option) => `no existe la opción ${option}.`,
  valueMissing: (option) => `falta el valor de ${option}; uno que empieza con dos guiones va así: ${option}=VALOR.`,
  badValue: (option) => `el valor de ${option} no sirve.`,
  missingOption: (option) => `falta ${option}.`,
  noFiles: 'falta indicar al menos un archivo.',
  unknownWord: (word) => `no se entiende «${word}».`,
  unknownCommand: (word) => `no existe la orden «${word}».`,
  commands: commandsEs,
  pdfPassword: 'Contraseña del PDF: ',
  pin: {
    prompt: (token, count) => `PIN de «${token}» para firmar ${files(count)}: `,
    onReader: (token) => `Ingrese el PIN de «${token}» en el teclado del lector.`,
    again: (file) => `Este token pide el PIN otra vez para cada firma: «${file}».`,
    countLow: 'Atención: al token le quedan pocos intentos de PIN.',
    yes: 'ULTIMO',
    finalTry: (yes) =>
      `Queda un solo intento de PIN: si falla, el token se bloquea. Para usarlo escriba ${yes} y pulse Intro: `,
  },
  newPin: newPinEs,
  cases: casesEs,
  search: searchWords['es-AR'],
  calendar: calendarWords['es-AR'],
  templates: templatesWords['es-AR'],
  drafts: draftsEs,
  log: logEs,
  people: peopleEs,
  tokens: {
    library: (name, path) => `${name} (${path})`,
    none: (emptySlots) =>
      emptySlots === 0
        ? 'Sin lectores ni tokens.'
        : `Sin token en ${emptySlots === 1 ? 'el lector' : `los ${emptySlots} lectores`}.`,
    token: (label, serial, model) => `Token «${label}», serie ${serial}, ${model}`,
    ownKeypad: 'se ingresa en el lector',
    practice: 'Token de práctica: nada de lo firmado con él tiene valor.',
    noCertificates: 'No tiene certificados.',
    issuedBy: (issuer, until) => `emitido por ${issuer}, vence el ${until}`,
    suitable: (algorithms) => `sirve para firmar (${algorithms})`,
    unsuitable: (reason) => `no sirve para firmar: ${reason}`,
    triesLeft: (count) => (count === 1 ? 'queda 1 intento' : `quedan ${count} intentos`),
    unserved: (reader, card, atr) => `${reader}: hay ${card ?? 'una tarjeta'} sin controlador (ATR ${atr})`,
  },
  sign: {
    pinFromWhere: 'para ingresar el PIN hace falta una terminal, o darlo por la entrada estándar con --pin-stdin.',
    sameTarget: (target) => `dos archivos terminarían en ${target}: fírmelos por separado.`,
    targetIsNamed: (target) =>
      `${target} es también uno de los archivos a firmar: no se escribe encima. No se firmó nada.`,
    whichModule: 'hay más de una biblioteca PKCS#11: indique una con --module.',
    whichToken: 'hay más de un token: indique uno con --token-label o --serial.',
    preparing: 'Preparando',
    signing: 'Firmando',
    showing: (count) =>
      `${count === 1 ? 'Se firmará este archivo' : `Se firmarán estos ${count} archivos`} (SHA-256, nombre, tamaño):`,
    with: (person, token, count) => `${person} firma ${files(count)} con el token «${token}».`,
    signed: 'Firmado',
    notSigned: 'Sin firmar',
    repaired: 'El índice interno del original estaba dañado: el firmado lleva uno nuevo y completo.',
    visible: {
      where: '--visible-text y --verification-url necesitan saber dónde: agregue --visible.',
      over: 'Atención: la firma visible queda sobre algo que la página ya muestra.',
      unknown: 'No se puede saber qué muestra la página donde queda la firma visible (¿está escaneada?).',
    },
    noFurtherPin: (signed, total, fromStdin) => ({
      what: 'Este token pide el PIN para cada firma y no hubo PIN para la siguiente.',
      safe: `Antes el token aceptó el PIN. Se firmaron ${signed} de ${files(total)}; del resto no se firmó ninguno.`,
      next: fromStdin
        ? 'Con --pin-stdin dé el PIN varias veces: una línea para entrar y otra para cada archivo.'
        : 'Puede firmar los que faltan cuando quiera.',
    }),
  },
  verify: {
    anchorRefused: (file, reason) => `No se usa ${file} como autoridad: ${reason}`,
    noAnchors: 'Sin autoridades de confianza (--trust CARPETA): ninguna firma puede darse por válida.',
    error: (error) => `No se pudo examinar: ${error}`,
    noSignatures: 'No tiene firmas.',
    signature: 'Firma',
    electronicSignature: 'Firma electrónica',
    timestamp: 'Sello de tiempo',
    indications: {
      TOTAL_PASSED: 'válida',
      TOTAL_FAILED: 'no válida',
      INDETERMINATE: 'no se puede afirmar',
    },
    signedBy: (name, serial, issuer) => `${name}${serial === null ? '' : ` (${serial})`}, certificado de ${issuer}`,
    coversAll: 'Cubre el documento completo.',
    coversPart: 'Cubre una parte: el documento tiene agregados posteriores.',
    modifications: {
      none: 'Sin cambios después de la firma.',
      allowed: 'Los cambios posteriores están permitidos.',
      forbidden: 'Hay cambios posteriores que no están permitidos.',
      unclear: 'Hay cambios posteriores que no se pueden explicar.',
    },
  },
  verification: verificationEs,
  levels: levelsEs,
  sync: {
    plan: (up, down, deferred) => `Por enviar: ${up}. Por traer: ${down}. Archivos diferidos: ${deferred}.`,
    cap: (kbps) => `Tope: ${kbps} kbit/s.`,
    aside: (title, why) => `Apartado: ${title}. ${why}`,
    behind: (title, before, why) => `Espera: ${title}, detrás de «${before}» de la misma causa. ${why}`,
    outage: (from, until) => (until === null ? `Sin línea desde ${from}.` : `Sin línea de ${from} a ${until}.`),
    waiting: 'Enviando',
    states: {
      online: 'Con línea.',
      offline: 'Sin línea: lo firmado espera en la cola.',
      notConfigured: 'Sin repositorio configurado.',
    },
    neverContacted: 'Todavía no hubo contacto con el repositorio.',
    lastContact: (at) => `Último contacto: ${at}.`,
    outbox: (waiting, refused) => `En cola: ${waiting}. Rechazados: ${refused}.`,
    trays: (counts) =>
      `A firmar: ${counts.toSign}. Firmados: ${counts.signed}. Registrados: ${counts.registered}. Devueltos: ${counts.returned}.`,
  },
  health: {
    unknownCase: (number) => `No hay actos firmados aquí de la causa «${number}».`,
    sum: (acts, worrying) => `${acts} actos firmados; ${worrying} requieren atención.`,
    renewed: (queued) => `${queued} actos en renovación.`,
  },
  repository: {
    oidcNeeds: '--oidc-issuer y --oidc-client van juntos',
    noOffices: 'falta nombrar al menos una oficina con --office.',
    serving: (name, url) => `«${name}» atiende en ${url} (Ctrl-C para terminar).`,
    keysIn: (file) => `Las claves de acceso de las oficinas están en ${file}.`,
    electronicAuthority:
      'Autoridad de las firmas electrónicas, para «trustAnchors» en la configuración de cada oficina:',
    pin: 'Clave de los recibos, para «pinnedKeys» en la configuración de cada oficina:',
    addressTaken: (address) =>
      `no se puede atender en ${address}: la dirección está ocupada, no está permitida o no es de esta máquina. Elija otra con --host y --port.`,
    noAccessKey: (file) => `${file} no tiene una clave de acceso (16 caracteres o más, sin espacios).`,
    noReceiptKeys: (file) =>
      `${file} no tiene claves de recibo: es la lista que muestra \`fojas repository keys\` del repositorio central.`,
    upstreamNeeds: '--upstream pide --upstream-key-file, --upstream-pins y una sola --office; --announce, también.',
    folderKey: {
      noKey: (from) => `${from} no tiene una clave de carpeta: son 64 cifras hexadecimales, solas.`,
      missing: (file) =>
        `La carpeta está cifrada y su clave no está en ${file}: indique dónde está con --folder-key-file. Sin ella no se puede abrir.`,
      exposed: (file) => `Otros usuarios pueden leer ${file}: chmod 600 antes de seguir.`,
      fromInput: 'La carpeta está cifrada; su clave vino por la entrada y no queda en esta máquina.',
      fromService: 'La carpeta está cifrada; su clave la entrega systemd (fojas-folder-key).',
      fromFile: (file) =>
        `La carpeta está cifrada; su clave está en ${file}: quien se lleve el disco entero se lleva las dos. Guarde una copia aparte.`,
      made: (file) =>
        `La carpeta se cifra con una clave nueva, en ${file}: quien se lleve el disco entero se lleva las dos. Guarde una copia aparte: sin la clave no se abre nada. Mejor: una credencial de systemd (fojas-folder-key) o --folder-key-file -.`,
    },
    forwards: (url) =>
      `Reenvía a ${url}. Lo que recibe no queda registrado hasta que llega el recibo de ese repositorio.`,
    officePin: 'Clave de este repositorio de oficina, para «repository.office.keys» en la configuración de cada PC:',
    raisingNeeds: '--level y --revocation-cache piden --tsa; y no van con --upstream: prolonga el repositorio central.',
    noSecretsInAddress: (flag) =>
      `${flag} lleva una contraseña o una cuenta, que se vería en la lista de procesos: póngala en el entorno o en un archivo (PGPASSFILE, AWS_SHARED_CREDENTIALS_FILE, …).`,
    badAddress: (flag) => `${flag} no es una dirección de las que van ahí.`,
    enginesInOffice:
      '--register y --blobs no van con --upstream: el repositorio de una oficina guarda todo en su carpeta.',
    serves: { what: 'Esta carpeta la tiene abierta un repositorio que está funcionando.', safe: 'No se cambió nada.' },
    stopFirst: 'Deténgalo y repita.',
    engines: {
      notDurable: (detail) =>
        `La base de datos no escribe en el disco antes de responder (${detail}). No se puso nada en marcha.`,
      notOurs: (detail) => `Ese lugar es de otra cosa (${detail}). No se cambió nada ahí.`,
      otherFolderKey: (detail) =>
        `La carpeta está cifrada con otra clave (${detail}). No se cambió nada: indique la suya con --folder-key-file.`,
      otherKeys: (detail) =>
        `Este nodo tiene otras claves que el registro (${detail}): copie receipt-key.pem, parcel-key.txt y access-keys.json del primer nodo.`,
      mutable: (detail) =>
        `El almacenamiento no puede prometer que los archivos permanezcan (${detail}). Indique un bucket con versiones y bloqueo de objetos, o renuncie a esa promesa con lock=none en la dirección.`,
      moved: (detail) =>
        `Lo que había en esta carpeta se mudó a ${detail}: póngalo en marcha con esa dirección en --register o --blobs.`,
      moving: (detail) =>
        `La mudanza no se terminó, y no se atiende una mitad (${detail}). Dé otra vez la misma orden, fojas repository move: sigue donde quedó; hasta que termine vale solo la carpeta.`,
      rolledBack: (detail) =>
        `El registro es de un momento anterior a lo que ya se firmó (${detail}). No se puso nada en marcha: seguir sería contar dos pasados. Restáurelo más adelante, hasta su último momento.`,
      unreachable: (detail) => `El motor no responde (${detail}). Revise la dirección, la cuenta y que esté en marcha.`,
    },
    mutable: 'Atención: quien tenga las claves del almacenamiento puede borrar archivos (lock=none).',
    move: {
      whereTo: 'indique adónde: --register, --blobs o ambos.',
      inHand: (what) => `En curso: ${what}`,
      files: (files, bytes, written, dryRun) =>
        `${files} archivos, ${bytes} bytes${dryRun ? '' : `; ${written} escritos ahora, todos releídos y comprobados`}.`,
      copies: ({ slots, generations, bytes, written, spoilt }, dryRun) =>
        `${generations} segundas copias de ${slots} equipos, ${bytes} bytes${dryRun ? '' : `; ${written} escritas ahora, todas releídas y comprobadas`}${spoilt === 0 ? '' : `; ${spoilt} que están dañadas quedan en la carpeta`}.`,
      table: (name, rows, sha256) =>
        `${name}: ${rows} filas${sha256 === '' ? '' : `, iguales en los dos lados (SHA-256 ${sha256})`}.`,
      log: (size) => `Bitácora: ${size} hojas.`,
      wouldMove: 'No se escribió nada. Sin --dry-run se mudaría esto.',
      done: 'Mudado y comparado. Ponga en marcha el repositorio con estas direcciones; la carpeta conserva sus claves, y su registro y sus archivos viejos se pueden archivar.',
      refused: {
        taken: (detail) => `No se cambió nada: ${detail}. Indique una base de datos vacía.`,
        moved: (detail) => `Ya se había mudado (${detail}).`,
        inOffice: (detail) => `${detail} se queda en su carpeta: solo se muda uno central.`,
        unknownTable: (detail) =>
          `El registro guarda algo que no tiene lugar en el destino (${detail}): actualice el programa. No se perdió nada.`,
        differs: (detail) =>
          `No es igual en los dos lados (${detail}). La carpeta no se tocó y sigue vigente; empiece de nuevo con un destino vacío.`,
        damaged: (detail) =>
          `Un archivo de la carpeta está dañado (${detail}): repóngalo de una copia, o pida que lo envíen de nuevo. Volver a probar no pierde nada.`,
        storageFull: (detail) => `El destino está lleno (${detail}). Haga lugar y repita la orden: sigue donde quedó.`,
      },
    },
    statusAt: (url) => `Salud, disponibilidad y métricas: ${url}/health, /ready, /metrics.`,
    noOfficeKey:
      'La configuración no tiene la clave de la oficina (repository.accessKey): sin ella no se puede servir a las demás PC.',
    invitation: 'Para las demás PC: fojas office join --config ARCHIVO --line "…"',
    noInvitation: 'Esa línea no es una invitación (fojas-oficina:v1 …).',
    otherInvitation: 'La invitación es de otra oficina.',
    joined: (kid) => `Listo: desde el próximo inicio este puesto usa el repositorio de la oficina (clave ${kid}).`,
    searching: 'Buscando repositorios de oficina en la red local…',
    found: (officeId, address, proven) =>
      `${officeId}: ${address} — ${proven === null ? 'clave no comprobada (falta --config)' : proven ? 'clave comprobada' : 'LA CLAVE NO ES LA FIJADA'}`,
    foundNone: 'No se encontró ninguno. Ver «--announce», y si la red deja pasar mDNS (UDP 5353).',
  },
  practice: practiceEs,
  doctor: {
    allWell: 'Nada impide trabajar.',
    someBad: (count) => (count === 1 ? 'Hay 1 problema que corregir.' : `Hay ${count} problemas que corregir.`),
    reportIn: (file) => `El informe para sistemas quedó en ${file}.`,
  },
  carried: carriedEs,
};
