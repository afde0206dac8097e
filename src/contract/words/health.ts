import type { Locale } from '../config.ts';
import type { FleetNeed } from '../fleet.ts';
import type { DeskHealth, HealthCheck, HealthId } from '../health.ts';

interface HealthWords {
  readonly overall: Readonly<Record<DeskHealth['level'], string>>;
  readonly level: Readonly<Record<HealthCheck['level'], string>>;
  readonly check: Readonly<Record<HealthId, string>>;
  /** What to do where a check is not good. */
  readonly fix: Readonly<Record<HealthId, string>>;
  readonly need: Readonly<Record<FleetNeed, string>>;
}

const languages: Readonly<Record<Locale, HealthWords>> = {
  'es-AR': {
    overall: {
      good: 'El puesto está bien.',
      warning: 'El puesto necesita que alguien lo mire.',
      error: 'El puesto tiene un problema.',
    },
    level: { good: 'bien', unknown: 'sin datos', warning: 'para mirar', error: 'mal' },
    check: {
      store: 'Datos guardados',
      selfTest: 'Prueba propia',
      queue: 'Lo que espera salir',
      refused: 'Rechazados o apartados',
      contact: 'Contacto con el repositorio',
      certificate: 'Certificado de firma',
      copy: 'Segunda copia',
    },
    fix: {
      store: 'No siga trabajando: avise a sistemas y guarde el paquete de diagnóstico.',
      selfTest: 'Avise a sistemas: el programa o la máquina no pasan la prueba.',
      queue: 'Lo firmado no está perdido. Revise la línea; si sigue igual, use un pendrive (fojas stick export).',
      refused: 'Abra «Línea» y vea por qué se rechazó o se apartó cada uno.',
      contact: 'Revise la conexión. Se puede seguir firmando sin ella.',
      certificate: 'Pida la renovación del certificado antes de que venza.',
      copy: 'Conecte el lugar de la segunda copia.',
    },
    need: {
      selfTestFailed: 'no pasó su prueba',
      certificateEnded: 'certificado vencido',
      queueStuck: 'cola detenida',
      refused: 'actos rechazados',
      certificateEnding: 'certificado por vencer',
      notSeen: 'sin noticias',
      oldVersion: 'versión vieja',
      otherPolicy: 'otra configuración',
    },
  },
  en: {
    overall: {
      good: 'This desk is well.',
      warning: 'This desk needs somebody to look at it.',
      error: 'This desk has a problem.',
    },
    level: { good: 'good', unknown: 'not known', warning: 'to look at', error: 'bad' },
    check: {
      store: 'Stored data',
      selfTest: 'Own test',
      queue: 'Waiting to be sent',
      refused: 'Refused or set aside',
      contact: 'Contact with the repository',
      certificate: 'Signing certificate',
      copy: 'Second copy',
    },
    fix: {
      store: 'Do not go on working: tell IT, and save the diagnostics bundle.',
      selfTest: 'Tell IT: the program or the machine does not pass the test.',
      queue: 'What was signed is not lost. Check the line; if nothing moves, use a stick (fojas stick export).',
      refused: 'Open “Line” and see why each was refused or set aside.',
      contact: 'Check the connection. Signing goes on without it.',
      certificate: 'Ask for a new certificate before this one ends.',
      copy: 'Connect the place of the second copy.',
    },
    need: {
      selfTestFailed: 'failed its test',
      certificateEnded: 'certificate ended',
      queueStuck: 'queue stuck',
      refused: 'acts refused',
      certificateEnding: 'certificate ends soon',
      notSeen: 'not heard of',
      oldVersion: 'old version',
      otherPolicy: 'other settings',
    },
  },
  'pt-BR': {
    overall: {
      good: 'O posto está bem.',
      warning: 'O posto precisa que alguém o veja.',
      error: 'O posto tem um problema.',
    },
    level: { good: 'bem', unknown: 'sem dados', warning: 'a verificar', error: 'mal' },
    check: {
      store: 'Dados guardados',
      selfTest: 'Teste próprio',
      queue: 'O que espera sair',
      refused: 'Recusados ou separados',
      contact: 'Contato com o repositório',
      certificate: 'Certificado de assinatura',
      copy: 'Segunda cópia',
    },
    fix: {
      store: 'Não continue trabalhando: avise a informática e guarde o pacote de diagnóstico.',
      selfTest: 'Avise a informática: o programa ou a máquina não passam no teste.',
      queue:
        'O que foi assinado não se perdeu. Verifique a linha; se nada se move, use um pendrive (fojas stick export).',
      refused: 'Abra “Linha” e veja por que cada um foi recusado ou separado.',
      contact: 'Verifique a conexão. Pode-se continuar assinando sem ela.',
      certificate: 'Peça a renovação do certificado antes que vença.',
      copy: 'Conecte o lugar da segunda cópia.',
    },
    need: {
      selfTestFailed: 'não passou no teste',
      certificateEnded: 'certificado vencido',
      queueStuck: 'fila parada',
      refused: 'atos recusados',
      certificateEnding: 'certificado a vencer',
      notSeen: 'sem notícias',
      oldVersion: 'versão antiga',
      otherPolicy: 'outra configuração',
    },
  },
};

export const healthWords = (locale: Locale): HealthWords => languages[locale];

/** Why a desk needs a hand, in a few words. */
export const sayNeed = (need: FleetNeed, locale: Locale): string => languages[locale].need[need];
