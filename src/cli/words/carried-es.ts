import type { CommandWords } from './command-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';

/** The help of the commands about copies and sticks. */
export const carriedCommandsEs: Readonly<Record<CarriedCommandName, CommandWords>> = {
  'case keep': {
    summary: 'conserva los documentos de una causa para trabajar sin línea',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--case NÚMERO [--hearing FECHA | --let-go]]',
    about: [
      'Sin --case muestra qué se conserva, cuánto ocupa y qué falta traer. Los documentos de las demás causas salen cuando no hay lugar y vuelven al abrirlos.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      case: 'Número de la causa, como figura en la carátula.',
      hearing: 'Audiencia para la que se conserva (2026-11-26T09:00): sus documentos llegan antes que los demás.',
      'let-go': 'Deja de conservar la causa.',
    },
    examples: [
      'fojas case keep --config oficina.json --store-key-file almacen.key --case PP-97-00-000418-26/00 --hearing 2026-11-26T09:00',
    ],
  },
  'home status': {
    summary: 'dice cómo está la segunda copia de este puesto',
    usage: '--config ARCHIVO --store-key-file ARCHIVO',
    about: [
      'Muestra dónde está, cuándo se hizo la última y cuánto hay que todavía no está en ella. Sale con 1 si algo no está copiado.',
    ],
    options: { config: 'Configuración de la oficina (JSON).', 'store-key-file': 'Archivo con la clave del almacén.' },
    examples: ['fojas home status --config oficina.json --store-key-file almacen.key'],
  },
  wipe: {
    summary: 'vacía el puesto de quien se va',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--seat LUGAR] [--user-data CARPETA] [--really]',
    about: [
      'Dice primero qué existe solo en el puesto. Con --really lo copia a la segunda copia si hay una, y si falta algo no vacía nada. Después borra lo que se había traído, sus claves, la clave del almacén y la configuración; lo que existía solo acá queda al lado, sellado, para la clave de recuperación de la institución.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON); se borra.',
      'store-key-file': 'Archivo con la clave del almacén; se borra.',
      seat: 'Lugar donde se trabaja, como lo nombra «fojas seats»; se vacían todos los del puesto.',
      'user-data':
        'Carpeta propia del programa, si no es la habitual: las claves que selló ahí la ventana también se borran.',
      really: 'Vacía el puesto; sin esto, solo dice qué pasaría.',
    },
    examples: ['fojas wipe --config oficina.json --store-key-file almacen.key --really'],
  },
  'desk unlock': {
    summary: 'abre el bloqueo de un puesto cuya persona perdió el token',
    usage: '--config ARCHIVO [--seat LUGAR] [--user-data CARPETA] [--really]',
    about: [
      'Para Sistemas, con la persona al lado, en la cuenta de esa persona y con el programa cerrado. Quita la nota de que el puesto está bloqueado. No lee datos ni claves, y funciona solo donde el llavero del sistema tiene la clave de los datos y nadie eligió una frase. Sin --really solo dice qué pasaría.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      seat: 'Lugar donde se trabaja, como lo nombra «fojas seats».',
      'user-data': 'Carpeta propia del programa, si no es la habitual.',
      really: 'Quita la nota; sin esto, solo dice qué pasaría.',
    },
    examples: ['fojas desk unlock --config oficina.json --really'],
  },
  'home copy-now': {
    summary: 'hace ahora la segunda copia',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--adopt]',
    about: [
      'Copia el diario y los archivos que el repositorio no tiene, sellados para la clave de recuperación de la institución.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      adopt: 'Acepta el disco o pendrive que está puesto, aunque no sea el de antes.',
    },
    examples: ['fojas home copy-now --config oficina.json --store-key-file almacen.key'],
  },
  'home check': {
    summary: 'lee las copias y las compara con lo que se escribió',
    usage: '--config ARCHIVO --store-key-file ARCHIVO',
    about: ['Sale con 1 si algo en el lugar de las copias ya no es lo que se escribió.'],
    options: { config: 'Configuración de la oficina (JSON).', 'store-key-file': 'Archivo con la clave del almacén.' },
    examples: ['fojas home check --config oficina.json --store-key-file almacen.key --json'],
  },
  'home restore': {
    summary: 'vuelve a poner un puesto desde su segunda copia',
    usage: '--config ARCHIVO --from CARPETA --identity-file CLAVE --store-key-file ARCHIVO',
    about: [
      'Toma la copia más nueva que esté entera. Lo que había en la carpeta de datos se aparta, no se borra. Fojas tiene que estar cerrado. Si el archivo de la clave del almacén no existe, se hace una nueva.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      from: 'Carpeta de las copias (la del pendrive, o la del puesto adentro).',
      'identity-file': 'Archivo con la clave de recuperación (AGE-SECRET-KEY-1…), o con la respuesta a un pedido.',
      'store-key-file': 'Archivo con la clave del almacén.',
    },
    examples: [
      'fojas home restore --config oficina.json --from /media/copias --identity-file clave.txt --store-key-file nueva.key',
    ],
  },
  'home store-key': {
    summary: 'recupera la clave del almacén cuando el sistema la perdió',
    usage: '--config ARCHIVO --identity-file CLAVE --out ARCHIVO',
    about: [
      'La clave está junto a los datos, sellada para la clave de recuperación. Si los datos están sanos, no se pierde nada.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'identity-file': 'Archivo con la clave de recuperación (AGE-SECRET-KEY-1…), o con la respuesta a un pedido.',
      out: 'Archivo nuevo donde se escribe la clave.',
    },
    examples: ['fojas home store-key --config oficina.json --identity-file clave.txt --out almacen.key'],
  },
  'home new-recovery-key': {
    summary: 'hace una clave de recuperación, para sistemas',
    usage: '--out ARCHIVO',
    about: [
      'La clave (age, X25519) abre todas las copias. Se guarda fuera de línea y por duplicado; en cada puesto va solo el destinatario «age1…».',
    ],
    options: { out: 'Archivo nuevo donde se escribe la clave.' },
    examples: ['fojas home new-recovery-key --out clave-de-recuperacion.txt'],
  },
  'home fetch': {
    summary: 'trae del repositorio las copias de este puesto',
    usage: '--config ARCHIVO --to CARPETA [--all]',
    about: [
      'Deja en una carpeta la última copia entera que el repositorio guarda de este puesto, como en cualquier segundo lugar: «home restore --from» y «home errand --from» siguen desde ahí. Nada de lo que trae se abre sin la clave de recuperación. Si se corta, la misma orden sigue donde quedó.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON), con el repositorio y su clave de acceso.',
      to: 'Carpeta donde se dejan las copias.',
      all: 'También las anteriores.',
    },
    examples: ['fojas home fetch --config oficina.json --to /media/copias'],
  },
  'home errand': {
    summary: 'pide a la institución lo que abre las copias, sin la clave de recuperación',
    usage: '--config ARCHIVO [--from CARPETA] --to CARPETA',
    about: [
      'Deja en una carpeta (un pendrive) un pedido con los encabezados de las copias y de la clave del almacén. La institución lo responde con «home answer»; la respuesta se usa como «--identity-file» de «home restore» y «home store-key», en este puesto y en ningún otro.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      from: 'Carpeta de las copias; sin ella, solo la clave del almacén.',
      to: 'Carpeta donde se deja el pedido.',
    },
    examples: ['fojas home errand --config oficina.json --from /media/copias --to /media/pendrive'],
  },
  'home answer': {
    summary: 'responde el pedido de un puesto, donde está la clave de recuperación',
    usage: '--errand ARCHIVO --identity-file CLAVE --out ARCHIVO',
    about: [
      'Abre solo los archivos que el pedido nombra, y sella la respuesta para ese puesto. Antes de entregarla compare la marca con quien la pidió.',
    ],
    options: {
      errand: 'Archivo del pedido.',
      'identity-file': 'Archivo con la clave de recuperación (AGE-SECRET-KEY-1…).',
      out: 'Archivo nuevo donde se escribe la respuesta.',
    },
    examples: [
      'fojas home answer --errand fojas-0c4f8a12.pedido --identity-file clave.txt --out fojas-0c4f8a12.respuesta',
    ],
  },
  'stick export': {
    summary: 'pone lo que está en la cola en una encomienda para llevar en un pendrive',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --to CARPETA',
    about: [
      'La encomienda va firmada por la oficina y sellada para el repositorio. La cola sigue: si la línea vuelve antes, cada acto se registra igual una sola vez.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      to: 'Carpeta del pendrive.',
    },
    examples: ['fojas stick export --config office.json --store-key-file store.key --to /media/stick'],
  },
  'stick wish': {
    summary: 'pide, en un pendrive, los legajos con que empieza esta PC',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --to CARPETA [--case NÚMERO...] [--max-mb N]',
    about: [
      'El pedido va sellado para el repositorio y se lleva como una encomienda («fojas stick carry», «fojas repository stick import»). Lo que vuelve abre solo en este puesto y trae lo que su persona puede ver, en palabras que esta versión conoce.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      to: 'Carpeta del pendrive.',
      case: 'Número de la causa. Se puede repetir; sin él, todas las que puede ver.',
      'max-mb': 'Cuánto puede ocupar, en MB (si falta, 2000; por la línea de otra dependencia, a lo sumo 50).',
    },
    examples: [
      'fojas stick wish --config oficina.json --store-key-file almacen.key --to /media/pendrive --case PP-97-00-000418-26/00',
    ],
  },
  'stick import': {
    summary: 'toma de un pendrive la respuesta del repositorio, o los legajos de una PC nueva',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --file ARCHIVO',
    about: ['Cada constancia se verifica contra lo firmado aquí, como si hubiera llegado por la línea.'],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      file: 'El archivo del pendrive.',
    },
    examples: ['fojas stick import --config office.json --store-key-file store.key --file /media/stick/respuesta'],
  },
  'stick carry': {
    summary: 'toma la encomienda de una dependencia sin línea y la hace llegar',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --file ARCHIVO',
    about: [
      'La encomienda sigue sellada para el repositorio: esta dependencia no puede leerla. Espera aquí a la línea, y cada acto se registra una sola vez aunque se traiga varias veces.',
    ],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      file: 'La encomienda de la otra dependencia (.encomienda).',
    },
    examples: [
      'fojas stick carry --config oficina.json --store-key-file almacen.key --file /media/pendrive/fojas-jpaz-pc-01.encomienda',
    ],
  },
  'stick carried': {
    summary: 'dice cómo están las encomiendas de otras dependencias y entrega sus respuestas',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--to CARPETA]',
    about: ['Termina con 1 mientras alguna espera o fue rechazada.'],
    options: {
      config: 'Configuración de la oficina (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      to: 'Carpeta del pendrive que vuelve: allí queda cada respuesta.',
    },
    examples: ['fojas stick carried --config oficina.json --store-key-file almacen.key --to /media/pendrive'],
  },
  'repository keys': {
    summary: 'muestra las claves que las oficinas tienen que fijar',
    usage: '--dir CARPETA',
    about: [
      'La de las constancias (pinnedKeys) y la de las encomiendas (parcelRecipient). Se puede usar mientras el repositorio atiende.',
    ],
    options: { dir: 'Carpeta del repositorio.' },
    examples: ['fojas repository keys --dir /srv/fojas'],
  },
  'repository stick import': {
    summary: 'toma la encomienda de una oficina y escribe la respuesta',
    usage: '--file ARCHIVO --out ARCHIVO (--dir CARPETA | --url DIRECCIÓN --access-key-file ARCHIVO)',
    about: [
      'Registra acto por acto con las reglas de la línea; traerla dos veces no registra nada dos veces. Con --dir, el repositorio tiene que estar detenido; si está atendiendo, use --url.',
    ],
    options: {
      dir: 'Carpeta del repositorio, detenido.',
      name: 'Nombre del repositorio, como con serve.',
      trust: 'Certificados de confianza, como con serve.',
      url: 'Dirección del repositorio que está atendiendo.',
      'access-key-file': 'Archivo con una clave de acceso de la oficina.',
      out: 'Archivo nuevo que se escribe.',
      file: 'El archivo del pendrive.',
    },
    examples: [
      'fojas repository stick import --file x.encomienda --out respuesta --url https://repository.example --access-key-file key',
    ],
  },
  'repository stick seed': {
    summary: 'escribe los legajos con que empieza una PC nueva',
    usage:
      '--case NÚMERO... --out ARCHIVO (--dir CARPETA --office OFICINA | --url DIRECCIÓN --access-key-file ARCHIVO)',
    about: ['Sellado para la oficina. Entran los archivos que quepan: primero lo que está a la firma.'],
    options: {
      dir: 'Carpeta del repositorio, detenido.',
      name: 'Nombre del repositorio, como con serve.',
      trust: 'Certificados de confianza, como con serve.',
      url: 'Dirección del repositorio que está atendiendo.',
      'access-key-file': 'Archivo con una clave de acceso de la oficina.',
      out: 'Archivo nuevo que se escribe.',
      case: 'Número de la causa. Se puede repetir.',
      office: 'Oficina de la PC nueva.',
      'max-mb': 'Cuánto puede ocupar, en MB (si falta, 2000).',
    },
    examples: [
      'fojas repository stick seed --case PP-97-00-000418-26/00 --out legajos --dir /srv/fojas --office ufij-3',
    ],
  },
};

