import type { ReleaseWords } from './release-words.ts';

export const releasePt: ReleaseWords = {
  program: 'fojas-release: faz, assina e publica as versões que os computadores instalam sozinhos.',
  usage: 'Uso',
  commands: {
    key: {
      summary: 'faz uma chave em um arquivo cifrado, para o servidor ou para testes',
      usage: 'ARQUIVO --name NOME',
    },
    'token-key': {
      summary: 'grava a chave pública de um token, para admiti-la',
      usage: 'ARQUIVO --name NOME [--module BIBLIOTECA] [--token-label TOKEN] [--cert SHA256]',
    },
    init: {
      summary: 'começa uma oficina: quem assina a raiz e as versões, e com quantas assinaturas',
      usage: 'OFICINA --root CHAVE... --root-threshold N --targets CHAVE... [--targets-threshold N] --online CHAVE',
    },
    rotate: {
      summary: 'prepara a raiz seguinte, com outras chaves; assinam os de antes e os novos',
      usage: 'OFICINA --root CHAVE... --root-threshold N --targets CHAVE... [--targets-threshold N] --online CHAVE',
    },
    status: { summary: 'mostra o que há e o que espera assinaturas', usage: 'OFICINA' },
    sign: {
      summary: 'acrescenta a sua assinatura ao que espera',
      usage:
        'OFICINA root|targets --key ARQUIVO | [--module BIBLIOTECA] [--token-label TOKEN] [--cert SHA256] [--pin-stdin]',
    },
    add: {
      summary: 'acrescenta uma versão; espera assinaturas',
      usage:
        'OFICINA PACOTE --version X.Y.Z --platform linux|win32|darwin --arch x64|arm64 --format deb|rpm|nsis|zip --schema N --ring ANEL=PORCENTAGEM... --notes NOTAS.json [--critical] [--minimum-from X.Y.Z] [--not-before INSTANTE]',
    },
    ring: {
      summary: 'passa uma versão a outros anéis, ou muda a porcentagem',
      usage: 'OFICINA PACOTE --ring ANEL=PORCENTAGEM...',
    },
    block: { summary: 'retira uma versão: ninguém a instala e quem a tem a deixa', usage: 'OFICINA X.Y.Z' },
    unblock: { summary: 'volta a admitir uma versão retirada', usage: 'OFICINA X.Y.Z' },
    minimum: { summary: 'fixa a versão mínima', usage: 'OFICINA X.Y.Z|none' },
    'roll-back': { summary: 'assina uma versão anterior como a volta de outra', usage: 'OFICINA PACOTE --of X.Y.Z...' },
    renew: { summary: 'dá mais meio ano à lista de versões como está; espera assinaturas', usage: 'OFICINA' },
    publish: {
      summary: 'sela e publica em uma pasta (servidor, rede, pendrive) ou no S3',
      usage:
        'OFICINA --key CHAVE --to PASTA | --s3 DEPÓSITO --region REGIÃO [--prefix PREFIXO] [--endpoint URL] [--only PACOTE...] [--pin-stdin]',
    },
    verify: {
      summary: 'mostra o que um computador veria, conferido como ele confere',
      usage:
        '--root RAIZ.json --from PASTA|URL --version X.Y.Z [--ring ANEL] [--platform P] [--arch A] [--format F] [--install-id HEX]',
    },
  },
  troubles: {
    notAWorkshop: 'a pasta não é uma oficina de versões',
    exists: 'a pasta já é uma oficina',
    pending: 'há algo anterior que ainda espera assinaturas',
    nothingPending: 'nada espera essa assinatura',
    notARoleKey: 'essa chave não pode assinar isso',
    tooFewKeys: 'há menos chaves diferentes do que as assinaturas pedidas',
    unknownTarget: 'não há pacote com esse nome',
    badName: 'esse nome de pacote não se admite',
    badRelease: 'o que se diz da versão não está completo ou não corresponde',
    rootUnsigned: 'a raiz ainda espera assinaturas',
    targetsUnsigned: 'a lista de versões ainda espera assinaturas',
    outdated: 'venceu; «root» se renova com «rotate» e «targets» com «renew», e se assina:',
    versionTaken: 'já há outro pacote com esse nome; uma versão não se muda, faz-se outra',
  },
  unknownCommand: (word) => `não existe a ordem «${word}»`,
  passphrase: 'Frase da chave: ',
  newPassphrase: 'Frase nova para a chave (doze caracteres ou mais): ',
  wrongPassphrase: 'a frase não abre a chave',
  keyMade: (file, id) => `Chave pública em ${file} (${id.slice(0, 16)}).`,
  signed: (role, has) => `Assinatura acrescentada a «${role}»: ${has}.`,
  accepted: (role) => `«${role}» tem as assinaturas necessárias e foi aceito.`,
  waits: (role, has, takes) => `«${role}» espera assinaturas: tem ${has} de ${takes}.`,
  nothingWaits: 'Nada espera assinaturas.',
  mustSign: 'Agora é preciso assinar: fojas-release sign OFICINA targets.',
  target: (name, version, rings) => `${name}  ${version}  ${rings}`,
  holds: (root, targets) => `Vale até: a raiz, ${root}; a lista de versões, ${targets}.`,
  blocked: (versions) => `Retiradas: ${versions}`,
  minimum: (version) => `Versão mínima: ${version}`,
  put: (file) => `  ${file}`,
  published: (count) => (count === 1 ? 'Um arquivo foi publicado.' : `${count} arquivos foram publicados.`),
  notTaken: (bucket, code) =>
    `O depósito S3 «${bucket}» não recebeu a publicação (${code}). A mesma ordem, repetida, publica o que faltar.`,
  standing: {
    fine: 'A versão do computador está em regra.',
    blocked: 'A versão do computador foi retirada.',
    belowMinimum: 'A versão do computador é menor que a mínima.',
  },
  offers: (version, bytes) => `É oferecida a ${version} (${bytes} bytes).`,
  offersNothing: 'Nada é oferecido.',
  fileHolds: 'O arquivo é o que foi assinado.',
};
