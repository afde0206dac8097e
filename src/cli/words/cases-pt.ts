import type { CaseCommandName, CaseWords } from './cases-words.ts';
import type { CommandWords } from './command-words.ts';

const office = {
  config: 'Configuração da unidade (JSON).',
  'store-key-file': 'Arquivo com a chave do armazém.',
};
const files = '--config unidade.json --store-key-file armazem.key';

export const caseCommandsPt: Readonly<Record<CaseCommandName, CommandWords>> = {
  'case open': {
    summary: 'abre um processo, com linha ou sem ela',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --caption CAPA [opções]',
    about: [
      'Responde o número provisório e o código do comprovante. O número definitivo é dado pelo repositório; o processo encontra-se por qualquer dos dois.',
    ],
    options: {
      ...office,
      caption: 'Capa; com menores ou identidade protegida, só iniciais.',
      origin: 'complaint, police, ownMotion, remission, flagrancy ou other (se faltar, complaint).',
      party:
        'QUALIDADE:NOME; pode repetir-se. Qualidades: accused, victim, complainant, witness, defender, adviser, expert, other.',
      level: 'Nível de sigilo, de 0 a 5 (se faltar, 1).',
      detained: 'Há uma pessoa presa.',
      fatal: 'Corre um prazo peremptório.',
      vulnerable: 'Há uma vítima vulnerável.',
      'office-series': 'Não é um processo: vai para a série da unidade.',
    },
    examples: [`fojas case open ${files} --caption "N.N. s/ HURTO" --party "complainant:Hilda Rocamora" --fatal`],
  },
  'case list': {
    summary: 'mostra os processos da unidade',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--search TEXTO] [--office-series]',
    about: ['Encontram-se por qualquer dos números, pela capa, pela parte ou pelo código do comprovante.'],
    options: { ...office, search: 'O que se procura.', 'office-series': 'A série da unidade.' },
    examples: [`fojas case list ${files} --search rocamora`],
  },
  'case add': {
    summary: 'junta uma peça a um processo: PDF, JPEG, PNG ou TIFF',
    usage:
      '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO --file ARQUIVO --title QUE --place LUGAR --brought-by QUEM',
    about: ['O arquivo é guardado como está, com o seu resumo. Se não confere com o informado, nada é juntado.'],
    options: {
      ...office,
      case: 'Qualquer dos números do processo.',
      file: 'O arquivo.',
      title: 'O que é.',
      place: 'Onde foi recebido.',
      'brought-by': 'Quem o trouxe.',
      origin: 'paper, digital, photograph ou device (se faltar, digital).',
      level: 'Nível de sigilo, de 0 a 5 (se faltar, 1).',
      sha256: 'Resumo informado por quem o trouxe.',
      'paper-act': 'É a digitalização de um ato feito em papel por contingência: que ato.',
      'signed-by': 'Quem assinou esse papel.',
      'made-at': 'Quando foi feito (ISO 8601 com fuso).',
    },
    examples: [
      `fojas case add ${files} --case 97-00-000418-26 --file foto.jpg --title "O local" --place "Protocolo" --brought-by "Delegacia"`,
    ],
  },
  'case level': {
    summary: 'muda o nível de sigilo de um processo, ou pede que seja mudado',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO --level NÍVEL --reason MOTIVO',
    about: [
      'O magistrado decide elevá-lo. Para baixá-lo são necessárias duas pessoas: uma pede, com o motivo, e outra, magistrado, decide com este mesmo comando. O que foi decidido ou pedido fica anotado no processo com o motivo.',
    ],
    options: {
      ...office,
      case: 'Qualquer dos números do processo.',
      level: 'Nível de sigilo, de 0 a 5.',
      reason: 'Motivo.',
    },
    examples: [`fojas case level ${files} --case 97-00-000418-26 --level 3 --reason "Vítima menor de idade"`],
  },
  'case break-glass': {
    summary: 'abre um processo sigiloso por urgência, ou diz quem o fez',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--case NÚMERO --reason MOTIVO]',
    about: [
      'Somente magistrados e secretários, e somente para leitura, durante 24 horas: o processo e seus atos, para quem quer que estejam sob sigilo. O motivo fica registrado antes, com ou sem conexão, e os magistrados e secretários da unidade são avisados. Sem processo nem motivo, mostra os últimos acessos excepcionais.',
    ],
    options: { ...office, case: 'Número do processo, completo.', reason: 'Motivo.' },
    examples: [
      `fojas case break-glass ${files} --case 97-00-000418-26 --reason "Acusado internado; o titular não responde"`,
    ],
  },
  'case caption': {
    summary: 'corrige a capa e as partes de um processo',
    usage:
      '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO [--caption CAPA] [--party QUALIDADE:NOME... | --no-parties] --reason MOTIVO',
    about: [
      'Fica anotado no processo quem a corrigiu, quando, de que para que e por quê, e veem-no todos os postos da unidade. O que não se diz fica como está; as partes que se dizem substituem todas as que havia.',
    ],
    options: {
      ...office,
      case: 'Qualquer dos números do processo.',
      caption: 'A capa, como há de dizer.',
      party: 'QUALIDADE:NOME (accused:Juan Pérez); uma vez para cada parte.',
      'no-parties': 'O processo não tem partes.',
      reason: 'Por que se corrige.',
    },
    examples: [
      `fojas case caption ${files} --case 97-00-000418-26 --caption "PÉREZ, Juan s/ furto" --reason "Erro no sobrenome"`,
    ],
  },
  'case hearing': {
    summary: 'marca a audiência de um processo, ou a retira',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO (--at DATA [--what QUAL] | --none)',
    about: [
      'Fica anotada no processo e todos os postos da unidade a veem na agenda. Os documentos do processo chegam a cada PC desde um dia e meio antes, na frente dos outros, e não saem dele até o dia seguinte.',
    ],
    options: {
      ...office,
      case: 'Qualquer um dos números do processo.',
      at: 'Dia e hora locais (2026-11-26T09:00).',
      what: 'Qual audiência e onde, até 160 letras.',
      none: 'Não há audiência marcada.',
    },
    examples: [
      `fojas case hearing ${files} --case 97-00-000418-26 --at 2026-11-26T09:00 --what "Prisão preventiva, sala 2"`,
    ],
  },
  'case agenda': {
    summary: 'mostra as audiências da unidade',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--from AAAA-MM-DD] [--days DIAS]',
    about: ['De cada uma diz quantos documentos dos atos do processo estão neste PC.'],
    options: { ...office, from: 'Primeiro dia (hoje, se faltar).', days: 'Quantos dias, até 366 (7, se faltar).' },
    examples: [`fojas case agenda ${files} --days 2`],
  },
  'case move': {
    summary: 'passa um processo a outra unidade, ou deixa isso preparado',
    usage:
      '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO --to UNIDADE --act ATO --reason MOTIVO [--how COMO] [--joined-to NÚMERO]',
    about: [
      'Quem decide é um magistrado, por ordem de um ato registrado do processo; os demais deixam preparado com este mesmo comando. O processo passa inteiro, com os seus atos, os seus arquivos e a sua numeração, e aqui fica para leitura. Não passa enquanto um ato espera a assinatura.',
    ],
    options: {
      ...office,
      case: 'Qualquer dos números do processo.',
      to: 'Identificador da unidade de destino.',
      how: 'remission (remessa, se faltar), jurisdictionDecline (declínio de competência) ou joinder (apensamento).',
      act: 'Identificador do ato registrado que o dispõe.',
      'joined-to': 'De um apensamento: número do processo ao qual se apensa.',
      reason: 'Motivo.',
    },
    examples: [
      `fojas case move ${files} --case 97-00-000418-26 --to 97-tc-1 --act 5f0c6a1e-5a0e-4c55-9b0e-0d7a3c1f2b11 --reason "Para julgamento"`,
    ],
  },
  'case export': {
    summary: 'guarda um processo inteiro como um só PDF',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO --out LUGAR [--originals]',
    about: [
      'Capa, índice e, folha por folha, os atos e as peças na sua ordem. O que não pode ser mostrado tem uma folha que diz por quê; o comando termina então com 1.',
      'É uma cópia simples: a prova são os originais assinados. Não substitui um arquivo que exista.',
    ],
    options: {
      ...office,
      case: 'Qualquer dos números do processo.',
      out: 'Arquivo PDF novo, ou pasta onde pô-lo com o número do processo.',
      originals: 'Anexa os arquivos assinados, sem nenhuma alteração.',
    },
    examples: [`fojas case export ${files} --case 97-00-000418-26 --out caderno.pdf --originals`],
  },
  'case receipt': {
    summary: 'guarda em PDF o comprovante que o cidadão leva',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO --out ARQUIVO',
    about: ['Não leva a capa nem nomeia outros envolvidos. Não substitui um arquivo que exista.'],
    options: { ...office, case: 'Qualquer dos números do processo.', out: 'Arquivo PDF novo.' },
    examples: [`fojas case receipt ${files} --case P-0A1B2C3D4E-C0001 --out comprovante.pdf`],
  },
  'act list': {
    summary: 'mostra uma bandeja da unidade',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--tray BANDEJA] [--label ETIQUETA]... [--due-days DIAS]',
    about: ['Com etiquetas, só os atos que levam todas.'],
    options: {
      ...office,
      tray: 'toSign, signed, queue, registered, returned, dueToday ou toNotify (se faltar, toSign).',
      label: 'Etiqueta da unidade; pode repetir-se.',
      'due-days': 'Só o que vence dentro de tantos dias, ou venceu.',
    },
    examples: [`fojas act list ${files} --label feria`],
  },
  'act label': {
    summary: 'põe uma etiqueta da unidade em um ato, ou a retira',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID --label ETIQUETA [--off]',
    about: ['Todos os postos da unidade a veem.'],
    options: {
      ...office,
      act: 'Identificador do ato.',
      label: 'A etiqueta, de até 40 letras.',
      off: 'Retira a etiqueta.',
    },
    examples: [`fojas act label ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --label feria`],
  },
  'act due': {
    summary: 'fixa o dia até o qual se assina um ato',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID [--day AAAA-MM-DD]',
    about: ['Sem --day, deixa o ato sem vencimento.'],
    options: { ...office, act: 'Identificador do ato.', day: 'O último dia.' },
    examples: [`fojas act due ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --day 2026-12-01`],
  },
  'copies simple': {
    summary: 'copia um ato: o seu arquivo, como está',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID --out PASTA',
    about: [
      'Copia os mesmos bytes, com as suas assinaturas, e anota quem e quando. A legenda «cópia simples» vai na que se imprime da janela.',
    ],
    options: { ...office, act: 'Identificador do ato.', out: 'Pasta nova; nenhuma que exista é substituída.' },
    examples: [`fojas copies simple ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --out copia`],
  },
  'copies certified': {
    summary: 'copia um ato com a folha que o certifica',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID --out PASTA',
    about: [
      'Escreve acto.pdf e certificacion.pdf: de que arquivo é cópia, o seu resumo, o seu código e quem certifica, que assina a folha de próprio punho.',
    ],
    options: { ...office, act: 'Identificador do ato.', out: 'Pasta nova; nenhuma que exista é substituída.' },
    examples: [`fojas copies certified ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --out copia`],
  },
  'act correct': {
    summary: 'começa a minuta de um ato que corrige outro, já registrado',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID --how MODO',
    about: ['O assinado não se toca: cada ato nomeia o outro. Escreve o identificador da minuta.'],
    options: {
      ...office,
      act: 'Identificador do ato registrado.',
      how: 'clarifies (esclarece), rectifies (retifica) ou replaces (substitui).',
    },
    examples: [`fojas act correct ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --how rectifies`],
  },
  'act set-aside': {
    summary: 'põe de lado uma devolução ou uma assinatura que o registro não aceitou',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID',
    about: [
      'O que se põe de lado fica registrado com o motivo e já não espera na fila. O ato fica como o registro o tem. Um ato que o registro recusou se refaz: fojas act remake.',
    ],
    options: { ...office, act: 'Identificador do ato.' },
    examples: [`fojas act set-aside ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009`],
  },
  'act remake': {
    summary: 'refaz um ato que o registro recusou: o seu texto volta como minuta',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID',
    about: [
      'O ato recusado fica para constância, com o motivo, e sai da fila. Refaz-se uma única vez: pedido de novo, nomeia-se a mesma minuta. Escreve o seu identificador e o motivo da recusa.',
    ],
    options: { ...office, act: 'Identificador do ato recusado.' },
    examples: [`fojas act remake ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009`],
  },
  'act addressees': {
    summary: 'diz quem é intimado de um ato',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID (--to DESTINATÁRIO... | --nobody)',
    about: ['Substitui os que havia. O ato fica intimado quando todos o estão; sem destinatários não espera na caixa.'],
    options: {
      ...office,
      act: 'Identificador do ato.',
      to: 'QUALIDADE:NOME de uma parte (defender:Rita Arístegui), ou o nome; pode repetir-se.',
      nobody: 'Ninguém é intimado.',
    },
    examples: [
      `fojas act addressees ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --to "defender:Rita Arístegui"`,
    ],
  },
  'act notify': {
    summary: 'anota a intimação de um ato registrado a um destinatário',
    usage:
      '--config ARQUIVO --store-key-file ARQUIVO --act ID --to NOME --means MEIO [--at DATA] [--result RESULTADO --reason MOTIVO]',
    about: ['O que não foi possível, ou tem de ser repetido, deixa o destinatário por intimar.'],
    options: {
      ...office,
      act: 'Identificador do ato registrado.',
      to: 'Nome do destinatário, como está no ato.',
      means: 'electronicDomicile, serviceNotice (mandado), inPerson, telephone ou hearing (em audiência).',
      at: 'Dia e hora locais da intimação (2026-11-26T09:00); se faltar, agora.',
      result: 'done (se faltar), failed (não foi possível) ou repeat (tem de ser repetida).',
      reason: 'Por que não foi possível, ou se repete.',
    },
    examples: [
      `fojas act notify ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --to "Rita Arístegui" --means serviceNotice --result failed --reason "Mudou-se"`,
    ],
  },
  'act level': {
    summary: 'baixa o nível de sigilo de um ato registrado, ou pede que se baixe',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --act ID --level NÍVEL --reason MOTIVO',
    about: [
      'São precisas duas pessoas: uma pede com o seu motivo e outra, magistrado, decide com este mesmo comando. Vale o mais alto entre o nível do ato e o do processo. O que foi posto em sigilo continua em sigilo.',
    ],
    options: { ...office, act: 'Identificador do ato.', level: 'Nível de sigilo, de 0 a 5.', reason: 'Motivo.' },
    examples: [
      `fojas act level ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --level 1 --reason "Já foi cumprido"`,
    ],
  },
  'repository grant': {
    summary: 'dá a uma pessoa uma chave de acesso própria, com as suas funções',
    usage: '--dir PASTA --office UNIDADE --person IDENTIFICADOR --name NOME --role FUNÇÃO... [--validator]',
    about: [
      'Com essa chave o repositório não deixa fazer mais do que as funções permitem. A anterior deixa de servir. Vale a partir do próximo início do repositório.',
    ],
    options: {
      dir: 'Pasta do repositório.',
      office: 'Unidade da pessoa.',
      person: 'O seu identificador, como na configuração do posto.',
      name: 'O seu nome, como figura nos atos.',
      role: 'magistrate, secretary, clerk, auxiliary, itAdmin ou auditor; pode repetir-se.',
      validator: 'A unidade encarregou-a de conferir atos.',
    },
    examples: [
      'fojas repository grant --dir repositorio --office 97-ufij-3 --person caceres --name "Bruno Cáceres Tolosa" --role clerk',
    ],
  },
};

