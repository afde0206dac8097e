import type { CommandWords } from './command-words.ts';
import type { PeopleCommandName, PeopleWords } from './people-words.ts';

const where = {
  dir: 'Carpeta del repositorio (donde no está funcionando).',
  register: 'Dirección de PostgreSQL, si el registro está ahí.',
  config: 'Configuración de un equipo inscripto por sistemas (JSON): la orden va por la línea.',
  'store-key-file': 'Archivo con la clave de ese equipo.',
};

export const peopleCommandsEs: Readonly<Record<PeopleCommandName, CommandWords>> = {
  enrol: {
    summary: 'inscribe este equipo para su persona',
    usage: '--config ARCHIVO --store-key-file ARCHIVO (--code CÓDIGO | --oidc | --module BIBLIOTECA)',
    about: [
      'Con un código de un solo uso, con el usuario institucional (abre una dirección en el navegador) o con el token: el PIN se pide una vez y después la sincronización no lo necesita.',
    ],
    options: {
      config: 'Configuración del equipo (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      code: 'Código que dio sistemas.',
      oidc: 'Con el usuario institucional.',
      module: 'Biblioteca PKCS#11 del token.',
      certificate: 'Comienzo del SHA-256 del certificado, si hay varios.',
      'pin-stdin': 'Lee el PIN de la entrada estándar.',
      'last-try': 'Permite usar el último intento del PIN.',
    },
    examples: ['fojas enrol --config oficina.json --store-key-file store.key --code 7KQM-W2XE-94HA'],
  },
  grants: {
    summary: 'muestra qué permisos tiene este equipo y hasta cuándo',
    usage: '--config ARCHIVO --store-key-file ARCHIVO',
    about: ['Con línea los renueva; sin línea muestra los que valen.'],
    options: { config: 'Configuración del equipo (JSON).', 'store-key-file': 'Archivo con la clave del almacén.' },
    examples: ['fojas grants --config oficina.json --store-key-file store.key'],
  },
  electronic: {
    summary: 'muestra su firma electrónica en este equipo (Ley 25.506, art. 5)',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--seat PUESTO]',
    about: ['No es firma digital. Dice qué actos se pueden firmar así y hasta cuándo vale el certificado.'],
    options: {
      config: 'Configuración del equipo (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
    },
    examples: ['fojas electronic --config oficina.json --store-key-file store.key'],
  },
  'electronic make': {
    summary: 'crea su firma electrónica en este equipo',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--seat PUESTO] [--pin-stdin]',
    about: [
      'Pide una frase, que nadie puede recuperar, y hace certificar la clave por el repositorio: hace falta la línea.',
    ],
    options: {
      config: 'Configuración del equipo (JSON).',
      'store-key-file': 'Archivo con la clave del almacén.',
      'pin-stdin': 'Lee la frase de la entrada estándar.',
    },
    examples: ['fojas electronic make --config oficina.json --store-key-file store.key'],
  },
  seats: {
    summary: 'muestra en qué oficinas y funciones se puede trabajar en este equipo',
    usage: '--config ARCHIVO --store-key-file ARCHIVO [--seat PUESTO]',
    about: [
      'Lo asignado en el repositorio se agrega solo en el siguiente contacto, y se quita igual. Las demás órdenes de un equipo toman un puesto con --seat. Otra persona del mismo equipo usa su propio archivo de clave.',
    ],
    options: {
      config: 'Configuración del equipo (JSON).',
      'store-key-file': 'Archivo con la clave del almacén de esa persona.',
    },
    examples: ['fojas seats --config oficina.json --store-key-file store.key'],
  },
  'repository offices add': {
    summary: 'agrega una oficina o le cambia el nombre',
    usage: '--office ID --name NOMBRE (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Los permisos se dan en oficinas que existen.'],
    options: { ...where, office: 'Identificador de la oficina.', name: 'Cómo se llama la oficina.' },
    examples: ['fojas repository offices add --dir /srv/fojas --office ufi3 --name "UFI 3"'],
  },
  'repository offices import': {
    summary: 'incorpora una lista de oficinas (CSV)',
    usage: 'LISTA.csv (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [
      'Columnas: office y name. Las que ya están cambian de nombre; lo que la lista no nombra queda como está.',
      'También letterhead (el membrete, líneas separadas por |), locality y profiles (separados por +): las computadoras de la oficina los reciben, salvo donde su archivo diga otra cosa. Un campo vacío los quita.',
    ],
    options: { ...where },
    examples: ['fojas repository offices import oficinas.csv --dir /srv/fojas'],
  },
  'repository offices list': {
    summary: 'muestra las oficinas',
    usage: '(--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Con cuántas personas tienen permiso en cada una.'],
    options: { ...where },
    examples: ['fojas repository offices list --dir /srv/fojas'],
  },
  'repository people import': {
    summary: 'incorpora una lista de personas con sus permisos (CSV)',
    usage: 'LISTA.csv (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [
      'Columnas: person, name, cuil, login, office, roles (separados por +), clearance (0 a 5), validator, until, capacity. Entra la lista entera o nada; lo que no nombra queda como está, y sin las columnas validator o capacity también lo que dirían.',
    ],
    options: { ...where },
    examples: ['fojas repository people import personas.csv --dir /srv/fojas'],
  },
  'repository people list': {
    summary: 'muestra las personas y sus permisos',
    usage: '[--office ID] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [],
    options: { ...where, office: 'Solo las de esta oficina.' },
    examples: ['fojas repository people list --dir /srv/fojas --office ufi3'],
  },
  'repository people grant': {
    summary: 'da a una persona un permiso en una oficina',
    usage:
      '--person ID --office ID --role ROL... --clearance 0..5 --until DÍA [--validator | --no-validator] [--capacity CARGO] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [
      'Reemplaza el que tenía en esa oficina; el visado y el cargo que no se nombran quedan como están. Vale en el próximo contacto de sus equipos.',
    ],
    options: {
      ...where,
      person: 'Identificador de la persona.',
      office: 'Identificador de la oficina.',
      role: 'magistrate, secretary, clerk, auxiliary, itAdmin o auditor; se puede repetir.',
      clearance: 'Hasta qué grado de reserva ve, de 0 a 5.',
      until: 'Último día (AAAA-MM-DD).',
      validator: 'Su visado cuenta.',
      'no-validator': 'Su visado ya no cuenta.',
      capacity: 'Cargo que figura debajo de la firma; si falta, el nombre de la función.',
    },
    examples: [
      'fojas repository people grant --dir /srv/fojas --person p-17 --office ufi3 --role clerk --clearance 1 --until 2027-12-31',
    ],
  },
  'repository people substitute': {
    summary: 'designa a una persona subrogante de otra en una oficina',
    usage:
      '--person ID --office ID --for ID [--from DÍA] --until DÍA --resolution TEXTO (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [
      'Firma con su propio certificado, en el lugar de la otra, los actos que la nombran; necesita permiso para firmar en esa oficina y CUIL registrado. No rige hacia atrás; una nueva por la misma persona reemplaza lo que quedaba de la anterior.',
    ],
    options: {
      ...where,
      person: 'Quien subroga.',
      office: 'Identificador de la oficina.',
      for: 'En lugar de quién.',
      from: 'Primer día (AAAA-MM-DD); si falta, desde ahora.',
      until: 'Último día (AAAA-MM-DD).',
      resolution: 'La resolución o el motivo.',
    },
    examples: [
      "fojas repository people substitute --dir /srv/fojas --person p-17 --office ufi3 --for p-3 --until 2027-01-31 --resolution 'Res. 12/26'",
    ],
  },
  'repository people end-substitution': {
    summary: 'termina ahora una subrogancia',
    usage: '--person ID --office ID --for ID (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Lo firmado mientras rigió sigue firmado.'],
    options: { ...where, person: 'Quien subroga.', office: 'Identificador de la oficina.', for: 'En lugar de quién.' },
    examples: ['fojas repository people end-substitution --dir /srv/fojas --person p-17 --office ufi3 --for p-3'],
  },
  'repository people revoke': {
    summary: 'quita el permiso de una persona en una oficina',
    usage: '--person ID --office ID (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Deja de leer y escribir en el próximo pedido.'],
    options: { ...where, person: 'Identificador de la persona.', office: 'Identificador de la oficina.' },
    examples: ['fojas repository people revoke --dir /srv/fojas --person p-17 --office ufi3'],
  },
  'repository people code': {
    summary: 'da un código de un solo uso para inscribir un equipo',
    usage: '--person ID (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Vale media hora y cinco intentos.'],
    options: { ...where, person: 'Identificador de la persona.' },
    examples: ['fojas repository people code --dir /srv/fojas --person p-17'],
  },
  'repository devices list': {
    summary: 'muestra los equipos inscriptos',
    usage: '[--person ID] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [],
    options: { ...where, person: 'Solo los de esta persona.' },
    examples: ['fojas repository devices list --dir /srv/fojas'],
  },
  'repository devices revoke': {
    summary: 'da de baja un equipo',
    usage: '--device CLAVE --reason MOTIVO (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: [
      'Deja de leer en el próximo pedido y borra lo que trajo en el próximo contacto. Lo firmado sin enviar se recupera con la clave de recuperación.',
    ],
    options: { ...where, device: 'Comienzo de su clave, como la muestra `devices list`.', reason: 'Por qué.' },
    examples: ['fojas repository devices revoke --dir /srv/fojas --device Qm3xT9aa --reason robada'],
  },
  'repository log show': {
    summary: 'muestra quién leyó e hizo qué',
    usage: '[--person ID] [--after N] (--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Sin carátulas: direcciones e identificadores.'],
    options: { ...where, person: 'Solo lo de esta persona.', after: 'Desde la entrada que sigue a esta.' },
    examples: ['fojas repository log show --dir /srv/fojas --person p-17'],
  },
  'repository log verify': {
    summary: 'comprueba que nadie cambió el registro de accesos',
    usage: '(--dir CARPETA | --config ARCHIVO --store-key-file ARCHIVO)',
    about: ['Recalcula la cadena entera.'],
    options: { ...where },
    examples: ['fojas repository log verify --dir /srv/fojas'],
  },
};

