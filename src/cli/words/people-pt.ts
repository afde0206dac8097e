import type { CommandWords } from './command-words.ts';
import type { PeopleCommandName, PeopleWords } from './people-words.ts';

const where = {
  dir: 'Pasta do repositório (onde ele não está em funcionamento).',
  register: 'Endereço do PostgreSQL, se o registro está lá.',
  config: 'Configuração de um computador inscrito pela TI (JSON): a ordem vai pela linha.',
  'store-key-file': 'Arquivo com a chave desse computador.',
};

export const peopleCommandsPt: Readonly<Record<PeopleCommandName, CommandWords>> = {
  enrol: {
    summary: 'inscreve este computador para a sua pessoa',
    usage: '--config ARQUIVO --store-key-file ARQUIVO (--code CÓDIGO | --oidc | --module BIBLIOTECA)',
    about: [
      'Com um código de uso único, com o usuário institucional (abre um endereço no navegador) ou com o token: o PIN é pedido uma vez e depois a sincronização não precisa dele.',
    ],
    options: {
      config: 'Configuração do computador (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      code: 'Código que a TI deu.',
      oidc: 'Com o usuário institucional.',
      module: 'Biblioteca PKCS#11 do token.',
      certificate: 'Começo do SHA-256 do certificado, se houver vários.',
      'pin-stdin': 'Lê o PIN da entrada padrão.',
      'last-try': 'Permite usar a última tentativa do PIN.',
    },
    examples: ['fojas enrol --config unidade.json --store-key-file store.key --code 7KQM-W2XE-94HA'],
  },
  grants: {
    summary: 'mostra as permissões deste computador e até quando valem',
    usage: '--config ARQUIVO --store-key-file ARQUIVO',
    about: ['Com linha, renova; sem linha, mostra as que valem.'],
    options: { config: 'Configuração do computador (JSON).', 'store-key-file': 'Arquivo com a chave do armazém.' },
    examples: ['fojas grants --config unidade.json --store-key-file store.key'],
  },
  electronic: {
    summary: 'mostra sua assinatura eletrônica neste equipamento (Ley 25.506, art. 5)',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--seat POSTO]',
    about: ['Não é assinatura digital. Diz que atos se podem assinar assim e até quando vale o certificado.'],
    options: {
      config: 'Configuração do equipamento (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
    },
    examples: ['fojas electronic --config unidade.json --store-key-file store.key'],
  },
  'electronic make': {
    summary: 'cria sua assinatura eletrônica neste equipamento',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--seat POSTO] [--pin-stdin]',
    about: [
      'Pede uma frase, que ninguém pode recuperar, e faz certificar a chave pelo repositório: é preciso a linha.',
    ],
    options: {
      config: 'Configuração do equipamento (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      'pin-stdin': 'Lê a frase da entrada padrão.',
    },
    examples: ['fojas electronic make --config unidade.json --store-key-file store.key'],
  },
  seats: {
    summary: 'mostra em que unidades e funções se pode trabalhar neste computador',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--seat POSTO]',
    about: [
      'O que é atribuído no repositório é acrescentado sozinho no próximo contato, e retirado do mesmo modo. Os outros comandos de um computador aceitam um posto com --seat. Outra pessoa do mesmo computador usa o seu próprio arquivo de chave.',
    ],
    options: {
      config: 'Configuração do computador (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém dessa pessoa.',
    },
    examples: ['fojas seats --config unidade.json --store-key-file store.key'],
  },
  'repository offices add': {
    summary: 'acrescenta uma unidade ou muda o nome dela',
    usage: '--office ID --name NOME (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['As permissões são dadas em unidades que existem.'],
    options: { ...where, office: 'Identificador da unidade.', name: 'Como se chama a unidade.' },
    examples: ['fojas repository offices add --dir /srv/fojas --office ufi3 --name "UFI 3"'],
  },
  'repository offices import': {
    summary: 'incorpora uma lista de unidades (CSV)',
    usage: 'LISTA.csv (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [
      'Colunas: office e name. As que já existem mudam de nome; o que a lista não nomeia fica como está.',
      'Também letterhead (o cabeçalho, linhas separadas por |), locality e profiles (separados por +): os computadores da unidade os recebem, salvo onde seu arquivo diga outra coisa. Um campo vazio os retira.',
    ],
    options: { ...where },
    examples: ['fojas repository offices import oficinas.csv --dir /srv/fojas'],
  },
  'repository offices list': {
    summary: 'mostra as unidades',
    usage: '(--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['Com quantas pessoas têm permissão em cada uma.'],
    options: { ...where },
    examples: ['fojas repository offices list --dir /srv/fojas'],
  },
  'repository people import': {
    summary: 'incorpora uma lista de pessoas com as suas permissões (CSV)',
    usage: 'LISTA.csv (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [
      'Colunas: person, name, cuil, login, office, roles (separados por +), clearance (0 a 5), validator, until, capacity. Entra a lista inteira ou nada; o que ela não nomeia fica como está, e sem as colunas validator ou capacity também o que diriam.',
    ],
    options: { ...where },
    examples: ['fojas repository people import pessoas.csv --dir /srv/fojas'],
  },
  'repository people list': {
    summary: 'mostra as pessoas e as suas permissões',
    usage: '[--office ID] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [],
    options: { ...where, office: 'Só as desta unidade.' },
    examples: ['fojas repository people list --dir /srv/fojas --office ufi3'],
  },
  'repository people grant': {
    summary: 'dá a uma pessoa uma permissão numa unidade',
    usage:
      '--person ID --office ID --role FUNÇÃO... --clearance 0..5 --until DIA [--validator | --no-validator] [--capacity CARGO] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [
      'Substitui a que ela tinha nessa unidade; o visto e o cargo que não se nomeiam ficam como estão. Vale no próximo contato dos seus computadores.',
    ],
    options: {
      ...where,
      person: 'Identificador da pessoa.',
      office: 'Identificador da unidade.',
      role: 'magistrate, secretary, clerk, auxiliary, itAdmin ou auditor; pode repetir.',
      clearance: 'Até que grau de sigilo vê, de 0 a 5.',
      until: 'Último dia (AAAA-MM-DD).',
      validator: 'O visto dela conta.',
      'no-validator': 'O visto dela já não conta.',
      capacity: 'Cargo que consta abaixo da assinatura; sem ele, o nome da função.',
    },
    examples: [
      'fojas repository people grant --dir /srv/fojas --person p-17 --office ufi3 --role clerk --clearance 1 --until 2027-12-31',
    ],
  },
  'repository people substitute': {
    summary: 'designa uma pessoa substituta de outra em uma unidade',
    usage:
      '--person ID --office ID --for ID [--from DIA] --until DIA --resolution TEXTO (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [
      'Assina com o próprio certificado, no lugar da outra, os atos que a nomeiam; precisa de permissão para assinar nessa unidade e de CUIL registrado. Não vigora para trás; uma nova pela mesma pessoa substitui o que restava da anterior.',
    ],
    options: {
      ...where,
      person: 'Quem substitui.',
      office: 'Identificador da unidade.',
      for: 'No lugar de quem.',
      from: 'Primeiro dia (AAAA-MM-DD); se falta, a partir de agora.',
      until: 'Último dia (AAAA-MM-DD).',
      resolution: 'A resolução ou o motivo.',
    },
    examples: [
      "fojas repository people substitute --dir /srv/fojas --person p-17 --office ufi3 --for p-3 --until 2027-01-31 --resolution 'Res. 12/26'",
    ],
  },
  'repository people end-substitution': {
    summary: 'termina agora uma substituição',
    usage: '--person ID --office ID --for ID (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['O que foi assinado enquanto vigorou continua assinado.'],
    options: { ...where, person: 'Quem substitui.', office: 'Identificador da unidade.', for: 'No lugar de quem.' },
    examples: ['fojas repository people end-substitution --dir /srv/fojas --person p-17 --office ufi3 --for p-3'],
  },
  'repository people revoke': {
    summary: 'retira a permissão de uma pessoa numa unidade',
    usage: '--person ID --office ID (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['Deixa de ler e escrever no próximo pedido.'],
    options: { ...where, person: 'Identificador da pessoa.', office: 'Identificador da unidade.' },
    examples: ['fojas repository people revoke --dir /srv/fojas --person p-17 --office ufi3'],
  },
  'repository people code': {
    summary: 'dá um código de uso único para inscrever um computador',
    usage: '--person ID (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['Vale meia hora e cinco tentativas.'],
    options: { ...where, person: 'Identificador da pessoa.' },
    examples: ['fojas repository people code --dir /srv/fojas --person p-17'],
  },
  'repository devices list': {
    summary: 'mostra os computadores inscritos',
    usage: '[--person ID] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [],
    options: { ...where, person: 'Só os desta pessoa.' },
    examples: ['fojas repository devices list --dir /srv/fojas'],
  },
  'repository devices revoke': {
    summary: 'cancela a inscrição de um computador',
    usage: '--device CHAVE --reason MOTIVO (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: [
      'Deixa de ler no próximo pedido e apaga o que trouxe no próximo contato. O que foi assinado e não enviado se recupera com a chave de recuperação.',
    ],
    options: { ...where, device: 'Começo da chave, como mostra `devices list`.', reason: 'Por quê.' },
    examples: ['fojas repository devices revoke --dir /srv/fojas --device Qm3xT9aa --reason roubado'],
  },
  'repository log show': {
    summary: 'mostra quem leu e fez o quê',
    usage: '[--person ID] [--after N] (--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['Sem nomes de partes: endereços e identificadores.'],
    options: { ...where, person: 'Só desta pessoa.', after: 'A partir da entrada seguinte a esta.' },
    examples: ['fojas repository log show --dir /srv/fojas --person p-17'],
  },
  'repository log verify': {
    summary: 'verifica que ninguém alterou o registro de acessos',
    usage: '(--dir PASTA | --config ARQUIVO --store-key-file ARQUIVO)',
    about: ['Recalcula a cadeia inteira.'],
    options: { ...where },
    examples: ['fojas repository log verify --dir /srv/fojas'],
  },
};