export const casesPt: CaseWords = {
  opened: (provisional, code) => `Aberto como ${provisional}. Código do comprovante: ${code}`,
  paperLacks: 'para um ato feito em papel vão juntas --paper-act, --signed-by e --made-at.',
  unsent: 'Está guardado neste PC; envia-se quando houver linha.',
  unknownCase: (number) => `não se conhece nenhum processo ${number}`,
  added: (title, sha256) => `Juntada: ${title} (SHA-256 ${sha256})`,
  noNumber: 'sem número',
  none: (hadContact, search) =>
    hadContact
      ? search === ''
        ? 'Este posto não tem nenhum processo. Se faltar algum, sincronize: fojas sync.'
        : `Nenhum processo deste posto coincide com «${search}».`
      : 'Este posto ainda não sincronizou com o seu repositório: não há processos para mostrar. Sincronize primeiro: fojas sync.',
  levelSet: (level) => `O processo passa ao nível de sigilo ${level}`,
  levelAsked: (level) => `O nível de sigilo ${level} foi pedido: outra pessoa decide`,
  brokeGlass: (caption, hours) => `Processo aberto por acesso excepcional, ${hours} horas: ${caption}`,
  captionSet: (number, caption, parties) => `Processo ${number}: “${caption}” (partes: ${parties})`,
  hearingSet: (number, when) =>
    when === null ? `O processo ${number} não tem audiência marcada` : `Audiência do processo ${number}: ${when}`,
  hearingsNone: 'Não há audiências nesses dias.',
  hearingsMore: 'Há mais audiências: peça menos dias.',
  hearingFiles: (here, all) => `${here} de ${all} documentos neste PC`,
  hearingPlace: {
    here: 'só neste PC: é enviada quando houver linha',
    refused: 'o repositório não a aceitou',
    pinned: 'data anotada só neste PC',
  },
  moved: (office) => `O processo passa à unidade ${office}`,
  moveAsked: (office) => `A passagem à unidade ${office} ficou preparada: quem decide é um magistrado`,
  copied: (code, paths) => `Código de verificação ${code}: ${paths.join(', ')}`,
  exporting: 'Montando o caderno',
  exported: (path, sheets, sha256) =>
    `Caderno guardado em ${path}: ${sheets} ${sheets === 1 ? 'folha' : 'folhas'}, SHA-256 ${sha256}`,
  receiptAt: (path) => `Comprovante guardado em ${path}`,
  granted: (name, roles) => `Chave de ${name} (${roles}), para a configuração do posto:`,
  restart: 'Vale a partir do próximo início do repositório.',
  actLevelSet: (level) => `O nível de sigilo do ato é ${level}.`,
  actLevelAsked: (level) => `Pedido: nível de sigilo ${level} para o ato. Outra pessoa, magistrado, decide.`,
  toNotify: (names) => `falta intimar ${names}`,
};
