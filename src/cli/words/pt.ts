import { carriedPt } from './carried-pt.ts';
import type { CliWords } from './cli-words.ts';
import { commandsPt } from './commands-pt.ts';
import { calendarWords } from './calendar-words.ts';
import { templatesWords } from './templates-words.ts';
import { searchWords } from './search-words.ts';
import { casesPt } from './cases-pt.ts';
import { draftsPt } from './drafts-pt.ts';
import { logPt } from './log-pt.ts';
import { peoplePt } from './people-pt.ts';
import { newPinPt } from './new-pin-pt.ts';
import { practicePt } from './practice-pt.ts';
import { levelsPt } from './levels-pt.ts';
import { verificationPt } from './verification-pt.ts';

const files = (count: number): string => (count === 1 ? '1 arquivo' : `${count} arquivos`);

export const wordsPt: CliWords = {
  program: 'fojas: posto de trabalho judicial. Assina atos com um token e os leva ao repositório.',
  usage: 'Uso',
  options: 'Opções',
  examples: 'Exemplos',
  commandsTitle: 'Comandos',
  commandValue: 'COMANDO',
  languageValue: 'IDIOMA',
  value: 'VALOR',
  fileValue: 'ARQUIVO',
  folderValue: 'PASTA',
  optionValues: {
    tsa: 'ENDEREÇO',
    'tsa-policy': 'OID',
    algorithm: 'ALGORITMO',
    module: 'CAMINHO',
    'token-label': 'RÓTULO',
    serial: 'SÉRIE',
    cert: 'CERTIFICADO',
    report: 'ARQUIVO',
    level: 'NÍVEL',
    field: 'NOME',
    visible: 'PÁGINA[:X,Y,LARGURA,ALTURA]',
    'visible-text': 'TEXTO',
    'verification-url': 'ENDEREÇO',
    reason: 'TEXTO',
    'certificate-policy': 'OID',
    electronic: 'MODELOS',
    'electronic-issuer': 'ARQUIVO',
    certify: 'no-changes|forms|annotations',
    trust: 'PASTA',
    count: 'N',
    'data-dir': 'PASTA',
    dir: 'PASTA',
    name: 'NOME',
    host: 'ENDEREÇO',
    port: 'PORTA',
    office: 'UNIDADE',
    config: 'ARQUIVO',
    content: 'ARQUIVO',
    'store-key-file': 'ARQUIVO',
    seat: 'POSTO',
    'unknown-revocation': 'allow|refuse',
    capacity: 'CARGO',
  },
  seatOption: 'Posto em que se trabalha, como «fojas seats» o nomeia; sem esta opção, o primeiro.',
  jsonOption: 'Responde em JSON na saída padrão.',
  langOption: 'Idioma: es-AR, en ou pt-BR. Sem ele, o do ambiente (LANG); senão, es-AR.',
  helpOption: 'Mostra esta ajuda.',
  exitCodesTitle: 'Códigos de saída',
  exitCodes: {
    ok: 'tudo certo',
    no: 'a resposta é não: uma assinatura não vale, um arquivo foi recusado, há algo a corrigir',
    usage: 'o comando está mal escrito',
    token: 'o token, o driver, o PIN ou o certificado',
    line: 'a linha ou o repositório',
    machine: 'esta máquina: arquivos, disco, armazém, um programa que falta',
    bug: 'um erro do Fojas: por favor, avise',
  },
  moreHelp: 'Cada comando se explica com --help.',
  seeHelp: 'Veja a ajuda com --help.',
  catalogueRefused: (file, reason) => `${file} não foi instalado: ${reason}. Continua em vigor o catálogo que havia.`,
  badLang: 'o idioma de --lang deve ser es-AR, en ou pt-BR.',
  unknownOption: (option) => `não existe a opção ${option}.`,
  valueMissing: (option) => `falta o valor de ${option}; um que começa com dois hifens vai assim: ${option}=VALOR.`,
  badValue: (option) => `o valor de ${option} não serve.`,
  missingOption: (option) => `falta ${option}.`,
  noFiles: 'indique ao menos um arquivo.',
  unknownWord: (word) => `«${word}» não foi entendido.`,
  unknownCommand: (word) => `não existe o comando «${word}».`,
  commands: commandsPt,
  pdfPassword: 'Senha do PDF: ',
  pin: {
    prompt: (token, count) => `PIN de «${token}» para assinar ${files(count)}: `,
    onReader: (token) => `Digite o PIN de «${token}» no teclado do leitor.`,
    again: (file) => `Este token pede o PIN outra vez para cada assinatura: «${file}».`,
    countLow: 'Atenção: restam poucas tentativas de PIN no token.',
    yes: 'ULTIMA',
    finalTry: (yes) =>
      `Resta uma só tentativa de PIN: se falhar, o token é bloqueado. Para usá-la digite ${yes} e tecle Enter: `,
  },
  newPin: newPinPt,
  cases: casesPt,
  search: searchWords['pt-BR'],
  calendar: calendarWords['pt-BR'],
  templates: templatesWords['pt-BR'],
  drafts: draftsPt,
  log: logPt,
  people: peoplePt,
  tokens: {
    library: (name, path) => `${name} (${path})`,
    none: (emptySlots) =>
      emptySlots === 0
        ? 'Sem leitores nem tokens.'
        : `Sem token ${emptySlots === 1 ? 'no leitor' : `nos ${emptySlots} leitores`}.`,
    token: (label, serial, model) => `Token «${label}», série ${serial}, ${model}`,
    ownKeypad: 'digitado no leitor',
    practice: 'Token de prática: nada assinado com ele tem valor.',
    noCertificates: 'Não tem certificados.',
    issuedBy: (issuer, until) => `emitido por ${issuer}, vence em ${until}`,
    suitable: (algorithms) => `serve para assinar (${algorithms})`,
    unsuitable: (reason) => `não serve para assinar: ${reason}`,
    triesLeft: (count) => (count === 1 ? 'resta 1 tentativa' : `restam ${count} tentativas`),
    unserved: (reader, card, atr) => `${reader}: há ${card ?? 'um cartão'} sem driver (ATR ${atr})`,
  },
  sign: {
    pinFromWhere: 'para digitar o PIN é preciso um terminal, ou dá-lo pela entrada padrão com --pin-stdin.',
    sameTarget: (target) => `dois arquivos terminariam em ${target}: assine-os separadamente.`,
    targetIsNamed: (target) =>
      `${target} é também um dos arquivos a assinar: não se escreve por cima. Nada foi assinado.`,
    whichModule: 'há mais de uma biblioteca PKCS#11: indique uma com --module.',
    whichToken: 'há mais de um token: indique um com --token-label ou --serial.',
    preparing: 'Preparando',
    signing: 'Assinando',
    showing: (count) =>
      `${count === 1 ? 'Este arquivo será assinado' : `Estes ${count} arquivos serão assinados`} (SHA-256, nome, tamanho):`,
    with: (person, token, count) => `${person} assina ${files(count)} com o token «${token}».`,
    signed: 'Assinado',
    notSigned: 'Não assinado',
    repaired: 'O índice interno do original estava danificado: o assinado leva um novo e completo.',
    visible: {
      where: '--visible-text e --verification-url precisam saber onde: acrescente --visible.',
      over: 'Atenção: a assinatura visível fica sobre algo que a página já mostra.',
      unknown: 'Não se pode saber o que a página mostra onde fica a assinatura visível (está digitalizada?).',
    },
    noFurtherPin: (signed, total, fromStdin) => ({
      what: 'Este token pede o PIN para cada assinatura e não houve PIN para a seguinte.',
      safe: `Antes o token aceitou o PIN. Foram assinados ${signed} de ${files(total)}; os demais não.`,
      next: fromStdin
        ? 'Com --pin-stdin dê o PIN várias vezes: uma linha para entrar e outra para cada arquivo.'
        : 'Pode assinar os que faltam quando quiser.',
    }),
  },
  verify: {
    anchorRefused: (file, reason) => `${file} não é usado como autoridade: ${reason}`,
    noAnchors: 'Sem autoridades de confiança (--trust PASTA): nenhuma assinatura pode ser dada por válida.',
    error: (error) => `Não pôde ser examinado: ${error}`,
    noSignatures: 'Não tem assinaturas.',
    signature: 'Assinatura',
    electronicSignature: 'Assinatura eletrônica',
    timestamp: 'Carimbo do tempo',
    indications: { TOTAL_PASSED: 'válida', TOTAL_FAILED: 'inválida', INDETERMINATE: 'não se pode afirmar' },
    signedBy: (name, serial, issuer) => `${name}${serial === null ? '' : ` (${serial})`}, certificado de ${issuer}`,
    coversAll: 'Cobre o documento inteiro.',
    coversPart: 'Cobre uma parte: o documento tem acréscimos posteriores.',
    modifications: {
      none: 'Sem mudanças depois da assinatura.',
      allowed: 'As mudanças posteriores são permitidas.',
      forbidden: 'Há mudanças posteriores que não são permitidas.',
      unclear: 'Há mudanças posteriores que não se explicam.',
    },
  },
  verification: verificationPt,
  levels: levelsPt,
  sync: {
    plan: (up, down, deferred) => `A enviar: ${up}. A trazer: ${down}. Arquivos adiados: ${deferred}.`,
    cap: (kbps) => `Limite: ${kbps} kbit/s.`,
    aside: (title, why) => `Separado: ${title}. ${why}`,
    behind: (title, before, why) => `Espera: ${title}, atrás de «${before}» da mesma causa. ${why}`,
    outage: (from, until) => (until === null ? `Sem linha desde ${from}.` : `Sem linha de ${from} a ${until}.`),
    waiting: 'Enviando',
    states: {
      online: 'Com linha.',
      offline: 'Sem linha: o assinado espera na fila.',
      notConfigured: 'Sem repositório configurado.',
    },
    neverContacted: 'Ainda não houve contato com o repositório.',
    lastContact: (at) => `Último contato: ${at}.`,
    outbox: (waiting, refused) => `Na fila: ${waiting}. Recusados: ${refused}.`,
    trays: (counts) =>
      `A assinar: ${counts.toSign}. Assinados: ${counts.signed}. Registrados: ${counts.registered}. Devolvidos: ${counts.returned}.`,
  },
  health: {
    unknownCase: (number) => `Não há atos assinados aqui do processo «${number}».`,
    sum: (acts, worrying) => `${acts} atos assinados; ${worrying} requerem atenção.`,
    renewed: (queued) => `${queued} atos em renovação.`,
  },
  repository: {
    oidcNeeds: '--oidc-issuer e --oidc-client vão juntos',
    noOffices: 'indique ao menos uma unidade com --office.',
    serving: (name, url) => `«${name}» atende em ${url} (Ctrl-C para terminar).`,
    keysIn: (file) => `As chaves de acesso das unidades estão em ${file}.`,
    electronicAuthority: 'Autoridade das assinaturas eletrônicas, para «trustAnchors» na configuração de cada unidade:',
    pin: 'Chave dos recibos, para «pinnedKeys» na configuração de cada unidade:',
    addressTaken: (address) =>
      `não é possível atender em ${address}: o endereço está ocupado, não é permitido ou não é desta máquina. Escolha outro com --host e --port.`,
    noAccessKey: (file) => `${file} não tem uma chave de acesso (16 caracteres ou mais, sem espaços).`,
    noReceiptKeys: (file) =>
      `${file} não tem chaves de recibo: é a lista que \`fojas repository keys\` mostra no repositório central.`,
    upstreamNeeds: '--upstream exige --upstream-key-file, --upstream-pins e uma só --office; --announce, também.',
    folderKey: {
      noKey: (from) => `${from} não tem uma chave de pasta: são 64 algarismos hexadecimais, sozinhos.`,
      missing: (file) =>
        `A pasta está cifrada e a sua chave não está em ${file}: indique onde está com --folder-key-file. Sem ela nada se abre.`,
      exposed: (file) => `Outros usuários podem ler ${file}: chmod 600 antes de continuar.`,
      fromInput: 'A pasta está cifrada; a chave veio pela entrada e não fica nesta máquina.',
      fromService: 'A pasta está cifrada; a chave é entregue pelo systemd (fojas-folder-key).',
      fromFile: (file) =>
        `A pasta está cifrada; a chave está em ${file}: quem levar o disco inteiro leva as duas. Guarde uma cópia à parte.`,
      made: (file) =>
        `A pasta é cifrada com uma chave nova, em ${file}: quem levar o disco inteiro leva as duas. Guarde uma cópia à parte: sem a chave nada se abre. Melhor: uma credencial do systemd (fojas-folder-key) ou --folder-key-file -.`,
    },
    forwards: (url) => `Encaminha a ${url}. O que recebe não fica registrado até chegar o recibo desse repositório.`,
    officePin: 'Chave deste repositório da unidade, para «repository.office.keys» na configuração de cada PC:',
    raisingNeeds:
      '--level e --revocation-cache exigem --tsa; e não vão com --upstream: prolonga o repositório central.',
    noSecretsInAddress: (flag) =>
      `${flag} traz uma senha ou uma conta, que apareceria na lista de processos: dê pelo ambiente ou em arquivo (PGPASSFILE, AWS_SHARED_CREDENTIALS_FILE, …).`,
    badAddress: (flag) => `${flag} não é um endereço do tipo que vai ali.`,
    enginesInOffice:
      '--register e --blobs não vão com --upstream: o repositório de uma unidade guarda tudo em sua pasta.',
    serves: { what: 'Um repositório em funcionamento está com esta pasta aberta.', safe: 'Nada foi alterado.' },
    stopFirst: 'Pare-o e repita.',
    engines: {
      notDurable: (detail) =>
        `O banco de dados não escreve no disco antes de responder (${detail}). Nada foi posto em marcha.`,
      notOurs: (detail) => `Este lugar pertence a outra coisa (${detail}). Nada foi alterado ali.`,
      otherFolderKey: (detail) =>
        `A pasta está cifrada com outra chave (${detail}). Nada foi mudado: indique a sua com --folder-key-file.`,
      otherKeys: (detail) =>
        `Este nó tem outras chaves que o registro (${detail}): copie receipt-key.pem, parcel-key.txt e access-keys.json do primeiro nó.`,
      mutable: (detail) =>
        `O armazenamento não pode prometer que os arquivos permaneçam (${detail}). Dê a ele um bucket com versões e bloqueio de objetos, ou renuncie a essa promessa com lock=none no endereço.`,
      moved: (detail) =>
        `O que havia nesta pasta foi mudado para ${detail}: inicie com esse endereço em --register ou --blobs.`,
      moving: (detail) =>
        `A mudança não terminou, e não se atende com uma metade (${detail}). Dê outra vez o mesmo comando, fojas repository move: ele continua onde parou; até terminar vale só a pasta.`,
      rolledBack: (detail) =>
        `O registro é de um momento anterior ao que já foi assinado (${detail}). Nada foi posto em marcha: continuar seria contar dois passados. Restaure-o mais adiante, até seu último momento.`,
      unreachable: (detail) => `O motor não responde (${detail}). Confira o endereço, a conta e se está em marcha.`,
    },
    mutable: 'Atenção: quem tiver as chaves do armazenamento pode apagar arquivos (lock=none).',
    move: {
      whereTo: 'indique para onde: --register, --blobs ou ambos.',
      inHand: (what) => `Em curso: ${what}`,
      files: (files, bytes, written, dryRun) =>
        `${files} arquivos, ${bytes} bytes${dryRun ? '' : `; ${written} gravados agora, todos relidos e conferidos`}.`,
      copies: ({ slots, generations, bytes, written, spoilt }, dryRun) =>
        `${generations} segundas cópias de ${slots} equipamentos, ${bytes} bytes${dryRun ? '' : `; ${written} gravadas agora, todas relidas e conferidas`}${spoilt === 0 ? '' : `; ${spoilt} que estão danificadas ficam na pasta`}.`,
      table: (name, rows, sha256) =>
        `${name}: ${rows} linhas${sha256 === '' ? '' : `, iguais nos dois lados (SHA-256 ${sha256})`}.`,
      log: (size) => `Registro de provas: ${size} folhas.`,
      wouldMove: 'Nada foi gravado. Sem --dry-run, isto seria mudado.',
      done: 'Mudado e comparado. Inicie o repositório com estes endereços; a pasta mantém suas chaves, e seu registro e seus arquivos antigos podem ser arquivados.',
      refused: {
        taken: (detail) => `Nada foi alterado: ${detail}. Dê a ele um banco de dados vazio.`,
        moved: (detail) => `Já tinha sido mudado (${detail}).`,
        inOffice: (detail) => `${detail} fica em sua pasta: só se muda um central.`,
        unknownTable: (detail) =>
          `O registro guarda algo que não tem lugar no destino (${detail}): atualize o programa. Nada se perdeu.`,
        differs: (detail) =>
          `Não é igual nos dois lados (${detail}). A pasta não foi tocada e continua valendo; comece de novo com um destino vazio.`,
        damaged: (detail) =>
          `Um arquivo da pasta está danificado (${detail}): reponha de uma cópia, ou peça que o enviem de novo. Tentar de novo não perde nada.`,
        storageFull: (detail) =>
          `O destino está cheio (${detail}). Abra espaço e repita o comando: ele continua de onde parou.`,
      },
    },
    statusAt: (url) => `Saúde, disponibilidade e métricas: ${url}/health, /ready, /metrics.`,
    noOfficeKey:
      'A configuração não tem a chave da unidade (repository.accessKey): sem ela não se pode servir aos outros computadores.',
    invitation: 'Para os outros computadores: fojas office join --config ARQUIVO --line "…"',
    noInvitation: 'Essa linha não é um convite (fojas-oficina:v1 …).',
    otherInvitation: 'O convite é de outra unidade.',
    joined: (kid) => `Pronto: a partir do próximo início este posto usa o repositório da unidade (chave ${kid}).`,
    searching: 'Procurando repositórios de unidade na rede local…',
    found: (officeId, address, proven) =>
      `${officeId}: ${address} — ${proven === null ? 'chave não conferida (falta --config)' : proven ? 'chave conferida' : 'A CHAVE NÃO É A FIXADA'}`,
    foundNone: 'Nenhum foi encontrado. Ver «--announce», e se a rede deixa passar mDNS (UDP 5353).',
  },
  practice: practicePt,
  doctor: {
    allWell: 'Nada impede o trabalho.',
    someBad: (count) => (count === 1 ? 'Há 1 problema a corrigir.' : `Há ${count} problemas a corrigir.`),
    reportIn: (file) => `O relatório para a informática está em ${file}.`,
  },
  carried: carriedPt,
};
