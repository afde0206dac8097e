import type { CommandWords } from './command-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';

/** The help of the commands about copies and sticks. */
export const carriedCommandsPt: Readonly<Record<CarriedCommandName, CommandWords>> = {
  'case keep': {
    summary: 'conserva os documentos de um processo para trabalhar sem linha',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--case NÚMERO [--hearing DATA | --let-go]]',
    about: [
      'Sem --case mostra o que está conservado, quanto ocupa e o que falta trazer. Os documentos dos outros processos saem quando não há espaço e voltam quando são abertos.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      case: 'Número do processo, como figura na capa.',
      hearing: 'Audiência para a qual se conserva (2026-11-26T09:00): seus documentos chegam antes dos outros.',
      'let-go': 'Deixa de conservar o processo.',
    },
    examples: [
      'fojas case keep --config unidade.json --store-key-file armazem.key --case PP-97-00-000418-26/00 --hearing 2026-11-26T09:00',
    ],
  },
  'home status': {
    summary: 'diz como está a segunda cópia deste posto',
    usage: '--config ARQUIVO --store-key-file ARQUIVO',
    about: [
      'Mostra onde está, quando foi feita a última e quanto ainda não está nela. Sai com 1 se algo não está copiado.',
    ],
    options: { config: 'Configuração da unidade (JSON).', 'store-key-file': 'Arquivo com a chave do armazenamento.' },
    examples: ['fojas home status --config oficina.json --store-key-file almacen.key'],
  },
  wipe: {
    summary: 'esvazia o posto de quem sai',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--seat LUGAR] [--user-data PASTA] [--really]',
    about: [
      'Diz primeiro o que existe só no posto. Com --really copia isso para a segunda cópia, se houver, e não esvazia nada enquanto faltar algo. Depois apaga o que tinha sido trazido, as suas chaves, a chave do armazenamento e a configuração; o que existia só aqui fica ao lado, lacrado, para a chave de recuperação da instituição.',
    ],
    options: {
      config: 'Configuração do ofício (JSON); é apagada.',
      'store-key-file': 'Arquivo com a chave do armazenamento; é apagado.',
      seat: 'Lugar onde se trabalha, como «fojas seats» o nomeia; todos os do posto são esvaziados.',
      'user-data':
        'Pasta própria do programa, se não for a habitual: as chaves que a janela selou ali também são apagadas.',
      really: 'Esvazia o posto; sem isso, só diz o que aconteceria.',
    },
    examples: ['fojas wipe --config oficio.json --store-key-file armazem.key --really'],
  },
  'desk unlock': {
    summary: 'abre o bloqueio de um posto cuja pessoa perdeu o token',
    usage: '--config ARQUIVO [--seat LUGAR] [--user-data PASTA] [--really]',
    about: [
      'Para a TI, com a pessoa ao lado, na conta dessa pessoa e com o programa fechado. Retira a nota de que o posto está bloqueado. Não lê dados nem chaves, e funciona só onde o chaveiro do sistema tem a chave dos dados e ninguém escolheu uma frase. Sem --really só diz o que aconteceria.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      seat: 'Lugar onde se trabalha, como «fojas seats» o nomeia.',
      'user-data': 'Pasta própria do programa, se não for a habitual.',
      really: 'Retira a nota; sem isso, só diz o que aconteceria.',
    },
    examples: ['fojas desk unlock --config unidade.json --really'],
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
      'identity-file': 'Arquivo com a chave de recuperação (AGE-SECRET-KEY-1…), ou com a resposta a um pedido.',
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
      'identity-file': 'Arquivo com a chave de recuperação (AGE-SECRET-KEY-1…), ou com a resposta a um pedido.',
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
  'home fetch': {
    summary: 'traz do repositório as cópias deste posto',
    usage: '--config ARQUIVO --to PASTA [--all]',
    about: [
      'Deixa em uma pasta a última cópia inteira que o repositório guarda deste posto, como em qualquer segundo lugar: “home restore --from” e “home errand --from” continuam dali. Nada do que traz se abre sem a chave de recuperação. Se for cortado, o mesmo comando continua de onde parou.',
    ],
    options: {
      config: 'Configuração do ofício (JSON), com o repositório e sua chave de acesso.',
      to: 'Pasta onde as cópias são deixadas.',
      all: 'Também as anteriores.',
    },
    examples: ['fojas home fetch --config oficio.json --to /media/copias'],
  },
  'home errand': {
    summary: 'pede à instituição o que abre as cópias, sem a chave de recuperação',
    usage: '--config ARQUIVO [--from PASTA] --to PASTA',
    about: [
      'Deixa numa pasta (um pendrive) um pedido com os cabeçalhos das cópias e da chave do armazenamento. A instituição responde com “home answer”; a resposta é usada como “--identity-file” de “home restore” e “home store-key”, neste posto e em nenhum outro.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      from: 'Pasta das cópias; sem ela, só a chave do armazenamento.',
      to: 'Pasta onde o pedido é deixado.',
    },
    examples: ['fojas home errand --config oficina.json --from /media/copias --to /media/pendrive'],
  },
  'home answer': {
    summary: 'responde ao pedido de um posto, onde fica a chave de recuperação',
    usage: '--errand ARQUIVO --identity-file CHAVE --out ARQUIVO',
    about: [
      'Abre só os arquivos que o pedido nomeia, e sela a resposta para esse posto. Antes de entregá-la compare a marca com quem pediu.',
    ],
    options: {
      errand: 'Arquivo do pedido.',
      'identity-file': 'Arquivo com a chave de recuperação (AGE-SECRET-KEY-1…).',
      out: 'Arquivo novo onde a resposta é gravada.',
    },
    examples: [
      'fojas home answer --errand fojas-0c4f8a12.pedido --identity-file clave.txt --out fojas-0c4f8a12.respuesta',
    ],
  },
  'stick export': {
    summary: 'põe o que está na fila numa remessa para levar num pendrive',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --to PASTA',
    about: [
      'A remessa vai assinada pela unidade e selada para o repositório. A fila continua: se a linha voltar antes, cada ato é registrado uma só vez.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazenamento.',
      to: 'Pasta do pendrive.',
    },
    examples: ['fojas stick export --config office.json --store-key-file store.key --to /media/stick'],
  },
  'stick wish': {
    summary: 'pede, em um pendrive, os processos com que este PC começa',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --to PASTA [--case NÚMERO...] [--max-mb N]',
    about: [
      'O pedido vai selado para o repositório e é levado como uma remessa («fojas stick carry», «fojas repository stick import»). O que volta abre só neste posto e traz o que a sua pessoa pode ver, em palavras que esta versão conhece.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      to: 'Pasta do pendrive.',
      case: 'Número do processo. Pode ser repetido; sem ele, todos os que pode ver.',
      'max-mb': 'Quanto pode ocupar, em MB (se faltar, 2000; pela linha de outra unidade, no máximo 50).',
    },
    examples: [
      'fojas stick wish --config oficina.json --store-key-file almacen.key --to /media/pendrive --case PP-97-00-000418-26/00',
    ],
  },
  'stick import': {
    summary: 'toma de um pendrive a resposta do repositório, ou os processos de um computador novo',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --file ARQUIVO',
    about: ['Cada recibo é verificado contra o que foi assinado aqui, como se tivesse chegado pela linha.'],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazenamento.',
      file: 'O arquivo do pendrive.',
    },
    examples: ['fojas stick import --config office.json --store-key-file store.key --file /media/stick/respuesta'],
  },
  'stick carry': {
    summary: 'recebe a remessa de uma unidade sem linha e a encaminha',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --file ARQUIVO',
    about: [
      'A remessa continua selada para o repositório: esta unidade não pode lê-la. Espera aqui pela linha, e cada ato é registrado uma só vez, por mais que seja trazida.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazenamento.',
      file: 'A remessa da outra unidade (.encomienda).',
    },
    examples: [
      'fojas stick carry --config oficina.json --store-key-file almacen.key --file /media/pendrive/fojas-jpaz-pc-01.encomienda',
    ],
  },
  'stick carried': {
    summary: 'diz como estão as remessas de outras unidades e entrega as respostas',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--to PASTA]',
    about: ['Termina com 1 enquanto alguma espera ou foi recusada.'],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazenamento.',
      to: 'Pasta do pendrive que volta: cada resposta fica ali.',
    },
    examples: ['fojas stick carried --config oficina.json --store-key-file almacen.key --to /media/pendrive'],
  },
  'repository keys': {
    summary: 'mostra as chaves que as unidades têm de fixar',
    usage: '--dir PASTA',
    about: [
      'A dos recibos (pinnedKeys) e a das remessas (parcelRecipient). Pode ser usado enquanto o repositório atende.',
    ],
    options: { dir: 'Pasta do repositório.' },
    examples: ['fojas repository keys --dir /srv/fojas'],
  },
  'repository stick import': {
    summary: 'toma a remessa de uma unidade e grava a resposta',
    usage: '--file ARQUIVO --out ARQUIVO (--dir PASTA | --url ENDEREÇO --access-key-file ARQUIVO)',
    about: [
      'Registra ato por ato pelas regras da linha; trazê-la duas vezes não registra nada duas vezes. Com --dir o repositório deve estar parado; se está atendendo, use --url.',
    ],
    options: {
      dir: 'Pasta do repositório, parado.',
      name: 'Nome do repositório, como em serve.',
      trust: 'Certificados de confiança, como em serve.',
      url: 'Endereço do repositório que atende.',
      'access-key-file': 'Arquivo com uma chave de acesso da unidade.',
      out: 'Arquivo novo que se grava.',
      file: 'O arquivo do pendrive.',
    },
    examples: [
      'fojas repository stick import --file x.encomienda --out respuesta --url https://repository.example --access-key-file key',
    ],
  },
  'repository stick seed': {
    summary: 'grava os processos com que começa um computador novo',
    usage: '--case NÚMERO... --out ARQUIVO (--dir PASTA --office UNIDADE | --url ENDEREÇO --access-key-file ARQUIVO)',
    about: ['Selado para a unidade. Entram os arquivos que couberem: primeiro o que espera assinatura.'],
    options: {
      dir: 'Pasta do repositório, parado.',
      name: 'Nome do repositório, como em serve.',
      trust: 'Certificados de confiança, como em serve.',
      url: 'Endereço do repositório que atende.',
      'access-key-file': 'Arquivo com uma chave de acesso da unidade.',
      out: 'Arquivo novo que se grava.',
      case: 'Número do processo. Pode repetir-se.',
      office: 'Unidade do computador novo.',
      'max-mb': 'Quanto pode ocupar, em MB (se falta, 2000).',
    },
    examples: [
      'fojas repository stick seed --case PP-97-00-000418-26/00 --out legajos --dir /srv/fojas --office ufij-3',
    ],
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
  atRepository: 'No repositório, cifrada.',
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
  waiting: (files, drafts, copied) =>
    files + drafts === 0
      ? 'O repositório tem tudo deste posto.'
      : `O repositório ainda não tem: ${files} arquivos e ${drafts} minutas. ${copied ? 'Estão na segunda cópia.' : 'Nenhuma cópia os guarda.'}`,
  nobodyOpens: 'Não há chave de recuperação: ninguém poderá abrir o que ficar, nem as notas próprias.',
  leftAt: (folder) => `O que existia só aqui ficou lacrado em ${folder}.`,
  sayReally: 'Nada foi esvaziado. Para esvaziar o posto, repita com --really.',
  unlock: {
    notLocked: 'Este posto não está bloqueado para esta conta: não há nada a retirar.',
    passphrase:
      'Nada foi retirado: uma frase abre este posto. Se foi esquecida, a chave de recuperação da instituição traz os dados de volta (“fojas home store-key”).',
    keyLost:
      'Nada foi retirado: esta conta não tem a chave destes dados, e sem bloqueio eles também não se abririam. A chave de recuperação da instituição a traz de volta (“fojas home store-key”).',
    ofAnother: 'a nota deste bloqueio é de outra conta: execute como a pessoa que trabalha aqui',
    wouldUnlock: [
      'O posto está bloqueado e o chaveiro desta conta tem a chave dos seus dados: com --really o bloqueio sai e nada se perde.',
      'Nada foi alterado.',
    ],
    unlocked: [
      'O bloqueio saiu e nada se perdeu: minutas e atos assinados estão como estavam.',
      'Agora a pessoa tem de abrir o programa e escolher uma frase logo: senão, só o token perdido abriria o próximo bloqueio.',
      'Peça à autoridade certificadora que revogue o certificado do token perdido. Para assinar é preciso um token novo.',
    ],
  },
  wiped: 'O posto ficou vazio e as suas chaves foram apagadas.',
  storeKeyBack: (file) => `Chave do armazenamento recuperada em ${file}.`,
  fetched: (folder, generations) => `Cópias em ${folder}: ${generations.join(', ')}.`,
  errandMade: (path, files) => `Pedido em ${path}: ${files} arquivos.`,
  errandMark: (mark) => `Marca, a mesma nas duas pontas: ${mark}`,
  errandOf: (office, device, at) => `Pedido de ${office}, equipamento ${device}, de ${at}.`,
  errandAnswered: (file, opened, asked) => `Resposta em ${file}: abre ${opened} de ${asked} arquivos.`,
  recoveryKey: (file) => `Chave de recuperação em ${file}.`,
  recipient: 'Destinatário, para “secondCopy.recoveryRecipients” de cada posto:',
  keepIt: [
    'Quem tiver esta chave abre as cópias de todos os postos.',
    'Guarde-a fora de linha, em dois lugares (por exemplo, dois pendrives em cofres diferentes), e imprima-a.',
    'Teste-a uma vez por ano com “fojas home restore” em outro computador.',
  ],
  exported: (path, acts, returns, renditions) =>
    `${path}: ${acts} atos, ${returns} devoluções, ${renditions} versões mais longas.`,
  sealedTo: (name) => `Selada para «${name}».`,
  besides: (cases, proposals, signatures, drafts, entries) =>
    `Além disso: ${cases} processos abertos, ${proposals} atos para assinar, ${signatures} assinaturas parciais, ${drafts} rascunhos, ${entries} anotações.`,
  leftOut: (count) => `${count} ficaram de fora: seu arquivo falta ou está danificado aqui.`,
  carryIt: 'Leve-a ao repositório e traga a resposta. Até lá nada disso está registrado.',
  answerTaken: (registered, received, refused, later) =>
    `Tomados: ${registered}. Recebidos na unidade: ${received}. Recusados: ${refused}. Seguem na fila: ${later}.`,
  delivered: (count) => `Entregues sem recibo (processos, rascunhos, anotações, assinaturas parciais): ${count}.`,
  seedTaken: (cases, acts, files) => `Processos: ${cases}. Atos: ${acts}. Arquivos: ${files}.`,
  carried: (name, state, reason) =>
    `${name}: ${{ waiting: 'espera a linha', answered: 'respondida', refused: 'recusada' }[state]}.${reason === null ? '' : ` ${reason}`}`,
  carriedOn: 'Sai assim que houver linha. Consulte com «fojas stick carried» e leve a resposta de volta.',
  carriedNone: 'Não há remessas de outras unidades.',
  answerIn: (path) => `Resposta para a unidade em ${path}.`,
  seedIn: (path, cases, files, left) => `${path}: ${cases} processos, ${files} arquivos. Não couberam: ${left}.`,
  wished: (path) =>
    `Pedido de processos em ${path}: leve-o como uma remessa; o que volta se toma com «fojas stick import».`,
  unknownCases: (numbers) => `Não há processos com estes números: ${numbers}`,
  receiptKeys: 'Chaves dos recibos (repository.pinnedKeys):',
  parcelRecipient: 'Chave das remessas (repository.parcelRecipient):',
  dirOrUrl: 'Indique --dir (repositório parado) ou --url com --access-key-file (repositório atendendo).',
  forked: (was, name) =>
    `O repositório conhece outra história de «${was}»: há um disco copiado ou se repôs uma cópia anterior. Nada se perde; ponha "deviceId": "${name}" na configuração deste PC.`,
  keptSum: (items, size, most, away) =>
    `${items} documentos conservados: ${size} de ${most}.${away === 0 ? '' : ` ${away} saíram para abrir espaço.`}`,
  keptCase: (number, caption, hearing, here, files) =>
    `${number}  ${caption}${hearing === null ? '' : `  audiência ${hearing}`}  ${here} de ${files} documentos aqui`,
  keptNone: 'Nenhum processo está conservado.',
  notInTrays: (number) => `Não há atos do processo «${number}» nas bandejas.`,
};
