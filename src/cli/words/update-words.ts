import type { Locale } from '../../contract/config.ts';
import type { Hindrance, LastInstall, UpdateStatus, WaitingUpdate } from '../../contract/updates.ts';

/** How the program comes to newer versions. */
export type UpdateCommandName = 'update status' | 'update check' | 'update apply' | 'update share';

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
  readonly sharing: (port: number) => string;
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
    sharing: (port) => `Esta PC da sus versiones en el puerto ${port}. Ctrl+C termina.`,
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
    sharing: (port) => `This computer hands its versions out at port ${port}. Ctrl+C ends it.`,
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
    sharing: (port) => `Este computador dá suas versões na porta ${port}. Ctrl+C termina.`,
  },
};
