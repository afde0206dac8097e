import type { CommandWords } from './command-words.ts';
import type { LogCommandName, LogWords } from './log-words.ts';

const office = {
  config: 'Configuração da unidade (JSON).',
  'store-key-file': 'Arquivo com a chave do armazém.',
};

export const logCommandsPt: Readonly<Record<LogCommandName, CommandWords>> = {
  'receipt export': {
    summary: 'guarda o recibo de um ato com tudo o que é preciso para conferi-lo sem linha',
    usage: 'ATO --config ARQUIVO --store-key-file ARQUIVO --out ARQUIVO',
    about: [
      'ATO é o identificador do ato. O arquivo traz o recibo, a prova do seu lugar no registro público, o estado assinado desse registro, o histórico de chaves e o último carimbo de tempo. Com linha, a prova é de hoje; sem linha, do dia em que foi conferida.',
    ],
    options: { ...office, out: 'Arquivo novo a escrever; um que exista não é substituído.' },
    examples: [
      'fojas receipt export 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --config unidade.json --store-key-file armazem.key --out recibo.json',
    ],
  },
  'receipt verify': {
    summary: 'confere recibos exportados, sem linha e sem o repositório',
    usage: 'ARQUIVO... [--pins ARQUIVO | --config ARQUIVO] [--trust PASTA|ARQUIVO] [--document PDF]',
    about: [
      'Basta a chave raiz fixada: a de --pins ou, sem ela, a que a unidade deste PC ou a política da instituição fixa. Confere a assinatura do recibo, o histórico de chaves, o estado assinado do registro público e que o recibo está nele; com --trust, também o carimbo de tempo. Sai com 0 somente se tudo valer em cada arquivo.',
    ],
    options: {
      pins: 'Arquivo JSON com as chaves fixadas, como `fojas repository keys` as mostra.',
      config: 'Configuração da unidade cujas chaves fixadas valem; sem ela, a deste PC.',
      trust: 'Certificados da autoridade de carimbo de tempo: uma pasta, ou um arquivo.',
      document: 'PDF que se compara com o registrado.',
    },
    examples: [
      'fojas receipt verify recibo.json',
      'fojas receipt verify recibo.json --pins chaves.json',
      'fojas receipt verify recibo.json --pins chaves.json --document ata.pdf',
    ],
  },
  'log show': {
    summary: 'mostra o que esta unidade viu do registro público do repositório',
    usage: '--config ARQUIVO --store-key-file ARQUIVO',
    about: ['Se houver linha, confere de novo. Sai com 1 se o registro não concorda com o que foi visto.'],
    options: office,
    examples: ['fojas log show --config unidade.json --store-key-file armazem.key'],
  },
  'log accept': {
    summary: 'aceita o registro público como é mostrado agora, embora não continue o que foi visto',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --reason MOTIVO',
    about: [
      'Só para a informática (função itAdmin), quando a instituição confirmou por escrito que o repositório foi restaurado de uma cópia anterior. Fica no diário com o motivo. Os recibos que não estejam mais no registro ficam sem prova: é preciso registrar esses atos de novo.',
    ],
    options: { ...office, reason: 'Motivo, com o número da ordem ou do chamado (10 caracteres ou mais).' },
    examples: [
      'fojas log accept --config unidade.json --store-key-file armazem.key --reason "Ordem 12/26: restauração"',
    ],
  },
  'log seen': {
    summary: 'compara o registro público mostrado a outra unidade com o desta',
    usage: 'ARQUIVO... --config ARQUIVO --store-key-file ARQUIVO',
    about: [
      'ARQUIVO é um recibo exportado em outra unidade, ou o estado assinado do registro. No próximo contato, o repositório tem de provar que ambos são o mesmo registro; se não puder, a unidade deixa de lhe enviar e de acreditar nele.',
    ],
    options: office,
    examples: ['fojas log seen recibo-de-outra-unidade.json --config unidade.json --store-key-file armazem.key'],
  },
  'repository keys rotate': {
    summary: 'troca a chave com que o repositório assina recibos',
    usage: '--dir PASTA [--root ARQUIVO]',
    about: [
      'A primeira chave é a raiz: continua fixada nas unidades e dá fé das demais. Na primeira troca fica em root-key.pem: retire-a da máquina e guarde-a. O repositório tem de estar parado. O que as chaves retiradas assinaram continua conferível.',
    ],
    options: {
      dir: 'Pasta do repositório, parado.',
      root: 'Arquivo com a chave raiz, se já não estiver na pasta.',
      register: 'Onde está o registro, se não estiver na pasta (postgres://…).',
    },
    examples: [
      'fojas repository keys rotate --dir /srv/fojas',
      'fojas repository keys rotate --dir /srv/fojas --root /media/chave/root-key.pem',
    ],
  },
};

