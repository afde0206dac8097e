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
  /** Something answers there, and it is no door of state. */
  readonly strangeDoor: (address: string) => FailureWords;
}

export const healthSayings: Readonly<Record<Locale, HealthSayings>> = {
  'es-AR': {
    saved: (path) => `Paquete guardado en ${path}. Léalo antes de enviarlo.`,
    fleet: (desks, wanting) => `Puestos: ${desks}. Necesitan atención: ${wanting}.`,
    whereFrom: 'Diga de dónde: --status DIRECCIÓN o --dir CARPETA.',
    queue: (waiting) => `cola ${waiting}`,
    silentDoor: (address) => ({
      what: `La puerta de estado del repositorio no responde en ${address}.`,
      safe: 'Solo se iba a mirar: no se cambió nada.',
      next: 'Revise que el repositorio esté en marcha con --status-port y que la dirección sea ésa; si está detenido, use --dir CARPETA.',
    }),
    strangeDoor: (address) => ({
      what: `Lo que responde en ${address} no es la puerta de estado de un repositorio de esta versión.`,
      safe: 'Solo se iba a mirar: no se cambió nada.',
      next: 'Revise que sea la dirección de --status-port, no la del repositorio mismo ni la de un proxy, y que el repositorio no sea de una versión anterior.',
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
    strangeDoor: (address) => ({
      what: `What answers at ${address} is not the door of state of a repository of this version.`,
      safe: 'This was only to look: nothing was changed.',
      next: 'Check that it is the address of --status-port, not the repository’s own nor a proxy’s, and that the repository is not of an older version.',
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
    strangeDoor: (address) => ({
      what: `O que responde em ${address} não é a porta de estado de um repositório desta versão.`,
      safe: 'Era só para olhar: nada foi alterado.',
      next: 'Confira se é o endereço de --status-port, não o do próprio repositório nem o de um proxy, e se o repositório não é de uma versão anterior.',
    }),
  },
};
