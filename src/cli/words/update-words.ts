import type { Locale } from '../../contract/config.ts';
import type { Hindrance, LastInstall, UpdateStatus, WaitingUpdate } from '../../contract/updates.ts';
import type { CommandWords } from './cli-words.ts';

/** How the program comes to newer versions. */
export type UpdateCommandName = 'update status' | 'update check' | 'update apply';

export interface UpdateWords {
  readonly version: (version: string, ring: string) => string;
  readonly system: string;
  readonly standing: Readonly<Record<UpdateStatus['standing'], string>>;
  readonly nothing: string;
  readonly waits: (waiting: WaitingUpdate) => string;
  readonly stage: Readonly<Record<WaitingUpdate['stage'], string>>;
  readonly putOff: (why: readonly Hindrance[]) => string;
  readonly last: (install: LastInstall) => string;
  readonly fetching: string;
  readonly installed: (version: string) => string;
}

const english: Readonly<Record<Hindrance, string>> = {
  batch: 'a batch is being signed',
  unsettled: 'signatures are half kept',
  typing: 'an act is being written',
  window: 'it is not the hour set for installing',
  officeSilent: 'the program is open: close it first',
};
const spanish: Readonly<Record<Hindrance, string>> = {
  batch: 'se está firmando un lote',
  unsettled: 'hay firmas a medio guardar',
  typing: 'se está escribiendo un acto',
  window: 'no es la hora fijada para instalar',
  officeSilent: 'el programa está abierto: ciérrelo primero',
};
const portuguese: Readonly<Record<Hindrance, string>> = {
  batch: 'um lote está sendo assinado',
  unsettled: 'há assinaturas guardadas pela metade',
  typing: 'um ato está sendo escrito',
  window: 'não é a hora marcada para instalar',
  officeSilent: 'o programa está aberto: feche-o primeiro',
};

export const updateSayings: Readonly<Record<Locale, UpdateWords>> = {
  'es-AR': {
    version: (version, ring) => `Versión ${version}, anillo «${ring}».`,
    system: 'En esta PC las versiones las instala sistemas (updates.mode=system).',
    standing: {
      fine: '',
      blocked: 'Los responsables retiraron esta versión.',
      belowMinimum: 'Es más vieja que lo admitido.',
    },
    nothing: 'No espera ninguna versión.',
    waits: ({ version, kind, critical }) =>
      `${kind === 'return' ? 'Hay que volver a' : 'Espera'} la versión ${version}${critical ? ' (urgente)' : ''}.`,
    stage: {
      offered: 'Falta bajarla.',
      downloading: 'Se está bajando.',
      ready: 'Está bajada y comprobada.',
      installing: 'Se está instalando.',
    },
    putOff: (why) => `Se posterga: ${why.map((one) => spanish[one]).join(', ')}.`,
    last: ({ version, from, end }) =>
      end === 'returned'
        ? `La ${version} no anduvo y volvió la ${from}.`
        : `Última instalación: de la ${from} a la ${version}.`,
    fetching: 'Bajando',
    installed: (version) => `Se instaló la versión ${version}.`,
  },
  en: {
    version: (version, ring) => `Version ${version}, ring “${ring}”.`,
    system: 'On this computer IT installs the versions (updates.mode=system).',
    standing: {
      fine: '',
      blocked: 'Those responsible took this version back.',
      belowMinimum: 'It is older than is allowed.',
    },
    nothing: 'No version is waiting.',
    waits: ({ version, kind, critical }) =>
      `${kind === 'return' ? 'It must go back to version' : 'Waiting: version'} ${version}${critical ? ' (urgent)' : ''}.`,
    stage: {
      offered: 'It is still to be fetched.',
      downloading: 'It is being fetched.',
      ready: 'It is here and verified.',
      installing: 'It is being installed.',
    },
    putOff: (why) => `Put off: ${why.map((one) => english[one]).join(', ')}.`,
    last: ({ version, from, end }) =>
      end === 'returned'
        ? `${version} did not work and ${from} is back.`
        : `Last installation: from ${from} to ${version}.`,
    fetching: 'Fetching',
    installed: (version) => `Version ${version} was installed.`,
  },
  'pt-BR': {
    version: (version, ring) => `Versão ${version}, anel «${ring}».`,
    system: 'Neste computador a informática instala as versões (updates.mode=system).',
    standing: {
      fine: '',
      blocked: 'Os responsáveis retiraram esta versão.',
      belowMinimum: 'É mais antiga do que se admite.',
    },
    nothing: 'Nenhuma versão à espera.',
    waits: ({ version, kind, critical }) =>
      `${kind === 'return' ? 'É preciso voltar à' : 'À espera: a'} versão ${version}${critical ? ' (urgente)' : ''}.`,
    stage: {
      offered: 'Falta baixar.',
      downloading: 'Está sendo baixada.',
      ready: 'Foi baixada e conferida.',
      installing: 'Está sendo instalada.',
    },
    putOff: (why) => `Fica para depois: ${why.map((one) => portuguese[one]).join(', ')}.`,
    last: ({ version, from, end }) =>
      end === 'returned'
        ? `A ${version} não funcionou e a ${from} voltou.`
        : `Última instalação: da ${from} para a ${version}.`,
    fetching: 'Baixando',
    installed: (version) => `A versão ${version} foi instalada.`,
  },
};

