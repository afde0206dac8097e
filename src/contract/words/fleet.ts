import type { Locale } from '../locale.ts';

/** The page that shows IT how the desks of all offices stand. */
export interface FleetWords {
  readonly title: string;
  readonly sum: (desks: number, wanting: number) => string;
  readonly none: string;
  readonly at: string;
  readonly columns: Readonly<
    Record<'desk' | 'needs' | 'version' | 'drivers' | 'certificate' | 'queue' | 'test' | 'seen', string>
  >;
  readonly passed: string;
  readonly failed: string;
}

export const fleetWords: Readonly<Record<Locale, FleetWords>> = {
  'es-AR': {
    title: 'Puestos por oficina y anillo',
    sum: (desks, wanting) => `Puestos: ${desks}. Necesitan atención: ${wanting}.`,
    none: 'Ningún puesto dijo nada de sí todavía.',
    at: 'Hora universal. Lo que cada puesto dijo de sí en su último contacto; nada de ninguna causa.',
    columns: {
      ...{ desk: 'Puesto', needs: 'Qué mirar', version: 'Versión', drivers: 'Controladores', queue: 'Cola' },
      ...{ certificate: 'Vence el certificado', test: 'Última prueba', seen: 'Último contacto' },
    },
    passed: 'bien',
    failed: 'mal',
  },
  en: {
    title: 'Desks by office and ring',
    sum: (desks, wanting) => `Desks: ${desks}. In need of a hand: ${wanting}.`,
    none: 'No desk has told anything of itself yet.',
    at: 'Universal time. What each desk said of itself at its last contact; nothing of any case.',
    columns: {
      ...{ desk: 'Desk', needs: 'To look at', version: 'Version', drivers: 'Drivers', queue: 'Queue' },
      ...{ certificate: 'Certificate ends', test: 'Last test', seen: 'Last contact' },
    },
    passed: 'good',
    failed: 'failed',
  },
  'pt-BR': {
    title: 'Postos por escritório e anel',
    sum: (desks, wanting) => `Postos: ${desks}. Precisam de atenção: ${wanting}.`,
    none: 'Nenhum posto disse nada de si ainda.',
    at: 'Hora universal. O que cada posto disse de si em seu último contato; nada de nenhum processo.',
    columns: {
      ...{ desk: 'Posto', needs: 'O que ver', version: 'Versão', drivers: 'Controladores', queue: 'Fila' },
      ...{ certificate: 'Vence o certificado', test: 'Último teste', seen: 'Último contato' },
    },
    passed: 'bem',
    failed: 'falhou',
  },
};
