import type { CommandWords } from './command-words.ts';
import type { LogCommandName, LogWords } from './log-words.ts';

const office = {
  config: 'Configuración de la oficina (JSON).',
  'store-key-file': 'Archivo con la clave del almacén.',
};

export const logCommandsEs: Readonly<Record<LogCommandName, CommandWords>> = {
  'receipt export': {
    summary: 'guarda el recibo de un acto con todo lo que hace falta para comprobarlo sin línea',
    usage: 'ACTO --config ARCHIVO --store-key-file ARCHIVO --out ARCHIVO',
    about: [
      'ACTO es el identificador del acto. El archivo lleva el recibo, la prueba de su lugar en el registro público, el estado firmado de ese registro, la historia de claves y el último sello de tiempo. Con línea, la prueba es de hoy; sin línea, del día en que se comprobó.',
    ],
    options: { ...office, out: 'Archivo nuevo donde se escribe; no se reemplaza uno que exista.' },
    examples: [
      'fojas receipt export 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --config oficina.json --store-key-file almacen.key --out recibo.json',
    ],
  },
  'receipt verify': {
    summary: 'comprueba recibos exportados, sin línea y sin repositorio',
    usage: 'ARCHIVO... [--pins ARCHIVO | --config ARCHIVO] [--trust CARPETA|ARCHIVO] [--document PDF]',
    about: [
      'Solo hace falta la clave raíz fijada: la de --pins o, si no, la que fija la oficina de esta PC o la política de su institución. Comprueba la firma del recibo, la historia de claves, el estado firmado del registro público y que el recibo esté en él; con --trust, también el sello de tiempo. Sale con 0 solo si todo se cumple en cada archivo.',
    ],
    options: {
      pins: 'Archivo JSON con las claves fijadas, como las muestra `fojas repository keys`.',
      config: 'Configuración de la oficina cuyas claves fijadas valen; sin ella, la de esta PC.',
      trust: 'Certificados de la autoridad de sellado de tiempo: una carpeta, o un archivo.',
      document: 'PDF que se compara con el registrado.',
    },
    examples: [
      'fojas receipt verify recibo.json',
      'fojas receipt verify recibo.json --pins claves.json',
      'fojas receipt verify recibo.json --pins claves.json --document acta.pdf',
    ],
  },
  'log show': {
    summary: 'muestra qué vio esta oficina del registro público del repositorio',
    usage: '--config ARCHIVO --store-key-file ARCHIVO',
    about: ['Si hay línea, vuelve a comprobar. Sale con 1 si el registro no concuerda con lo que se vio.'],
    options: office,
    examples: ['fojas log show --config oficina.json --store-key-file almacen.key'],
  },
  'log accept': {
    summary: 'acepta el registro público como se muestra ahora, aunque no siga al que se vio',
    usage: '--config ARCHIVO --store-key-file ARCHIVO --reason MOTIVO',
    about: [
      'Solo para sistemas (función itAdmin), cuando la institución confirmó por escrito que el repositorio se restauró de una copia anterior. Queda en el diario con el motivo. Los recibos que ya no estén en el registro dejan de tener prueba: hay que volver a registrar esos actos.',
    ],
    options: { ...office, reason: 'Motivo, con el número de la resolución o del pedido (10 caracteres o más).' },
    examples: [
      'fojas log accept --config oficina.json --store-key-file almacen.key --reason "Resolución 12/26: restauración"',
    ],
  },
  'log seen': {
    summary: 'compara el registro público que se mostró a otra oficina con el de ésta',
    usage: 'ARCHIVO... --config ARCHIVO --store-key-file ARCHIVO',
    about: [
      'ARCHIVO es un recibo exportado en otra oficina, o el estado firmado del registro. En el próximo contacto, el repositorio tiene que probar que ambos son el mismo registro; si no puede, la oficina deja de enviarle y de creerle.',
    ],
    options: office,
    examples: ['fojas log seen recibo-de-otra-oficina.json --config oficina.json --store-key-file almacen.key'],
  },
  'repository keys rotate': {
    summary: 'cambia la clave con la que el repositorio firma recibos',
    usage: '--dir CARPETA [--root ARCHIVO]',
    about: [
      'La primera clave es la raíz: sigue fijada en las oficinas y da fe de las demás. Con el primer cambio queda en root-key.pem: sáquela de la máquina y guárdela. El repositorio tiene que estar detenido. Lo que firmaron las claves retiradas se sigue comprobando.',
    ],
    options: {
      dir: 'Carpeta del repositorio, detenido.',
      root: 'Archivo con la clave raíz, si ya no está en la carpeta.',
      register: 'Dónde está el registro, si no está en la carpeta (postgres://…).',
    },
    examples: [
      'fojas repository keys rotate --dir /srv/fojas',
      'fojas repository keys rotate --dir /srv/fojas --root /media/llave/root-key.pem',
    ],
  },
};

