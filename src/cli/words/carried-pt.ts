import type { CommandWords } from './cli-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';

/** The help of the commands about copies and sticks. */
export const carriedCommandsPt: Readonly<Record<CarriedCommandName, CommandWords>> = {
  'home status': {
    summary: 'diz como está a segunda cópia deste posto',
    usage: '--config ARQUIVO --store-key-file ARQUIVO',
    about: [
      'Mostra onde está, quando foi feita a última e quanto ainda não está nela. Sai com 1 se algo não está copiado.',
    ],
    options: { config: 'Configuração da unidade (JSON).', 'store-key-file': 'Arquivo com a chave do armazenamento.' },
    examples: ['fojas home status --config oficina.json --store-key-file almacen.key'],
  },
  'home copy-now': {
    summary: 'faz agora a segunda cópia',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--adopt]',
    about: [
      'Copia o diário e os arquivos que o repositório não tem, selados para a chave de recuperação da instituição.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazenamento.',
      adopt: 'Aceita o disco ou pendrive que está lá, mesmo que não seja o de antes.',
    },
    examples: ['fojas home copy-now --config oficina.json --store-key-file almacen.key'],
  },
  'home check': {
    summary: 'lê as cópias e as compara com o que foi gravado',
    usage: '--config ARQUIVO --store-key-file ARQUIVO',
    about: ['Sai com 1 se algo no lugar das cópias já não é o que foi gravado.'],
    options: { config: 'Configuração da unidade (JSON).', 'store-key-file': 'Arquivo com a chave do armazenamento.' },
    examples: ['fojas home check --config oficina.json --store-key-file almacen.key --json'],
  },
  'home restore': {
    summary: 'traz um posto de volta da sua segunda cópia',
    usage: '--config ARQUIVO --from PASTA --identity-file CHAVE --store-key-file ARQUIVO',
    about: [
      'Usa a cópia mais nova que esteja inteira. O que havia na pasta de dados é posto de lado, não apagado. O Fojas deve estar fechado. Se o arquivo da chave do armazenamento não existe, faz-se uma nova.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      from: 'Pasta das cópias (a do pendrive, ou a do posto dentro dela).',
      'identity-file': 'Arquivo com a chave de recuperação (AGE-SECRET-KEY-1…).',
      'store-key-file': 'Arquivo com a chave do armazenamento.',
    },
    examples: [
      'fojas home restore --config oficina.json --from /media/copias --identity-file clave.txt --store-key-file nueva.key',
    ],
  },
  'home store-key': {
    summary: 'recupera a chave do armazenamento que o sistema perdeu',
    usage: '--config ARQUIVO --identity-file CHAVE --out ARQUIVO',
    about: [
      'A chave está junto aos dados, selada para a chave de recuperação. Se os dados estão íntegros, nada se perde.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'identity-file': 'Arquivo com a chave de recuperação (AGE-SECRET-KEY-1…).',
      out: 'Arquivo novo onde a chave é gravada.',
    },
    examples: ['fojas home store-key --config oficina.json --identity-file clave.txt --out almacen.key'],
  },
  'home new-recovery-key': {
    summary: 'faz uma chave de recuperação, para a informática',
    usage: '--out ARQUIVO',
    about: [
      'A chave (age, X25519) abre todas as cópias. Guarde-a fora de linha e em duplicata; nos postos vai só o destinatário “age1…”.',
    ],
    options: { out: 'Arquivo novo onde a chave é gravada.' },
    examples: ['fojas home new-recovery-key --out clave-de-recuperacion.txt'],
  },
};

export const carriedPt: CarriedWords = {
  states: {
    off: 'Não há segunda cópia configurada.',
    waiting: 'Ainda não foi feita nenhuma cópia.',
    good: 'A segunda cópia está inteira.',
    absent: 'O lugar das cópias não está lá (pendrive desconectado?).',
    otherPlace: 'Há outro disco ou pendrive que não o das cópias anteriores.',
    failing: 'A última cópia não pôde ser feita.',
  },
  lastCopy: (at) => (at === null ? 'Nunca se copiou.' : `Última cópia: ${at}.`),
  uncovered: (uncovered, unsent) => `Não registrados: ${unsent}. Destes, fora da cópia: ${uncovered}.`,
  sameDisk: 'O lugar das cópias está no mesmo disco que os dados: não serve se o computador se perder.',
  generation: (name, files, damaged) =>
    damaged.length === 0 ? `${name}: inteira, ${files} arquivos.` : `${name}: DANIFICADA: ${damaged.join(', ')}`,
  noGenerations: 'Não há nenhuma cópia deste posto.',
  restored: (generation, at) => `Recuperado da cópia ${generation}, feita em ${at}.`,
  broughtBack: (acts, unsent, salvaged) =>
    `Atos assinados: ${acts}. Na fila: ${unsent}. Resgatados do diário danificado: ${salvaged}.`,
  passedOver: (name, reason) => `${name} não foi usada: ${reason}`,
  setAside: (folder) => `O que havia ficou em ${folder}.`,
  newKeyIn: (file) => `Nova chave do armazenamento em ${file}.`,
  noIdentity: (file) => `${file} não contém uma chave de recuperação (AGE-SECRET-KEY-1…).`,
  storeKeyBack: (file) => `Chave do armazenamento recuperada em ${file}.`,
  recoveryKey: (file) => `Chave de recuperação em ${file}.`,
  recipient: 'Destinatário, para “secondCopy.recoveryRecipients” de cada posto:',
  keepIt: [
    'Quem tiver esta chave abre as cópias de todos os postos.',
    'Guarde-a fora de linha, em dois lugares (por exemplo, dois pendrives em cofres diferentes), e imprima-a.',
    'Teste-a uma vez por ano com “fojas home restore” em outro computador.',
  ],
};