export const peoplePt: PeopleWords = {
  validatorTwice: '--validator e --no-validator excluem-se',
  whereFlags: 'é preciso --dir, ou --config com --store-key-file',
  runs: 'Pare-o, ou dê a ordem com --config num computador inscrito pela TI, ou na tela.',
  changed: (count) =>
    count === 0 ? 'Nada mudou.' : count === 1 ? '1 mudança foi guardada.' : `${count} mudanças foram guardadas.`,
  code: (code, until) => `${code}  (vale até ${until}, uma só vez)`,
  refused: {
    personUnknown: (subject) => `não há nenhuma pessoa ${subject}`,
    officeUnknown: (subject) => `não há nenhuma unidade ${subject}: acrescente-a antes`,
    deviceUnknown: (subject) => `não há nenhum computador ${subject}`,
    profileUnknown: (subject) =>
      `não há nenhum perfil de modelos ${subject}: publique-o antes («fojas repository templates publish»)`,
    endsBefore: (subject) => `a permissão já teria terminado (${subject})`,
    maySignNothing: (subject) => `${subject} não pode assinar nada nessa unidade: dê antes uma permissão`,
    ownPlace: () => 'ninguém substitui a si mesmo',
    cuilUnknown: (subject) => `${subject} não tem CUIL registrado, pelo qual é reconhecido`,
  },
  count: (people) => (people === 1 ? '1 pessoa' : `${people} pessoas`),
  grant: ({ officeId, roles, clearance, until, validator }) =>
    `${officeId}: ${roles.join('+')}, sigilo até ${clearance}, até ${until.slice(0, 10)}${validator ? ', dá visto' : ''}`,
  substitution: ({ officeId, name, standsFor, from, until, resolution }) =>
    `${officeId}: substitui ${name} (${standsFor}), desde ${from.slice(0, 16)} até ${until.slice(0, 16)} UTC, ${resolution}`,
  device: ({ jkt, deviceId, personId, way, enrolledAt, revoked, revocation }) =>
    `${jkt.slice(0, 12)}  ${personId}  ${deviceId}  ${way}  ${enrolledAt}${revocation ? '  (sem saber se estava revogado)' : ''}${revoked ? `  cancelado ${revoked.at}: ${revoked.reason}` : ''}`,
  noDevice: (person) => `Não há equipamentos inscritos${person === undefined ? '' : ` de ${person}`}.`,
  whichDevice: (begins) =>
    `${begins} não nomeia um computador, ou nomeia vários: veja \`fojas repository devices list\``,
  whole: (entries, head) => `O registro de acessos está inteiro: ${entries} entradas. Termina em ${head}`,
  broken: (seq, reason) =>
    `o registro de acessos está quebrado na entrada ${seq}: ${{ missing: 'ela falta', changed: 'ela foi alterada', cut: 'ele foi cortado ali' }[reason]}`,
  whichWay: 'escolha uma forma: --code, --oidc ou --module',
  whichCertificate: 'o token não tem um único certificado para assinar: escolha-o com --certificate',
  openPage: 'Abra este endereço no navegador e entre:',
  asLastHeard: 'Não foi possível consultar o repositório; assim estava no último contato:',
  state: {
    officeKey: (person) => `${person}: este computador usa a chave da unidade; não há permissões pessoais.`,
    none: (person) => `${person}: este computador não está inscrito.`,
    enrolled: (person, key) => `${person}: computador inscrito (chave ${key}).`,
    revoked: (person, key) => `${person}: a inscrição deste computador foi cancelada (chave ${key}).`,
  },
  seat: ({ name, capacity, office, ended, until }) => {
    const ends = {
      withdrawn: 'retirado',
      expired: 'venceu',
      notRenewed: 'é preciso renová-lo com uma conexão',
      notGranted: 'não atribuído',
    } as const;
    const day = until === undefined ? '' : `, até ${until.slice(0, 10)}`;
    return `${name}, ${capacity}, ${office}${day}${ended === undefined ? '' : ` (${ends[ended]})`}`;
  },
  electronicOff: 'A instituição não permite a assinatura eletrônica neste equipamento.',
  electronicKind:
    'Assinatura eletrônica, não digital (Ley 25.506, art. 5): se for negada, deve prová-la quem a invoca.',
  electronicTypes: (types) => `Serve para: ${types}.`,
  electronicNone: 'O senhor ou a senhora ainda não tem uma neste equipamento: fojas electronic make',
  electronicUntil: (date) => `A sua vence em ${date}.`,
  passphraseLength: (least) => `A frase tem de ter ${least} caracteres ou mais.`,
  passphrasesDiffer: 'As duas frases não são iguais.',
  seatsEnded:
    'O que foi assinado num posto que já não está atribuído e não foi registrado continua neste computador: recupera-se com a chave da instituição (fojas home restore).',
  held: ({ office, roles, clearance, until, offlineUntil, holds }) =>
    `${office}: ${roles.join('+')}, sigilo até ${clearance}, até ${until.slice(0, 10)}; sem linha até ${offlineUntil.slice(0, 10)}${holds ? '' : ' (vencida)'}`,
};
