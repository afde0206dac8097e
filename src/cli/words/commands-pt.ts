import { carriedCommandsPt } from './carried-pt.ts';
import type { CommandName } from './cli-words.ts';
import type { CommandWords } from './command-words.ts';
import { searchCommand } from './search-words.ts';
import { caseCommandsPt } from './cases-pt.ts';
import { draftsCommandsPt } from './drafts-pt.ts';
import { logCommandsPt } from './log-pt.ts';
import { peopleCommandsPt } from './people-pt.ts';
import { newPinCommandsPt } from './new-pin-pt.ts';
import { calendarCommands } from './calendar-words.ts';
import { templatesCommands } from './templates-words.ts';
import { healthCommands } from './health-commands.ts';
import { keptCopiesCommands } from './kept-copies-words.ts';
import { policyCommands } from './policy-commands.ts';
import { updateCommands } from './update-commands.ts';

/** The help of each command. */
export const commandsPt: Readonly<Record<CommandName, CommandWords>> = {
  tokens: {
    summary: 'mostra bibliotecas PKCS#11, tokens, certificados e o estado do PIN',
    usage: '[--module CAMINHO]...',
    about: [
      'Cada biblioteca é carregada num processo próprio: se travar, nada mais trava. Nenhum PIN é pedido ou usado.',
    ],
    options: { module: 'Biblioteca PKCS#11 (ou arquivo .p12 de prática). Pode ser repetida; sem ela, as conhecidas.' },
    examples: ['fojas tokens', 'fojas tokens --module /usr/lib/libeToken.so --json'],
  },
  ...newPinCommandsPt,
  ...updateCommands['pt-BR'],
  ...policyCommands['pt-BR'],
  ...keptCopiesCommands['pt-BR'],
  ...healthCommands['pt-BR'],
  ...calendarCommands['pt-BR'],
  ...templatesCommands['pt-BR'],
  ...caseCommandsPt,
  search: searchCommand['pt-BR'],
  ...draftsCommandsPt,
  ...logCommandsPt,
  ...peopleCommandsPt,
  sign: {
    summary: 'assina arquivos PDF com um token, todos com um só PIN',
    usage: 'ARQUIVO... --module CAMINHO (--token-label RÓTULO | --serial SÉRIE) [opções]',
    about: [
      'Antes de usar o PIN mostra cada arquivo com seu SHA-256. O original não é tocado: o assinado é outro arquivo, que ' +
        'começa igual e é verificado ao ser relido. Um PIN errado para tudo e nunca é repetido.',
    ],
    options: {
      module: 'Biblioteca PKCS#11 do token. Dispensável se há uma só conhecida.',
      'token-label': 'Rótulo do token. Dispensável se há um só.',
      serial: 'Número de série do token.',
      cert: 'Certificado: o começo do seu SHA-256, identificador, rótulo ou nome. Dispensável se só um serve.',
      'pin-stdin': 'Toma o PIN da entrada padrão, uma linha cada vez que o token o pede (quase sempre uma).',
      'last-try': 'Confirma que se quer usar a última tentativa de PIN do token.',
      out: 'Pasta dos assinados. Sem ela ficam ao lado do original como NOME.firmado.pdf.',
      level:
        'Nível da assinatura: B-B (padrão), B-T, B-LT ou B-LTA. Se não for alcançado, o arquivo fica assinado no nível possível, e isso é dito.',
      tsa: 'Autoridade de carimbo do tempo (RFC 3161), http ou https. Pode repetir-se: são tentadas nessa ordem.',
      'tsa-policy': 'Política pedida à autoridade de carimbo do tempo.',
      trust: 'Certificados confiáveis (arquivo ou pasta): a autoridade de carimbo e a cadeia têm de chegar a um deles.',
      'revocation-cache': 'Pasta que guarda listas e respostas de revogação para os dias sem linha.',
      cades: 'Assina ao lado do arquivo, de qualquer tipo, em NOME.p7s (CAdES). Níveis B-B e B-T.',
      algorithm: 'Algoritmo de assinatura, como rsa-pss-sha256; se faltar, o primeiro que o certificado oferece.',
      field: 'Campo de assinatura vazio a usar, ou o nome do novo.',
      'next-field': 'Usa o primeiro campo de assinatura vazio, na ordem do formulário; se não houver, um novo.',
      reason: 'Motivo da assinatura.',
      certify:
        'Certifica o documento: depois não se admite nada (no-changes), formulários e assinaturas (forms), ou também comentários (annotations). Só a primeira assinatura certifica.',
      visible:
        'Assinatura visível: com PÁGINA só, num lugar livre embaixo; com X,Y,LARGURA,ALTURA, ali, em pontos a partir de baixo à esquerda da página como se vê; com «field», onde está o campo. Nunca sobre uma anotação; se cobre algo da página, avisa antes do PIN.',
      'visible-text': 'Linha da assinatura visível; pode repetir-se. Sem ela: nome, CUIL, hora e motivo.',
      'verification-url': 'Endereço de verificação, como código QR ao lado do texto.',
      'pdf-password-stdin':
        'Senha dos PDF cifrados: a primeira linha da entrada padrão, antes do PIN; num terminal, é pedida.',
      overwrite: 'Substitui o arquivo assinado que já exista.',
    },
    examples: ['fojas sign ato.pdf --module /usr/lib/softhsm/libsofthsm2.so --token-label Prueba --out assinados'],
  },
  extend: {
    summary: 'prolonga assinaturas: carimbo do tempo, dados de validação, carimbo de arquivo',
    usage: 'ARQUIVO... --tsa ENDEREÇO [opções]',
    about: [
      'Acrescenta ao fim do PDF o que falta para provar suas assinaturas por muitos anos; o que havia não muda. Um arquivo que já ' +
        'tem o nível pedido não é tocado, salvo se seu último carimbo está por vencer. Se algo não se consegue, fica o nível alcançado ' +
        'e se diz o que falta: código 4 se falta a resposta de alguém, 1 se o arquivo não pode ser prolongado.',
    ],
    options: {
      level: 'Nível buscado: B-T, B-LT ou B-LTA (o padrão).',
      tsa: 'Autoridade de carimbo do tempo (RFC 3161), http ou https. Pode repetir-se: são tentadas nessa ordem.',
      'tsa-policy': 'Política pedida à autoridade de carimbo do tempo.',
      trust: 'Certificados confiáveis (arquivo ou pasta); sem eles basta qualquer cadeia completa.',
      'revocation-cache': 'Pasta que guarda listas e respostas de revogação para os dias sem linha.',
      renew: 'Acrescenta outro carimbo de arquivo mesmo que o último não esteja por vencer.',
      out: 'Pasta dos prolongados. Se faltar, ficam junto ao original como NOME.prolongado.pdf.',
      overwrite: 'Substitui o arquivo prolongado que já exista.',
      'pdf-password-stdin': 'Senha dos PDF cifrados: a primeira linha da entrada padrão; num terminal, é pedida.',
    },
    examples: [
      'fojas extend ata.firmado.pdf --tsa https://carimbo.exemplo.gov.br/tsa --trust ancoras --out prolongados',
    ],
  },
  verify: {
    summary: 'verifica as assinaturas de arquivos PDF e CMS',
    usage:
      'ARQUIVO... [--trust PASTA|ARQUIVO] [--trust-list PASTA|ARQUIVO|VERSÃO --trust-list-key ARQUIVO] [--at MOMENTO]',
    about: [
      'Sai com 0 só se cada arquivo tem ao menos uma assinatura e todas são TOTAL_PASSED. Com --json responde uma lista com ' +
        'um elemento por arquivo: {file, signatures, error}. Com --report responde o relatório completo de cada arquivo ' +
        'que se pôde ler, em JSON. Com o mesmo --at e a mesma lista de confiança o resultado é sempre o mesmo.',
    ],
    options: {
      config: 'Configuração do escritório, cujas autoridades e lista de confiança se usam.',
      content: 'Arquivo assinado, para uma assinatura .p7s que não está ao seu lado com o mesmo nome.',
      trust: 'Certificados (PEM ou DER) das autoridades em que se confia: uma pasta, ou um arquivo.',
      'trust-list':
        'Lista de confiança assinada: um arquivo, a pasta que guarda as versões, ou (com --config) uma versão do escritório.',
      'trust-list-key': 'Chave pública ou certificado (PEM) de quem publica a lista de confiança.',
      'list-version': 'Versão da lista; se não se diz, a última guardada.',
      at: 'Momento para o qual se verifica, por exemplo 2031-05-02T12:00:00Z; se não se diz, agora.',
      revocation: 'O que se exige saber da revogação: required, where-named (se não se diz) ou if-available.',
      'revocation-cache': 'Pasta com as listas e respostas já obtidas.',
      online: 'Pergunta pela revogação às autoridades.',
      'pdf-password-stdin': 'Senha dos PDF cifrados: a primeira linha da entrada padrão; num terminal, é pedida.',
      report: 'Relatório completo em JSON.',
    },
    examples: [
      'fojas verify ato.pdf --trust autoridades',
      'fojas verify audiencia.mp4.p7s --trust autoridades',
      'fojas verify ato.pdf --config escritorio.json --at 2031-05-02T12:00:00Z --trust-list 7',
      'fojas verify ato.pdf --trust-list listas --trust-list-key lista.pem --at 2031-05-02T12:00:00Z --report',
      'fojas verify *.pdf --json',
    ],
  },
  'trust-list make': {
    summary: 'assina uma lista de confiança',
    usage: 'ARQUIVO.json --key CHAVE.pem --out LISTA.jws',
    about: [
      'O arquivo diz quais autoridades são confiáveis e desde quando; o formato está em docs/decisions/trust-list.md.',
    ],
    options: {
      key: 'Chave privada (PEM) de quem publica a lista.',
      out: 'Arquivo que se escreve; não se substitui um que exista.',
    },
    examples: ['fojas trust-list make lista-7.json --key lista.key --out trust-list-7.jws'],
  },
  'trust-list keep': {
    summary: 'guarda uma lista de confiança junto às anteriores',
    usage: 'LISTA.jws --in PASTA --trust-list-key CHAVE.pem',
    about: ['Recusa-se uma lista anterior à última guardada, vencida ou assinada por outro.'],
    options: {
      in: 'Pasta que guarda as versões.',
      'trust-list-key': 'Chave pública ou certificado (PEM) de quem publica a lista.',
    },
    examples: ['fojas trust-list keep trust-list-7.jws --in listas --trust-list-key lista.pem'],
  },
  'trust-list show': {
    summary: 'mostra uma lista de confiança',
    usage: 'LISTA.jws --trust-list-key CHAVE.pem',
    about: ['Mostra versão, vigência e serviços, com a história de cada um.'],
    options: { 'trust-list-key': 'Chave pública ou certificado (PEM) de quem publica a lista.' },
    examples: ['fojas trust-list show trust-list-7.jws --trust-list-key lista.pem'],
  },
  practice: {
    summary: 'percorre todo o caminho, da bandeja ao recibo, com dados fictícios',
    usage: '[--out PASTA] [--count N] [--keep]',
    about: [
      'Cria uma unidade de prática com seu repositório e seu token, mostra cada ato com seu SHA-256, assina-os num lote, ' +
        'envia-os, verifica os recibos e deixa tudo numa pasta com um relatório e as linhas para conferi-lo.',
    ],
    options: {
      out: 'Pasta onde deixar os PDF, os recibos e o relatório. Deve estar vazia.',
      count: 'Quantos atos assinar.',
      keep: 'Conserva a unidade de prática e diz onde ficou.',
      'data-dir': 'Pasta da unidade de prática; é conservada.',
      'software-key': 'Usa uma chave em arquivo (PKCS#12) mesmo havendo SoftHSM2.',
      'virtual-card': 'Usa um cartão em software atrás de PC/SC e OpenSC, onde há vpcd: pode ser retirado.',
      volume:
        'Acrescenta a uma unidade nova 5.000 atos a assinar, um processo de 40.000 linhas e um documento de 2.000 páginas (leva alguns minutos).',
      'rehearse-removal':
        'Ensaia que o token é retirado no meio do lote: mostra o que resta e continua quando ele volta.',
      serve: 'Prepara a unidade e a mantém aberta até que se feche a entrada padrão (npm start o usa).',
    },
    examples: ['fojas practice', 'fojas practice --out demo --count 50', 'fojas practice --rehearse-removal'],
  },
  'repository serve': {
    summary: 'põe em marcha um repositório nesta máquina',
    usage: '--dir PASTA --office UNIDADE... [opções]',
    about: ['Guarda arquivos e registros na pasta, numera cada ato uma só vez e responde com um recibo assinado.'],
    options: {
      dir: 'Pasta do repositório.',
      name: 'Nome com que assina os recibos.',
      host: 'Endereço onde atender (127.0.0.1).',
      port: 'Porta onde atender (7440; 0 toma uma livre).',
      office: 'Identificador de uma unidade; recebe uma chave de acesso se não a tem. Pode ser repetido.',
      electronic:
        'Modelos cujos atos admitem assinatura eletrônica (Ley 25.506, art. 5); nenhum se falta. Pode-se repetir.',
      'electronic-issuer':
        'Arquivo com a autoridade das assinaturas eletrônicas (PEM); se não existe, é criado. Se falta, na pasta.',
      'certificate-policy': 'Política de certificados (OID) que se aceita, uma por opção; se falta, qualquer uma.',
      trust: 'Pasta com as autoridades: se houver, só se registram assinaturas que levam a uma delas.',
      log: 'Mostra uma linha por pedido, sem nomes nem partes.',
      upstream:
        'Repositório central. Com ele, este é o de uma unidade: atende seus PCs e encaminha cada ato uma só vez. Por si mesmo não registra nada.',
      'upstream-key-file':
        'Arquivo com a chave de acesso da unidade no repositório central; é também a de seus PCs aqui.',
      'upstream-pins': 'Arquivo JSON com as chaves de recibo do repositório central, como as mostra ao iniciar.',
      'folder-key-file':
        'Com --upstream. Chave que cifra a pasta (64 algarismos hexadecimais); - lê-a da entrada. Se faltar: a credencial fojas-folder-key do systemd, ou PASTA.key, que é criada.',
      announce: 'Anuncia-se na rede local (mDNS) para que os PCs da unidade o encontrem.',
      tsa: 'Autoridade de carimbo do tempo: o repositório prolonga por si mesmo o que está registrado. Pode ser repetida.',
      level:
        'Nível a que prolonga: B-T, B-LT ou B-LTA (se faltar, B-LTA); os carimbos de arquivo são renovados a tempo.',
      'revocation-cache': 'Pasta onde se guardam listas e respostas de revogação.',
      'unknown-revocation':
        'O que fazer se não se pode saber se o certificado de um token que inscreve um computador foi revogado: allow (inscreve e anota; o padrão) ou refuse.',
      'raise-after': 'Segundos deixados à unidade para prolongar ela mesma (300).',
      public: 'Atende em /v a página pública onde qualquer pessoa verifica um ato pelo código.',
      'behind-proxy':
        'Há um proxy na frente que diz de quem é cada consulta (X-Forwarded-For): os limites são por pessoa.',
      'enrolled-only': 'Deixa entrar só computadores inscritos: nenhuma chave de unidade abre.',
      'oidc-issuer': 'Emissor OpenID Connect da instituição.',
      'oidc-client': 'Nome de cliente nesse emissor.',
      register:
        'Onde está o registro: postgres://SERVIDOR/BASE (se faltar, SQLite na pasta). Vários nós podem compartilhá-lo. A senha vai por PGPASSFILE ou PGPASSWORD.',
      blobs:
        's3://BUCKET/PREFIXO?endpoint=URL&region=R&retain-days=N onde estão os arquivos (se faltar, na pasta). A conta vai pelo ambiente ou em arquivo. lock=none renuncia ao bloqueio de objetos.',
      'status-port': 'Porta para /health, /ready e /metrics (0 toma uma livre).',
      'status-host': 'Endereço para eles (127.0.0.1).',
      notice:
        'Segundos em que ainda se atendem pedidos depois que /ready diz não, quando se pede ao nó que termine (0).',
      'log-format': 'text, ou json: um objeto por linha.',
    },
    examples: [
      'fojas repository serve --dir /srv/fojas --office ufij-3 --trust autoridades',
      'fojas repository serve --dir /srv/unidade --office ufij-3 --upstream https://repositorio.exemplo.jus.br --upstream-key-file chave.txt --upstream-pins recibos.json --host 0.0.0.0 --announce',
      'fojas repository serve --dir /srv/fojas --register postgres://fojas@db/fojas --blobs s3://fojas?retain-days=3653 --status-port 7441 --notice 10',
    ],
  },
  'repository move': {
    summary: 'muda um repositório de sua pasta para PostgreSQL e S3',
    usage: '--dir PASTA [--register URL] [--blobs URL] [--dry-run]',
    about: [
      'Copia os arquivos e depois as linhas, relê tudo e compara. Antes é preciso parar o repositório. Se for cortado a qualquer momento, o mesmo comando continua; a pasta fica como está.',
    ],
    options: {
      dir: 'Pasta do repositório.',
      register:
        'Para onde vai o registro: postgres://SERVIDOR/BANCO, um banco vazio. A senha vai por PGPASSFILE ou PGPASSWORD.',
      blobs:
        'Para onde vão os arquivos: s3://BUCKET/PREFIXO?endpoint=URL&region=R&retain-days=N. A conta vai pelo ambiente ou em arquivo.',
      'dry-run': 'Olha e conta, e não grava linhas nem arquivos.',
    },
    examples: [
      'fojas repository move --dir /srv/fojas --register postgres://fojas@db/fojas --blobs s3://fojas --dry-run',
    ],
  },
  'office serve': {
    summary: 'serve o repositório da unidade aos seus computadores, com a configuração de um deles',
    usage: '--config ARQUIVO [--dir PASTA] [--host ENDEREÇO] [--port PORTA] [--folder-key-file ARQUIVO]',
    about: [
      'O mesmo que “Linha e envios” liga num computador, sem janela: recebe o de todos e reencaminha ao repositório central, uma só vez. Termina com Ctrl+C. Mostra o convite que se cola nos outros.',
    ],
    options: {
      config: 'Configuração da unidade (JSON), com a chave da unidade.',
      dir: 'Pasta própria; senão, “office-repository” junto aos dados.',
      host: 'Endereço em que escuta (0.0.0.0).',
      'folder-key-file':
        'Chave que cifra a pasta (64 algarismos hexadecimais); - lê-a da entrada. Se faltar: a credencial fojas-folder-key do systemd, ou PASTA.key, que é criada.',
      port: 'Porta (7440).',
    },
    examples: ['fojas office serve --config oficina.json --port 7440'],
  },
  'office join': {
    summary: 'faz um posto usar o repositório da unidade',
    usage: '--config ARQUIVO --line CONVITE',
    about: [
      'Fixa a chave do convite e tenta seus endereços, além de procurá-lo por nome na rede. Nada num convite é segredo.',
    ],
    options: { config: 'Configuração da unidade (JSON).', line: 'O convite que o computador que serve mostrou.' },
    examples: ['fojas office join --config oficina.json --line "fojas-oficina:v1 ufi-3 7c1f=… http://192.0.2.10:7440"'],
  },
  'repository find': {
    summary: 'procura repositórios de unidade na rede local',
    usage: '[--config ARQUIVO] [--seconds N]',
    about: [
      'Pergunta por mDNS e mostra o que responde. É só uma pista: com --config confere a chave fixada antes de usar qualquer coisa.',
    ],
    options: { config: 'Configuração da unidade, para conferir a chave.', seconds: 'Quantos segundos se espera (3).' },
    examples: ['fojas repository find --config unidade.json'],
  },
  sync: {
    summary: 'envia o que espera na fila de uma unidade e traz o novo',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--status]',
    about: ['Tenta a linha uma vez e espera até que a fila fique vazia ou não avance.'],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      status: 'Mostra o que espera, o que foi separado e por quê, e as quedas, sem esperar pela linha.',
    },
    examples: ['fojas sync --config unidade.json --store-key-file armazem.key'],
  },
  'drivers install': {
    summary: 'instala nesta máquina um catálogo assinado de controladores mais novo',
    usage: 'ARQUIVO [--to ARQUIVO]',
    about: [
      'O arquivo tem de estar assinado com a chave do programa e ser mais novo que o vigente. Todos os Fojas da máquina passam a usá-lo.',
    ],
    options: { to: 'Onde deixá-lo, em vez da pasta da máquina, em que só administradores escrevem.' },
    examples: ['fojas drivers install catalogue.jws'],
  },
  'batch report': {
    summary: 'escreve o relatório de um lote de assinaturas, igual à janela',
    usage: '--config ARQUIVO --store-key-file ARQUIVO [--batch ID] [--text] [--out ARQUIVO]',
    about: ['Folhas em PDF/A, byte a byte as que a janela salva; sem --out, entre os relatórios da unidade.'],
    options: {
      config: 'A configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      batch: 'O lote; sem ele, o último que terminou.',
      text: 'Texto simples em vez de folhas.',
      out: 'Onde deixá-lo. O arquivo não deve existir.',
    },
    examples: ['fojas batch report --config unidade.json --store-key-file chave --out relatorio.pdf'],
  },
  'case health': {
    summary: 'diz até quando as assinaturas de um processo podem ser provadas, e as renova',
    usage: '--config ARQUIVO --store-key-file ARQUIVO --case NÚMERO [--renew]',
    about: [
      'Conta os atos assinados nesta unidade, primeiro os que deixam de poder ser provados antes. Sai com 1 se algum requer atenção.',
    ],
    options: {
      config: 'Configuração da unidade (JSON).',
      'store-key-file': 'Arquivo com a chave do armazém.',
      case: 'Número do processo, como figura na capa.',
      renew: 'Inicia a renovação dos que têm menos do que se pediu.',
    },
    examples: ['fojas case health --config unidade.json --store-key-file armazem.key --case PP-97-00-000418-26/00'],
  },
  doctor: {
    summary: 'revisa a máquina, os tokens e a unidade, e diz como consertar o que falta',
    usage:
      '[--config ARQUIVO [--store-key-file ARQUIVO]] [--module CAMINHO]... [--trial [--pin-stdin]] [--report ARQUIVO]',
    about: [
      'Olha o serviço de cartões, os leitores, os drivers, os tokens, os certificados e o relógio. Não muda nada e não usa o PIN, salvo com --trial.',
      'Um aviso não muda o código de saída; um problema muda. O relatório não leva nada de nenhum processo.',
    ],
    options: {
      config: 'Configuração da unidade, para revisar também seu armazém e seu repositório.',
      'store-key-file': 'Arquivo com a chave do armazém, para provar que abre.',
      module: 'Biblioteca PKCS#11 a revisar. Pode ser repetida.',
      trial: 'Também assina 32 bytes aleatórios, que não se guardam, e verifica a assinatura. Pede o PIN uma vez.',
      'pin-stdin': 'Lê o PIN do teste da entrada padrão.',
      'last-try': 'Confirma o uso da última tentativa de PIN.',
      report: 'Escreve ali o relatório para a informática (JSON). O arquivo não deve existir.',
    },
    examples: ['fojas doctor', 'fojas doctor --report relatorio.json', 'fojas doctor --config unidade.json --json'],
  },
  ...carriedCommandsPt,
};