export const logEs: LogWords = {
  exported: (path) => `Recibo guardado en ${path}`,
  holds: (file, repository) => `${file}: válido. Lo firmó ${repository}.`,
  registration: (caseNumber, number, from, to, at) =>
    `  Acto N.º ${number} de ${caseNumber}, fojas ${from}${to === from ? '' : `-${to}`}, registrado el ${at}`,
  bytes: (sha256) => `  SHA-256 del archivo registrado: ${sha256}`,
  place: (leaf, size) => `  Hoja ${leaf} de ${size} del registro público`,
  stamped: (at, by) => `  El registro lleva sello de tiempo del ${at}, de ${by}`,
  stampUntrusted: (at) => `  El registro lleva un sello de tiempo del ${at}; sin --trust no se sabe de quién es`,
  stampBad: 'el sello de tiempo no vale para este registro',
  notStamped: '  Sin sello de tiempo',
  fails: (file, why) => `${file}: NO es válido: ${why}.`,
  faults: {
    form: 'no es un recibo exportado',
    keys: 'la historia de claves no es de la raíz fijada',
    receipt: 'ninguna clave del repositorio firmó este recibo',
    checkpoint: 'ninguna clave vigente del repositorio firmó ese registro público',
    inclusion: 'el recibo no está en ese registro público',
    stamp: 'el sello de tiempo es de otro registro',
    document: 'el PDF no es el registrado',
  },
  noPins: (file) => `${file} no tiene claves: es la lista que muestra \`fojas repository keys\`.`,
  pinnedIn: (file) => `Comprobado con las claves del repositorio fijadas en ${file}.`,
  pinnedByPolicy: 'Comprobado con las claves del repositorio que fija la política de esta PC (repository.keys).',
  nothingPinned: (file) =>
    `esta PC no tiene fijada ninguna clave del repositorio (ni ${file} ni su política, repository.keys, nombran una). Pida a sistemas la lista que muestra \`fojas repository keys\` e indíquela con --pins ARCHIVO, o indique la oficina con --config ARCHIVO.`,
  nothingSeen: 'Esta oficina todavía no vio ningún registro público.',
  seen: (size, at) => `Registro público: ${size} hojas, comprobado el ${at}.`,
  lastStamp: (at) => `Último sello de tiempo: ${at}.`,
  alarm: (kind, at) => `ALARMA desde el ${at} (${kind}): no se envía ni se recibe nada.`,
  agrees: 'Concuerda con todo lo que se vio.',
  accepted: (size) => `Aceptado: el registro público tiene ahora ${size} hojas.`,
  believed: 'Tomado: se compara en el próximo contacto.',
  notBelieved: 'No lo firmó este repositorio: no se tomó.',
  rotated: (retired, key) => `Clave nueva: ${key}. La anterior (${retired}) solo vale para lo que ya firmó.`,
  otherRoot: (file) =>
    `${file} no es la raíz de este repositorio: es la de otro. No se cambió nada; traiga la que se guardó con el primer cambio de clave.`,
  rootMoved: (file) =>
    `La raíz quedó en ${file}: sáquela de esta máquina y guárdela; hará falta para el próximo cambio.`,
};
