import type { Locale } from '../../contract/config.ts';
import type { CommandWords } from './command-words.ts';

/** Second copies of workstations that a repository keeps, for whoever looks after them. */
export type KeptCopiesCommandName = 'repository copies list' | 'repository copies fetch' | 'repository copies remove';

export interface KeptCopiesSayings {
  readonly whereFlags: string;
  readonly whichSlot: (device: string) => string;
  readonly copies: (count: number, newest: string) => string;
  readonly none: string;
  readonly officeKey: string;
  readonly runs: string;
  readonly sayReally: string;
  readonly deskWorks: (device: string) => string;
  readonly removed: (device: string, office: string) => string;
}

export const keptCopiesSayings: Readonly<Record<Locale, KeptCopiesSayings>> = {
  'es-AR': {
    whereFlags: 'hace falta --dir o --blobs, o --config con --store-key-file',
    whichSlot: (device) =>
      `${device} nombra las copias de varios equipos: indique en --device el comienzo de una línea`,
    copies: (count, newest) => (count === 1 ? `1 copia, del ${newest}` : `${count} copias, la última del ${newest}`),
    none: 'ninguna copia entera',
    officeKey: '(clave de la oficina)',
    runs: 'Deténgalo para quitar copias.',
    sayReally: 'No se quitó nada. Para quitar estas copias, repita con --really: no vuelven.',
    deskWorks: (device) =>
      `${device} está inscripto y en uso: sus copias no se quitan. Si ya no se usa, délo de baja antes con «fojas repository devices revoke»`,
    removed: (device, office) => `Quitadas las copias de ${device} (${office}).`,
  },
  en: {
    whereFlags: '--dir or --blobs is needed, or --config with --store-key-file',
    whichSlot: (device) => `${device} names the copies of several computers: give --device the beginning of one line`,
    copies: (count, newest) => (count === 1 ? `1 copy, of ${newest}` : `${count} copies, the newest of ${newest}`),
    none: 'no whole copy',
    officeKey: '(key of the office)',
    runs: 'Stop it to remove copies.',
    sayReally: 'Nothing was removed. To remove these copies, repeat with --really: they do not come back.',
    deskWorks: (device) =>
      `${device} is enrolled and in use: its copies stay. Where it is not used any more, revoke it first with «fojas repository devices revoke»`,
    removed: (device, office) => `Removed the copies of ${device} (${office}).`,
  },
  'pt-BR': {
    whereFlags: 'é preciso --dir ou --blobs, ou --config com --store-key-file',
    whichSlot: (device) =>
      `${device} nomeia as cópias de vários equipamentos: indique em --device o começo de uma linha`,
    copies: (count, newest) => (count === 1 ? `1 cópia, de ${newest}` : `${count} cópias, a última de ${newest}`),
    none: 'nenhuma cópia inteira',
    officeKey: '(chave da unidade)',
    runs: 'Pare-o para remover cópias.',
    sayReally: 'Nada foi removido. Para remover estas cópias, repita com --really: elas não voltam.',
    deskWorks: (device) =>
      `${device} está inscrito e em uso: as suas cópias não se removem. Se não é mais usado, revogue-o antes com «fojas repository devices revoke»`,
    removed: (device, office) => `Removidas as cópias de ${device} (${office}).`,
  },
};

const whereEs = {
  dir: 'Carpeta del repositorio, también el de una oficina; solo se lee, aunque esté funcionando.',
  blobs: 'Dirección S3 donde el repositorio guarda archivos y copias; solo se lee.',
  config: 'Configuración de un equipo inscripto de sistemas (JSON): se pide por la línea.',
  'store-key-file': 'Archivo con la clave de ese equipo.',
  seat: 'Puesto desde el que se pide, si ese equipo tiene varios.',
};
const whereEn = {
  dir: "The repository's folder, an office's, too; it is only read, even while it serves.",
  blobs: 'S3 address where the repository keeps files and copies; it is only read.',
  config: 'Configuration of an enrolled desk of IT (JSON): it asks over the line.',
  'store-key-file': "File with that desk's key.",
  seat: 'The seat that asks, where that desk has several.',
};
const wherePt = {
  dir: 'Pasta do repositório, também o de uma unidade; só é lida, mesmo em funcionamento.',
  blobs: 'Endereço S3 onde o repositório guarda arquivos e cópias; só é lido.',
  config: 'Configuração de um equipamento inscrito da informática (JSON): pede-se pela linha.',
  'store-key-file': 'Arquivo com a chave desse equipamento.',
  seat: 'Posto que pede, se esse equipamento tiver vários.',
};