export const carriedEs: CarriedWords = {
  states: {
    off: 'No hay segunda copia configurada.',
    waiting: 'Todavía no se hizo ninguna copia.',
    good: 'La segunda copia está entera.',
    absent: 'El lugar de las copias no está (¿pendrive sin conectar?).',
    otherPlace: 'Hay otro disco o pendrive que el de las copias anteriores.',
    failing: 'La última copia no se pudo hacer.',
  },
  atRepository: 'En el repositorio, cifrada.',
  lastCopy: (at) => (at === null ? 'Nunca se copió.' : `Última copia: ${at}.`),
  uncovered: (uncovered, unsent) => `Sin registrar: ${unsent}. De eso, fuera de la copia: ${uncovered}.`,
  sameDisk: 'El lugar de las copias está en el mismo disco que los datos: no sirve si se pierde la PC.',
  generation: (name, files, damaged) =>
    damaged.length === 0 ? `${name}: entera, ${files} archivos.` : `${name}: DAÑADA: ${damaged.join(', ')}`,
  noGenerations: 'No hay ninguna copia de este puesto.',
  restored: (generation, at) => `Recuperado de la copia ${generation}, hecha el ${at}.`,
  broughtBack: (acts, unsent, salvaged) =>
    `Actos firmados: ${acts}. En cola: ${unsent}. Rescatados del diario dañado: ${salvaged}.`,
  passedOver: (name, reason) => `No se usó ${name}: ${reason}`,
  setAside: (folder) => `Lo que había quedó en ${folder}.`,
  newKeyIn: (file) => `Clave nueva del almacén en ${file}.`,
  waiting: (files, drafts, copied) =>
    files + drafts === 0
      ? 'El repositorio tiene todo lo de este puesto.'
      : `El repositorio todavía no tiene: ${files} archivos y ${drafts} borradores. ${copied ? 'Están en la segunda copia.' : 'Ninguna copia los guarda.'}`,
  nobodyOpens: 'No hay clave de recuperación: nadie podrá abrir lo que quede, tampoco las notas propias.',
  leftAt: (folder) => `Lo que existía solo acá quedó sellado en ${folder}.`,
  sayReally: 'No se vació nada. Para vaciar el puesto, repita con --really.',
  unlock: {
    notLocked: 'Este puesto no está bloqueado para esta cuenta: no hay nada que quitar.',
    passphrase:
      'No se quitó nada: una frase abre este puesto. Si se olvidó, la clave de recuperación de la institución trae los datos de vuelta («fojas home store-key»).',
    keyLost:
      'No se quitó nada: esta cuenta no tiene la clave de estos datos, y sin bloqueo tampoco se abrirían. La clave de recuperación de la institución la trae de vuelta («fojas home store-key»).',
    ofAnother: 'la nota de este bloqueo es de otra cuenta: ejecútelo como la persona que trabaja aquí',
    wouldUnlock: [
      'El puesto está bloqueado y el llavero de esta cuenta tiene la clave de sus datos: con --really se quita el bloqueo y no se pierde nada.',
      'No se cambió nada.',
    ],
    unlocked: [
      'Se quitó el bloqueo y no se perdió nada: borradores y actos firmados están como estaban.',
      'Ahora la persona tiene que abrir el programa y elegir una frase enseguida: si no, el próximo bloqueo solo lo abriría el token perdido.',
      'Pida a la autoridad certificante que revoque el certificado del token perdido. Para firmar hace falta un token nuevo.',
    ],
  },
  wiped: 'El puesto quedó vacío y sus claves se borraron.',
  storeKeyBack: (file) => `Clave del almacén recuperada en ${file}.`,
  fetched: (folder, generations) => `Copias en ${folder}: ${generations.join(', ')}.`,
  errandMade: (path, files) => `Pedido en ${path}: ${files} archivos.`,
  errandMark: (mark) => `Marca, la misma en las dos puntas: ${mark}`,
  errandOf: (office, device, at) => `Pedido de ${office}, equipo ${device}, del ${at}.`,
  errandAnswered: (file, opened, asked) => `Respuesta en ${file}: abre ${opened} de ${asked} archivos.`,
  recoveryKey: (file) => `Clave de recuperación en ${file}.`,
  recipient: 'Destinatario, para «secondCopy.recoveryRecipients» de cada puesto:',
  keepIt: [
    'Quien tenga esa clave abre las copias de todos los puestos.',
    'Guárdela fuera de línea, en dos lugares (por ejemplo, dos pendrives en cajas fuertes distintas), e imprímala.',
    'Pruébela una vez al año con «fojas home restore» en otra PC.',
  ],
  exported: (path, acts, returns, renditions) =>
    `${path}: ${acts} actos, ${returns} devoluciones, ${renditions} versiones más largas.`,
  sealedTo: (name) => `Sellada para «${name}».`,
  besides: (cases, proposals, signatures, drafts, entries) =>
    `Además: ${cases} causas abiertas, ${proposals} actos para firmar, ${signatures} firmas parciales, ${drafts} borradores, ${entries} anotaciones.`,
  leftOut: (count) => `Quedaron afuera ${count}: su archivo falta o está dañado aquí.`,
  carryIt: 'Llévela al repositorio y traiga la respuesta. Hasta entonces nada de eso está registrado.',
  answerTaken: (registered, received, refused, later) =>
    `Tomados: ${registered}. Recibidos en la oficina: ${received}. Rechazados: ${refused}. Siguen en la cola: ${later}.`,
  delivered: (count) => `Entregados sin constancia (causas, borradores, anotaciones, firmas parciales): ${count}.`,
  seedTaken: (cases, acts, files) => `Causas: ${cases}. Actos: ${acts}. Archivos: ${files}.`,
  carried: (name, state, reason) =>
    `${name}: ${{ waiting: 'espera la línea', answered: 'respondida', refused: 'rechazada' }[state]}.${reason === null ? '' : ` ${reason}`}`,
  carriedOn: 'Sale apenas haya línea. Consulte con «fojas stick carried» y lleve la respuesta de vuelta.',
  carriedNone: 'No hay encomiendas de otras dependencias.',
  answerIn: (path) => `Respuesta para la oficina en ${path}.`,
  seedIn: (path, cases, files, left) => `${path}: ${cases} causas, ${files} archivos. No entraron: ${left}.`,
  wished: (path) =>
    `Pedido de expedientes en ${path}: llévelo como una encomienda; lo que vuelve se toma con «fojas stick import».`,
  unknownCases: (numbers) => `No hay causas con estos números: ${numbers}`,
  receiptKeys: 'Claves de las constancias (repository.pinnedKeys):',
  parcelRecipient: 'Clave de las encomiendas (repository.parcelRecipient):',
  dirOrUrl: 'Indique --dir (repositorio detenido) o --url con --access-key-file (repositorio atendiendo).',
  forked: (was, name) =>
    `El repositorio conoce otra historia de «${was}»: hay un disco copiado o se repuso una copia anterior. Nada se pierde; ponga "deviceId": "${name}" en la configuración de esta PC.`,
  keptSum: (items, size, most, away) =>
    `Se conservan ${items} documentos: ${size} de ${most}.${away === 0 ? '' : ` ${away} salieron para hacer lugar.`}`,
  keptCase: (number, caption, hearing, here, files) =>
    `${number}  ${caption}${hearing === null ? '' : `  audiencia ${hearing}`}  ${here} de ${files} documentos aquí`,
  keptNone: 'Ninguna causa está conservada.',
  notInTrays: (number) => `No hay actos de la causa «${number}» en las bandejas.`,
};
