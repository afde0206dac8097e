import type { Locale } from '../../contract/config.ts';

/** How desks are, one and many; and what is sent to whoever helps. */
export type HealthCommandName = 'health' | 'diagnostics' | 'repository fleet';

export interface HealthSayings {
  readonly saved: (path: string) => string;
  readonly fleet: (desks: number, wanting: number) => string;
  readonly whereFrom: string;
  readonly queue: (waiting: number) => string;
}

export const healthSayings: Readonly<Record<Locale, HealthSayings>> = {
  'es-AR': {
    saved: (path) => `Paquete guardado en ${path}. Léalo antes de enviarlo.`,
    fleet: (desks, wanting) => `Puestos: ${desks}. Necesitan atención: ${wanting}.`,
    whereFrom: 'Diga de dónde: --status DIRECCIÓN o --dir CARPETA.',
    queue: (waiting) => `cola ${waiting}`,
  },
  en: {
    saved: (path) => `Bundle saved in ${path}. Read it before you send it.`,
    fleet: (desks, wanting) => `Desks: ${desks}. In need of a hand: ${wanting}.`,
    whereFrom: 'Say from where: --status ADDRESS or --dir FOLDER.',
    queue: (waiting) => `queue ${waiting}`,
  },
  'pt-BR': {
    saved: (path) => `Pacote guardado em ${path}. Leia-o antes de enviar.`,
    fleet: (desks, wanting) => `Postos: ${desks}. Precisam de atenção: ${wanting}.`,
    whereFrom: 'Diga de onde: --status ENDEREÇO ou --dir PASTA.',
    queue: (waiting) => `fila ${waiting}`,
  },
};