export const logPt: LogWords = {
  exported: (path) => `Recibo guardado em ${path}`,
  holds: (file, repository) => `${file}: válido. Assinado por ${repository}.`,
  registration: (caseNumber, number, from, to, at) =>
    `  Ato n.º ${number} de ${caseNumber}, folhas ${from}${to === from ? '' : `-${to}`}, registrado em ${at}`,
  bytes: (sha256) => `  SHA-256 do arquivo registrado: ${sha256}`,
  place: (leaf, size) => `  Folha ${leaf} de ${size} do registro público`,
  stamped: (at, by) => `  O registro traz carimbo de tempo de ${at}, de ${by}`,
  stampUntrusted: (at) => `  O registro traz um carimbo de tempo de ${at}; sem --trust não se sabe de quem é`,
  stampBad: 'o carimbo de tempo não vale para este registro',
  notStamped: '  Sem carimbo de tempo',
  fails: (file, why) => `${file}: NÃO é válido: ${why}.`,
  faults: {
    form: 'não é um recibo exportado',
    keys: 'o histórico de chaves não é da raiz fixada',
    receipt: 'nenhuma chave do repositório assinou este recibo',
    checkpoint: 'nenhuma chave vigente do repositório assinou esse registro público',
    inclusion: 'o recibo não está nesse registro público',
    stamp: 'o carimbo de tempo é de outro registro',
    document: 'o PDF não é o registrado',
  },
  noPins: (file) => `${file} não tem chaves: é a lista que \`fojas repository keys\` mostra.`,
  pinnedIn: (file) => `Conferido com as chaves do repositório fixadas em ${file}.`,
  pinnedByPolicy: 'Conferido com as chaves do repositório que a política deste PC fixa (repository.keys).',
  nothingPinned: (file) =>
    `este PC não tem nenhuma chave do repositório fixada (nem ${file} nem a política, repository.keys, indicam uma). Peça à TI a lista que \`fojas repository keys\` mostra e indique-a com --pins ARQUIVO, ou indique a unidade com --config ARQUIVO.`,
  nothingSeen: 'Esta unidade ainda não viu nenhum registro público.',
  seen: (size, at) => `Registro público: ${size} folhas, conferido em ${at}.`,
  lastStamp: (at) => `Último carimbo de tempo: ${at}.`,
  alarm: (kind, at) => `ALARME desde ${at} (${kind}): nada é enviado nem recebido.`,
  agrees: 'Concorda com tudo o que foi visto.',
  accepted: (size) => `Aceito: o registro público tem agora ${size} folhas.`,
  believed: 'Tomado: compara-se no próximo contato.',
  notBelieved: 'Não foi assinado por este repositório: não foi tomado.',
  rotated: (retired, key) => `Chave nova: ${key}. A anterior (${retired}) só vale para o que já assinou.`,
  otherRoot: (file) =>
    `${file} não é a raiz deste repositório: é a de outro. Nada foi mudado; traga a que se guardou na primeira troca de chave.`,
  rootMoved: (file) => `A raiz ficou em ${file}: retire-a desta máquina e guarde-a; será precisa na próxima troca.`,
};
