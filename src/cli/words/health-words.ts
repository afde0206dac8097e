import type { Locale } from '../../contract/config.ts';
import type { FailureWords } from '../../contract/words/failure-language.ts';

/** How desks are, one and many; and what is sent to whoever helps. */
export type HealthCommandName = 'health' | 'diagnostics' | 'repository fleet';

export interface HealthSayings {
  readonly saved: (path: string) => string;
  readonly fleet: (desks: number, wanting: number) => string;
  readonly whereFrom: string;
  readonly queue: (waiting: number) => string;
  /** The door of state does not answer: said to whoever looks after a repository, not to a desk. */
  readonly silentDoor: (address: string) => FailureWords;
}

export const healthSayings: Readonly<Record<Locale, HealthSayings>> = {
  'es-AR': {
    saved: (path) => `Paquete guardado en ${path}. Léalo antes de enviarlo.`,
    fleet: (desks, wanting) => `Puestos: ${desks}. Necesitan atención: ${wanting}.`,
    whereFrom: 'Diga de dónde: --status DIRECCIÓN o --dir CARPETA.',
    queue: (waiting) => `cola ${waiting}`,
    silentDoor: (address) => ({
      what: `La puerta de estado del repositorio no responde en ${address}.`,
      safe: 'Sólo se iba a mirar: no se cambió nada.',
      next: 'Revise que el repositorio esté en marcha con --status-port y que la dirección sea ésa; si está detenido, use --dir CARPETA.',
    }),
  },
  en: {
    saved: (path) => `Bundle saved in ${path}. Read it before you send it.`,
    fleet: (desks, wanting) => `Desks: ${desks}. In need of a hand: ${wanting}.`,
    whereFrom: 'Say from where: --status ADDRESS or --dir FOLDER.',
    queue: (waiting) => `queue ${waiting}`,
    silentDoor: (address) => ({
      what: `The repository’s door of state does not answer at ${address}.`,
      safe: 'This was only to look: nothing was changed.',
      next: 'Check that the repository serves with --status-port and that this is its address; where it is stopped, use --dir FOLDER.',
    }),
  },
  'pt-BR': {
    saved: (path) => `Pacote guardado em ${path}. Leia-o antes de enviar.`,
    fleet: (desks, wanting) => `Postos: ${desks}. Precisam de atenção: ${wanting}.`,
    whereFrom: 'Diga de onde: --status ENDEREÇO ou --dir PASTA.',
    queue: (waiting) => `fila ${waiting}`,
    silentDoor: (address) => ({
      what: `A porta de estado do repositório não responde em ${address}.`,
      safe: 'Era só para olhar: nada foi alterado.',
      next: 'Confira se o repositório está em funcionamento com --status-port e se o endereço é esse; se está parado, use --dir PASTA.',
    }),
  },
};
