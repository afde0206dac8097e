import type { ReleaseWords } from './release-words.ts';

export const releaseEs: ReleaseWords = {
  program: 'fojas-release: hace, firma y publica las versiones que las PC instalan solas.',
  usage: 'Uso',
  commands: {
    key: {
      summary: 'hace una clave en un archivo cifrado, para el servidor o para pruebas',
      usage: 'ARCHIVO --name NOMBRE',
    },
    'token-key': {
      summary: 'escribe la clave pública de un token, para darla de alta',
      usage: 'ARCHIVO --name NOMBRE [--module BIBLIOTECA] [--token-label TOKEN] [--cert SHA256]',
    },
    init: {
      summary: 'empieza un taller: quiénes firman la raíz y las versiones, y con cuántas firmas',
      usage: 'TALLER --root CLAVE... --root-threshold N --targets CLAVE... [--targets-threshold N] --online CLAVE',
    },
    rotate: {
      summary: 'prepara la raíz siguiente, con otras claves; la firman los de antes y los nuevos',
      usage: 'TALLER --root CLAVE... --root-threshold N --targets CLAVE... [--targets-threshold N] --online CLAVE',
    },
    status: { summary: 'muestra qué hay y qué espera firmas', usage: 'TALLER' },
    sign: {
      summary: 'agrega su firma a lo que espera',
      usage:
        'TALLER root|targets --key ARCHIVO | [--module BIBLIOTECA] [--token-label TOKEN] [--cert SHA256] [--pin-stdin]',
    },
    add: {
      summary: 'agrega una versión; espera firmas',
      usage:
        'TALLER PAQUETE --version X.Y.Z --platform linux|win32|darwin --arch x64|arm64 --format deb|rpm|nsis|zip --schema N --ring ANILLO=PORCENTAJE... --notes NOTAS.json [--critical] [--minimum-from X.Y.Z] [--not-before INSTANTE]',
    },
    ring: {
      summary: 'pasa una versión a otros anillos, o cambia el porcentaje',
      usage: 'TALLER PAQUETE --ring ANILLO=PORCENTAJE...',
    },
    block: { summary: 'retira una versión: nadie la instala y quien la tiene la deja', usage: 'TALLER X.Y.Z' },
    unblock: { summary: 'vuelve a admitir una versión retirada', usage: 'TALLER X.Y.Z' },
    minimum: { summary: 'fija la versión mínima', usage: 'TALLER X.Y.Z|none' },
    'roll-back': {
      summary: 'firma una versión anterior como vuelta atrás de otra',
      usage: 'TALLER PAQUETE --of X.Y.Z...',
    },
    renew: { summary: 'da otro medio año a la lista de versiones tal como está; espera firmas', usage: 'TALLER' },
    publish: {
      summary: 'sella y publica en una carpeta (servidor, recurso de red, pendrive) o en S3',
      usage:
        'TALLER --key CLAVE --to CARPETA | --s3 DEPÓSITO --region REGIÓN [--prefix PREFIJO] [--endpoint URL] [--only PAQUETE...] [--pin-stdin]',
    },
    verify: {
      summary: 'muestra qué vería una PC, comprobado como lo comprueba ella',
      usage:
        '--root RAÍZ.json --from CARPETA|URL --version X.Y.Z [--ring ANILLO] [--platform P] [--arch A] [--format F] [--install-id HEX]',
    },
  },
  troubles: {
    notAWorkshop: 'la carpeta no es un taller de versiones',
    exists: 'la carpeta ya es un taller',
    pending: 'hay algo anterior que todavía espera firmas',
    nothingPending: 'no hay nada que espere esa firma',
    notARoleKey: 'esa clave no puede firmar eso',
    tooFewKeys: 'hay menos claves distintas que las firmas que se piden',
    unknownTarget: 'no hay un paquete con ese nombre',
    badName: 'ese nombre de paquete no se admite',
    badRelease: 'lo que se dice de la versión no está completo o no corresponde',
    rootUnsigned: 'la raíz todavía espera firmas',
    targetsUnsigned: 'la lista de versiones todavía espera firmas',
    outdated: 'venció; «root» se renueva con «rotate» y «targets» con «renew», y se firma:',
    versionTaken: 'ya hay otro paquete con ese nombre; una versión no se cambia, se hace otra',
  },
  unknownCommand: (word) => `no existe la orden «${word}»`,
  passphrase: 'Frase de la clave: ',
  newPassphrase: 'Frase nueva para la clave (doce caracteres o más): ',
  wrongPassphrase: 'la frase no abre la clave',
  keyMade: (file, id) => `Clave pública en ${file} (${id.slice(0, 16)}).`,
  signed: (role, has) => `Firma agregada a «${role}»: ${has}.`,
  accepted: (role) => `«${role}» tiene las firmas que hacen falta y quedó aceptado.`,
  waits: (role, has, takes) => `«${role}» espera firmas: tiene ${has} de ${takes}.`,
  nothingWaits: 'Nada espera firmas.',
  mustSign: 'Ahora hay que firmarlo: fojas-release sign TALLER targets.',
  target: (name, version, rings) => `${name}  ${version}  ${rings}`,
  holds: (root, targets) => `Vale hasta: la raíz, ${root}; la lista de versiones, ${targets}.`,
  blocked: (versions) => `Retiradas: ${versions}`,
  minimum: (version) => `Versión mínima: ${version}`,
  put: (file) => `  ${file}`,
  published: (count) => (count === 1 ? 'Se publicó un archivo.' : `Se publicaron ${count} archivos.`),
  notTaken: (bucket, code) =>
    `El depósito S3 «${bucket}» no recibió la publicación (${code}). La misma orden, repetida, publica lo que falte.`,
  standing: {
    fine: 'La versión de la PC está en regla.',
    blocked: 'La versión de la PC está retirada.',
    belowMinimum: 'La versión de la PC es menor que la mínima.',
  },
  offers: (version, bytes) => `Se le ofrece la ${version} (${bytes} bytes).`,
  offersNothing: 'No se le ofrece nada.',
  fileHolds: 'El archivo es el que se firmó.',
};