export const updateCommands: Readonly<Record<Locale, Readonly<Record<UpdateCommandName, CommandWords>>>> = {
  'es-AR': {
    'update status': {
      summary: 'muestra qué versión hay, cuál espera y qué la posterga',
      usage: '--config ARCHIVO',
      about: ['Sin línea: muestra lo que se supo la última vez.'],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        from: 'Carpeta o dirección de las versiones, en lugar de las de la configuración.',
      },
      examples: ['fojas update status --config oficina.json'],
    },
    'update check': {
      summary: 'busca una versión nueva, la baja y la comprueba',
      usage: '--config ARCHIVO [--from CARPETA|DIRECCIÓN]',
      about: [
        'Comprueba las firmas de los responsables, baja lo que falte respetando el tope de la línea y no instala nada.',
      ],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        from: 'Carpeta (un pendrive) o dirección de las versiones, en lugar de las de la configuración.',
      },
      examples: [
        'fojas update check --config oficina.json',
        'fojas update check --config oficina.json --from /media/pendrive/fojas',
      ],
    },
    'update apply': {
      summary: 'instala la versión que espera',
      usage: '--config ARCHIVO',
      about: [
        'Vuelve a comprobar todo desde el principio, guarda la versión de ahora y copia el diario. Con el programa abierto no instala nada. Si la versión nueva no pasa su prueba, vuelve sola la anterior.',
      ],
      options: {
        config: 'Configuración de la oficina (JSON); de ella sale `updates`.',
        from: 'Carpeta o dirección de las versiones, en lugar de las de la configuración.',
      },
      examples: ['fojas update apply --config oficina.json'],
    },
  },
  en: {
    'update status': {
      summary: 'shows which version there is, which one waits and what puts it off',
      usage: '--config FILE',
      about: ['Without a line: shows what was known the last time.'],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        from: 'Folder or address of versions, instead of those of the configuration.',
      },
      examples: ['fojas update status --config office.json'],
    },
    'update check': {
      summary: 'looks for a new version, fetches and verifies it',
      usage: '--config FILE [--from FOLDER|ADDRESS]',
      about: [
        'Verifies the signatures of those responsible, fetches what is missing under the line’s cap, and installs nothing.',
      ],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        from: 'Folder (a stick) or address of versions, instead of those of the configuration.',
      },
      examples: [
        'fojas update check --config office.json',
        'fojas update check --config office.json --from /media/stick/fojas',
      ],
    },
    'update apply': {
      summary: 'installs the version that waits',
      usage: '--config FILE',
      about: [
        'Verifies everything again from the beginning, keeps the present version and copies the journal. Installs nothing while the program is open. If the new version does not pass its test, the one before comes back by itself.',
      ],
      options: {
        config: 'The office’s configuration (JSON); `updates` is read from it.',
        from: 'Folder or address of versions, instead of those of the configuration.',
      },
      examples: ['fojas update apply --config office.json'],
    },
  },
  'pt-BR': {
    'update status': {
      summary: 'mostra qual é a versão, qual está à espera e o que a adia',
      usage: '--config ARQUIVO',
      about: ['Sem linha: mostra o que se soube da última vez.'],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        from: 'Pasta ou endereço das versões, em lugar dos da configuração.',
      },
      examples: ['fojas update status --config escritorio.json'],
    },
    'update check': {
      summary: 'procura uma versão nova, baixa e confere',
      usage: '--config ARQUIVO [--from PASTA|ENDEREÇO]',
      about: [
        'Confere as assinaturas dos responsáveis, baixa o que falta respeitando o limite da linha e não instala nada.',
      ],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        from: 'Pasta (um pendrive) ou endereço das versões, em lugar dos da configuração.',
      },
      examples: [
        'fojas update check --config escritorio.json',
        'fojas update check --config escritorio.json --from /media/pendrive/fojas',
      ],
    },
    'update apply': {
      summary: 'instala a versão que está à espera',
      usage: '--config ARQUIVO',
      about: [
        'Confere tudo de novo desde o princípio, guarda a versão de agora e copia o diário. Com o programa aberto não instala nada. Se a versão nova não passar no próprio teste, a anterior volta sozinha.',
      ],
      options: {
        config: 'Configuração do escritório (JSON); dela sai `updates`.',
        from: 'Pasta ou endereço das versões, em lugar dos da configuração.',
      },
      examples: ['fojas update apply --config escritorio.json'],
    },
  },
};