export const peopleEs: PeopleWords = {
  validatorTwice: '--validator y --no-validator se excluyen',
  whereFlags: 'hace falta --dir, o --config con --store-key-file',
  runs: 'Deténgalo, o dele la orden con --config desde un equipo inscripto de sistemas, o desde la pantalla.',
  changed: (count) =>
    count === 0 ? 'Nada cambió.' : count === 1 ? 'Se guardó 1 cambio.' : `Se guardaron ${count} cambios.`,
  code: (code, until) => `${code}  (vale hasta el ${until}, una sola vez)`,
  refused: {
    personUnknown: (subject) => `no hay ninguna persona ${subject}`,
    officeUnknown: (subject) => `no hay ninguna oficina ${subject}: agréguela antes`,
    deviceUnknown: (subject) => `no hay ningún equipo ${subject}`,
    profileUnknown: (subject) =>
      `no hay ningún perfil de modelos ${subject}: publíquelo antes («fojas repository templates publish»)`,
    endsBefore: (subject) => `el permiso ya habría terminado (${subject})`,
    maySignNothing: (subject) => `${subject} no puede firmar nada en esa oficina: dele antes un permiso`,
    ownPlace: () => 'nadie subroga su propio lugar',
    cuilUnknown: (subject) => `${subject} no tiene CUIL registrado: con él se lo reconoce`,
  },
  count: (people) => (people === 1 ? '1 persona' : `${people} personas`),
  grant: ({ officeId, roles, clearance, until, validator }) =>
    `${officeId}: ${roles.join('+')}, reserva hasta ${clearance}, hasta ${until.slice(0, 10)}${validator ? ', visa' : ''}`,
  substitution: ({ officeId, name, standsFor, from, until, resolution }) =>
    `${officeId}: subroga a ${name} (${standsFor}), desde ${from.slice(0, 16)} hasta ${until.slice(0, 16)} UTC, ${resolution}`,
  device: ({ jkt, deviceId, personId, way, enrolledAt, revoked, revocation }) =>
    `${jkt.slice(0, 12)}  ${personId}  ${deviceId}  ${way}  ${enrolledAt}${revocation ? '  (sin saber si estaba revocado)' : ''}${revoked ? `  baja ${revoked.at}: ${revoked.reason}` : ''}`,
  noDevice: (person) => `No hay equipos inscriptos${person === undefined ? '' : ` de ${person}`}.`,
  whichDevice: (begins) => `${begins} no nombra un equipo, o nombra varios: mire \`fojas repository devices list\``,
  whole: (entries, head) => `El registro de accesos está entero: ${entries} entradas. Termina en ${head}`,
  broken: (seq, reason) =>
    `el registro de accesos está roto en la entrada ${seq}: ${{ missing: 'falta', changed: 'fue cambiada', cut: 'fue cortado ahí' }[reason]}`,
  whichWay: 'elija una manera: --code, --oidc o --module',
  whichCertificate: 'no hay un solo certificado para firmar en el token: elíjalo con --certificate',
  openPage: 'Abra esta dirección en el navegador e ingrese:',
  asLastHeard: 'No se pudo consultar al repositorio; así estaba en el último contacto:',
  state: {
    officeKey: (person) => `${person}: este equipo usa la clave de la oficina; no hay permisos personales.`,
    none: (person) => `${person}: este equipo no está inscripto.`,
    enrolled: (person, key) => `${person}: equipo inscripto (clave ${key}).`,
    revoked: (person, key) => `${person}: este equipo fue dado de baja (clave ${key}).`,
  },
  seat: ({ name, capacity, office, ended, until }) => {
    const ends = {
      withdrawn: 'se quitó',
      expired: 'venció',
      notRenewed: 'hay que renovarlo con una conexión',
      notGranted: 'no asignado',
    } as const;
    const day = until === undefined ? '' : `, hasta ${until.slice(0, 10)}`;
    return `${name}, ${capacity}, ${office}${day}${ended === undefined ? '' : ` (${ends[ended]})`}`;
  },
  electronicOff: 'La institución no permite la firma electrónica en este equipo.',
  electronicKind: 'Firma electrónica, no digital (Ley 25.506, art. 5): si se la niega, debe probarla quien la invoca.',
  electronicTypes: (types) => `Sirve para: ${types}.`,
  electronicNone: 'Usted todavía no tiene una en este equipo: fojas electronic make',
  electronicUntil: (date) => `La suya vence el ${date}.`,
  passphraseLength: (least) => `La frase tiene que tener ${least} caracteres o más.`,
  passphrasesDiffer: 'Las dos frases no son iguales.',
  seatsEnded:
    'Lo firmado en un puesto que ya no está asignado y sin registrar sigue en este equipo: se recupera con la clave de la institución (fojas home restore).',
  held: ({ office, roles, clearance, until, offlineUntil, holds }) =>
    `${office}: ${roles.join('+')}, reserva hasta ${clearance}, hasta ${until.slice(0, 10)}; sin línea hasta ${offlineUntil.slice(0, 10)}${holds ? '' : ' (vencido)'}`,
};
