import type { CommandWords } from './cli-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';

/** The help of the commands about copies and sticks. */
export const carriedCommandsEs: Readonly<Record<CarriedCommandName, CommandWords>> = {
  'home status': {
    summary: 'dice cómo está la segunda copia de este puesto',
    usage: '--config ARCHIVO --store-key-file ARCHIVO',
    about: [
      'Muestra dónde está, cuándo se hizo la última y cuánto hay que todavía no está en ella. Sale con 1 si algo no está copiado.',
    ],
    options: { config: 'Configuración de la oficina (JSON).', 'store-key-file': 'Archivo con la clave del almacén.' },
    examples: ['fojas home status --config oficina.json --store-key-file almacen.key'],
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
      'identity-file': 'Archivo con la clave de recuperación (AGE-SECRET-KEY-1…).',
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
      'identity-file': 'Archivo con la clave de recuperación (AGE-SECRET-KEY-1…).',
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
  noIdentity: (file) => `${file} no contiene una clave de recuperación (AGE-SECRET-KEY-1…).`,
  storeKeyBack: (file) => `Clave del almacén recuperada en ${file}.`,
  recoveryKey: (file) => `Clave de recuperación en ${file}.`,
  recipient: 'Destinatario, para «secondCopy.recoveryRecipients» de cada puesto:',
  keepIt: [
    'Quien tenga esa clave abre las copias de todos los puestos.',
    'Guárdela fuera de línea, en dos lugares (por ejemplo, dos pendrives en cajas fuertes distintas), e imprímala.',
    'Pruébela una vez al año con «fojas home restore» en otra PC.',
  ],
};