export const keptCopiesCommands: Readonly<Record<Locale, Readonly<Record<KeptCopiesCommandName, CommandWords>>>> = {
  'es-AR': {
    'repository copies list': {
      summary: 'muestra las segundas copias de los puestos que guarda el repositorio',
      usage: '(--dir CARPETA | --blobs s3://… | --config ARCHIVO --store-key-file ARCHIVO)',
      about: [
        'De cada puesto: oficina, equipo, persona, tamaño y de cuándo es la última. Están selladas: acá no se abren.',
      ],
      options: whereEs,
      examples: ['fojas repository copies list --dir /srv/fojas'],
    },
    'repository copies fetch': {
      summary: 'trae la segunda copia de un puesto que se perdió, para recuperarlo en otra PC',
      usage:
        '--device EQUIPO --to CARPETA [--all] (--dir CARPETA | --blobs s3://… | --config ARCHIVO --store-key-file ARCHIVO)',
      about: [
        'Un equipo inscripto que se perdió no puede traer su copia, porque su clave se perdió con él: la trae sistemas. Queda en la carpeta como en cualquier segundo lugar, para «home restore --from». Nada se abre sin la clave de recuperación. Si se corta, la misma orden sigue donde quedó.',
        'Código 2 si el nombre es de varios: se indica entonces el comienzo de una de las líneas que muestra.',
      ],
      options: {
        ...whereEs,
        device: 'Nombre del equipo, o comienzo de la línea que muestra «copies list» (8 letras o más).',
        to: 'Carpeta donde se dejan las copias.',
        all: 'También las anteriores.',
      },
      examples: [
        'fojas repository copies fetch --dir /srv/fojas --device pc-3 --to /media/copias',
        'fojas repository copies fetch --config sistemas.json --store-key-file store.key --device pc-3 --to /media/copias',
      ],
    },
    'repository copies remove': {
      summary: 'quita las segundas copias de un puesto que ya no se usa',
      usage: '--dir CARPETA --device EQUIPO [--register postgres://…] [--blobs s3://…] [--really]',
      about: [
        'Con el repositorio detenido; donde el registro está en PostgreSQL, también mientras funciona. Sin --really solo muestra qué quitaría. Las de un equipo inscripto que no fue dado de baja se quedan, con código 1. Queda en el registro de accesos.',
      ],
      options: {
        dir: 'Carpeta del repositorio (donde no está funcionando).',
        register: 'Dirección del registro, si está en PostgreSQL.',
        blobs: 'Dirección S3 donde el repositorio guarda archivos y copias.',
        device: 'Nombre del equipo, o comienzo de la línea que muestra «copies list» (8 letras o más).',
        really: 'Las quita: no vuelven.',
      },
      examples: ['fojas repository copies remove --dir /srv/fojas --device pc-3 --really'],
    },
  },
  en: {
    'repository copies list': {
      summary: 'shows the second copies of workstations that the repository keeps',
      usage: '(--dir FOLDER | --blobs s3://… | --config FILE --store-key-file FILE)',
      about: [
        'Of each: office, computer, person, size, and when the newest came. They are sealed: nothing opens them here.',
      ],
      options: whereEn,
      examples: ['fojas repository copies list --dir /srv/fojas'],
    },
    'repository copies fetch': {
      summary: 'fetches the second copy of a workstation that was lost, to bring it back on another PC',
      usage:
        '--device COMPUTER --to FOLDER [--all] (--dir FOLDER | --blobs s3://… | --config FILE --store-key-file FILE)',
      about: [
        'An enrolled computer that was lost cannot fetch its copy, because its key went with it: IT does. It lies in the folder as at any second place, for «home restore --from». Nothing is opened without the recovery key. Where it is cut, the same command goes on.',
        'Code 2 where several go by that name: give the beginning of one of the lines that it shows.',
      ],
      options: {
        ...whereEn,
        device: 'Name of the computer, or the beginning of the line that «copies list» shows (8 letters or more).',
        to: 'Folder for the copies.',
        all: 'The older ones, too.',
      },
      examples: [
        'fojas repository copies fetch --dir /srv/fojas --device pc-3 --to /media/copies',
        'fojas repository copies fetch --config it.json --store-key-file store.key --device pc-3 --to /media/copies',
      ],
    },
    'repository copies remove': {
      summary: 'removes the second copies of a workstation that is not used any more',
      usage: '--dir FOLDER --device COMPUTER [--register postgres://…] [--blobs s3://…] [--really]',
      about: [
        'While the repository is stopped; where its register is in PostgreSQL, also while it serves. Without --really it only shows what it would remove. Those of an enrolled computer that was not revoked stay, with code 1. It is written into the log of accesses.',
      ],
      options: {
        dir: "The repository's folder (where it is not serving).",
        register: 'Address of the register, where it is in PostgreSQL.',
        blobs: 'S3 address where the repository keeps files and copies.',
        device: 'Name of the computer, or the beginning of the line that «copies list» shows (8 letters or more).',
        really: 'Removes them: they do not come back.',
      },
      examples: ['fojas repository copies remove --dir /srv/fojas --device pc-3 --really'],
    },
  },
  'pt-BR': {
    'repository copies list': {
      summary: 'mostra as segundas cópias dos postos que o repositório guarda',
      usage: '(--dir PASTA | --blobs s3://… | --config ARQUIVO --store-key-file ARQUIVO)',
      about: [
        'De cada posto: unidade, equipamento, pessoa, tamanho e de quando é a última. Estão seladas: aqui não se abrem.',
      ],
      options: wherePt,
      examples: ['fojas repository copies list --dir /srv/fojas'],
    },
    'repository copies fetch': {
      summary: 'traz a segunda cópia de um posto que se perdeu, para recuperá-lo em outro PC',
      usage:
        '--device EQUIPAMENTO --to PASTA [--all] (--dir PASTA | --blobs s3://… | --config ARQUIVO --store-key-file ARQUIVO)',
      about: [
        'Um equipamento inscrito que se perdeu não pode trazer a sua cópia, porque a chave se perdeu com ele: quem a traz é a informática. Fica na pasta como em qualquer segundo lugar, para «home restore --from». Nada se abre sem a chave de recuperação. Se for cortada, a mesma ordem continua de onde parou.',
        'Código 2 se o nome for de vários: indica-se então o começo de uma das linhas que mostra.',
      ],
      options: {
        ...wherePt,
        device: 'Nome do equipamento, ou começo da linha que «copies list» mostra (8 letras ou mais).',
        to: 'Pasta onde ficam as cópias.',
        all: 'Também as anteriores.',
      },
      examples: [
        'fojas repository copies fetch --dir /srv/fojas --device pc-3 --to /media/copias',
        'fojas repository copies fetch --config informatica.json --store-key-file store.key --device pc-3 --to /media/copias',
      ],
    },
    'repository copies remove': {
      summary: 'remove as segundas cópias de um posto que não é mais usado',
      usage: '--dir PASTA --device EQUIPAMENTO [--register postgres://…] [--blobs s3://…] [--really]',
      about: [
        'Com o repositório parado; onde o registro está em PostgreSQL, também em funcionamento. Sem --really só mostra o que removeria. As de um equipamento inscrito que não foi revogado ficam, com código 1. Fica escrito no registro de acessos.',
      ],
      options: {
        dir: 'Pasta do repositório (onde não está em funcionamento).',
        register: 'Endereço do registro, se está em PostgreSQL.',
        blobs: 'Endereço S3 onde o repositório guarda arquivos e cópias.',
        device: 'Nome do equipamento, ou começo da linha que «copies list» mostra (8 letras ou mais).',
        really: 'Remove-as: elas não voltam.',
      },
      examples: ['fojas repository copies remove --dir /srv/fojas --device pc-3 --really'],
    },
  },
};
