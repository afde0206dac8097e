import { algorithmName } from './algorithms.ts';
import type { EnrolmentRefusal } from '../failures.ts';
import { type FailureLanguage, ofTheClock } from './failure-language.ts';
import { asClause, problemWords } from './problems.ts';
import { stateWords } from './states.ts';
import { sayCopyReasons } from './copy-reasons.ts';
import { sayParcelRefusal } from './parcel-refusals.ts';
import { sayUnreadable } from './unreadable.ts';
import { updateRefusals } from './update-refusals.ts';

const kept = 'O que já foi assinado está guardado.';
const untouched = 'Nada foi assinado nem alterado.';
const waits = 'O que foi assinado está guardado e aguarda na fila.';
const noTry = 'Nenhuma tentativa de PIN foi usada.';

const enrolmentReasons: Readonly<Record<EnrolmentRefusal, string>> = {
  code: 'o código está errado ou não vale mais',
  certificate: 'o certificado do token não é de uma autoridade aceita ou não está em vigor',
  revoked: 'o certificado do token foi revogado',
  revocationUnknown: 'não foi possível saber se o certificado do token foi revogado, e a instituição o exige',
  signature: 'a assinatura do token não corresponde ao desafio',
  personUnknown: 'ninguém com essa identidade está registrado',
  provider: 'o serviço de identidade não confirmou quem você é',
  notOffered: 'ele não oferece essa forma de inscrição',
  deviceTaken: 'a chave deste computador é de outra pessoa ou foi cancelada',
};

/** Brazilian Portuguese. */
export const failuresPt: FailureLanguage = {
  kinds: {
    tokenAbsent: ({ token }) => ({
      what: token === null ? 'Não há nenhum token conectado.' : `O token “${token}” não foi encontrado.`,
      safe: `${kept} ${noTry}`,
      next: 'Conecte o token e tente de novo.',
    }),
    tokenRemoved: ({ token }) => ({
      what: `O token “${token}” foi retirado.`,
      safe: 'Os atos já assinados ficaram guardados; os demais continuam a assinar.',
      next: 'Conecte-o de novo e continue com os que faltam.',
    }),
    driverMissing: ({ library }) => ({
      what: `O driver do token não foi encontrado (${library}).`,
      safe: untouched,
      next: 'Instale-o ou peça à informática que o instale.',
    }),
    driverUnloadable: ({ library, reason }) => ({
      what: `O driver do token (${library}) existe, mas não pode ser carregado.`,
      safe: untouched,
      next: {
        architecture: 'É para outro tipo de processador: instale a versão deste sistema.',
        dependency: 'Falta um componente: instale de novo o programa do fabricante, completo.',
        other: 'Instale-o de novo ou dite o código à informática.',
      }[reason],
    }),
    driverGone: ({ library }) => ({
      what: `O driver do token (${library}) parou de funcionar.`,
      safe: `${kept} O resto do Fojas continua em pé.`,
      next: 'Espere alguns segundos até que ele carregue e tente de novo.',
    }),
    driverHung: ({ library }) => ({
      what: `O driver do token (${library}) não responde.`,
      safe: kept,
      next: 'Retire o token, conecte-o outra vez e tente de novo.',
    }),
    driverParked: ({ library }) => ({
      what: `O driver do token (${library}) falhou várias vezes e foi posto de lado.`,
      safe: kept,
      next: 'Escolha “Tentar de novo” ou use outro token; se repetir, avise a informática.',
    }),
    pinWrong: ({ pinState }) => {
      const what = 'O PIN não está correto.';
      const safe = 'A assinatura parou na hora; o programa não repete tentativas por conta própria.';
      if (pinState === 'locked')
        return {
          what: 'O PIN não está correto e o token ficou bloqueado.',
          safe: kept,
          next: 'Desbloqueie-o com o PUK ou procure a sua autoridade de registro.',
        };
      if (pinState === 'finalTry')
        return {
          what: `${what} Resta uma única tentativa.`,
          safe,
          next: 'Se não tem certeza do PIN, não tente: procure a sua autoridade de registro.',
        };
      if (pinState === 'countLow')
        return { what: `${what} Restam poucas tentativas.`, safe, next: 'Confira o PIN antes de digitá-lo de novo.' };
      return { what, safe, next: 'Assine de novo e digite-o com cuidado.' };
    },
    pinLocked: ({ token }) => ({
      what: `O token “${token}” está bloqueado.`,
      safe: `${kept} O pendente continua a assinar.`,
      next: 'Desbloqueie-o com o PUK ou procure a sua autoridade de registro.',
    }),
    pinCancelled: {
      what: 'A digitação do PIN foi cancelada.',
      safe: `${kept} Depois de cancelar não foi enviado nenhum PIN ao token.`,
      next: 'Pode assinar de novo quando quiser.',
    },
    pinNotConfirmed: {
      what: 'Resta uma única tentativa de PIN e o seu uso não foi confirmado.',
      safe: noTry,
      next: 'Se tem certeza do PIN, assine de novo e confirme; senão, procure a sua autoridade de registro.',
    },
    pinLength: ({ min, max }) => ({
      what: `O PIN deve ter entre ${min} e ${max} caracteres.`,
      safe: `Não foi enviado ao token. ${noTry}`,
      next: 'Digite-o de novo.',
    }),
    pinNotInitialized: ({ token }) => ({
      what: `O token “${token}” ainda não tem PIN.`,
      safe: untouched,
      next: 'Defina um PIN com o programa do fabricante ou peça ajuda à informática.',
    }),
    pukWrong: ({ pukState }) => {
      const what = 'O PUK não está correto.';
      const safe = 'O PIN não mudou; o programa não repete tentativas por conta própria.';
      if (pukState === 'locked')
        return {
          what: `${what} O PUK ficou bloqueado.`,
          safe: 'O PIN não mudou.',
          next: 'Procure sua autoridade de registro: será preciso gravar outro certificado.',
        };
      if (pukState === 'finalTry')
        return { what: `${what} Resta uma única tentativa.`, safe, next: 'Não tente sem ter certeza: peça ajuda.' };
      return { what, safe, next: 'Verifique-o antes de digitar de novo: as tentativas são poucas.' };
    },
    pukLocked: ({ token }) => ({
      what: `O PUK do token “${token}” está bloqueado.`,
      safe: kept,
      next: 'Procure sua autoridade de registro: é preciso reiniciar o token e gravar outro certificado.',
    }),
    newPinRefused: ({ min, max }) => ({
      what: `O token não aceita esse PIN novo (entre ${min} e ${max} caracteres).`,
      safe: 'O PIN de antes continua valendo.',
      next: 'Escolha outro, sem algarismos seguidos nem repetidos.',
    }),
    pinChangeUnsupported: ({ token }) => ({
      what: `O token “${token}” não permite fazer isso pelo Fojas.`,
      safe: 'O PIN não mudou.',
      next: 'Faça-o com o programa do fabricante ou peça ajuda à informática.',
    }),
    loggedOut: ({ reason }) => ({
      what: {
        screenLocked: 'O token foi fechado porque a tela foi bloqueada.',
        suspended: 'O token foi fechado porque o computador foi suspenso.',
        idle: 'O token foi fechado por falta de uso.',
      }[reason],
      safe: `${kept} Os demais continuam a assinar.`,
      next: 'Continue com os que faltam e digite o PIN de novo.',
    }),
    mechanismMissing: ({ algorithm }) => ({
      what: `O token não consegue assinar com ${algorithmName(algorithm)}.`,
      safe: untouched,
      next: 'Escolha outro certificado ou outro token.',
    }),
    certificateMissing: {
      what: 'O certificado escolhido não está no token.',
      safe: untouched,
      next: 'Conecte o token que o contém ou escolha outro certificado.',
    },
    certificateAmbiguous: ({ matches }) => ({
      what: `Há ${matches} certificados que correspondem ao pedido.`,
      safe: untouched,
      next: 'Indique um pelo seu resumo criptográfico.',
    }),
    certificateChanged: {
      what: 'O certificado do token não é o que tinha sido escolhido.',
      safe: 'Nada foi assinado com ele.',
      next: 'Escolha o certificado de novo e assine outra vez.',
    },
    certificateUnsuitable: ({ reason }) => ({
      what: `O certificado não serve para assinar: ${failuresPt.unsuitable[reason]}.`,
      safe: `${untouched} ${noTry}`,
      next: 'Escolha outro certificado ou renove-o na sua autoridade de registro.',
    }),
    certificateOfAnother: ({ holder, person }) => ({
      what: `O certificado do token é de ${holder}, e esta mesa de trabalho é de ${person}.`,
      safe: `${untouched} ${noTry}`,
      next: 'Conecte o seu próprio token, ou que cada pessoa assine na sua sessão.',
    }),
    electronicNotAllowed: ({ actType }) => ({
      what: `${actType === '' ? 'Este ato' : `Um ato deste tipo (${actType})`} não admite assinatura eletrônica.`,
      safe: `${untouched} ${noTry}`,
      next: 'É assinado digitalmente, com token: que o assine quem o tem.',
    }),
    certificateRevoked: ({ at }) => ({
      what: `O certificado foi revogado (${at.slice(0, 10)}).`,
      safe: `${untouched} ${noTry}`,
      next: 'Escolha outro certificado ou peça um novo à sua autoridade de registro.',
    }),
    tokenBusy: {
      what: 'O token está em uso por outra assinatura.',
      safe: untouched,
      next: 'Espere terminar e tente de novo.',
    },
    digestNotListed: {
      what: 'Foi pedido ao token que assinasse algo fora da lista autorizada com o PIN.',
      safe: 'O token não o assinou.',
      next: 'Assine de novo; se voltar a acontecer, avise a informática.',
    },
    tokenError: {
      what: 'O token não conseguiu concluir o pedido.',
      safe: `${kept} O ato em curso continua a assinar.`,
      next: 'Retire o token, conecte-o outra vez e tente de novo; se repetir, dite o código à informática.',
    },
    signatureInvalid: {
      what: 'A assinatura feita pelo token não passou na nossa verificação.',
      safe: 'Não foi guardada nem enviada: o ato continua a assinar.',
      next: 'Assine-o de novo; se repetir, não use esse token e avise a informática.',
    },
    actUnknown: {
      what: 'Esse ato não está nesta unidade.',
      safe: 'Nada foi alterado.',
      next: 'Sincronize e procure-o de novo.',
    },
    actNotShown: {
      what: 'O ato não foi lido.',
      safe: 'Não foi assinado.',
      next: 'Abra-o e leia-o, ou peça o visto de um colega.',
    },
    actChanged: {
      what: 'O ato mudou depois que você o abriu.',
      safe: 'Nenhuma versão foi assinada nem devolvida.',
      next: 'Abra-o outra vez e leia-o antes de decidir.',
    },
    caseMoved: ({ office }) => ({
      what: `O processo passou à unidade ${office}: aqui só pode ser lido.`,
      safe: 'Nada foi acrescentado; o que já estava escrito neste PC continua aqui.',
      next: 'Se for preciso, peça a essa unidade que o junte ou que devolva o processo.',
    }),
    officeNotKnown: ({ office }) => ({
      what: `Não há unidade ${office} entre as que o repositório informou.`,
      safe: 'O processo fica onde está.',
      next: 'Escolha-a na lista, pelo nome; se for nova, peça ao administrador que a cadastre e sincronize.',
    }),
    actsWait: ({ acts }) => ({
      what: `O processo não pode passar a outra unidade: ${acts === 1 ? 'um ato espera' : `${acts} atos esperam`} a assinatura.`,
      safe: 'O processo continua nesta unidade, como estava.',
      next: 'Assine ou retire esses atos e torne a dispô-lo.',
    }),
    actForbids: ({ state }) => ({
      what: `O ato está “${stateWords('pt-BR', state)}”: isto já não pode ser feito.`,
      safe: 'O ato ficou como estava.',
      next: 'Atualize a caixa e veja o seu estado.',
    }),
    notYourTurn: ({ waitingFor }) => ({
      what: `Antes assina ${waitingFor}: ainda não é a sua vez.`,
      safe: untouched,
      next: 'Espere que essa pessoa assine: o ato volta à sua caixa com essa assinatura.',
    }),
    signerNotNamed: ({ named }) => ({
      what: `O ato nomeia ${named} para assiná-lo, e esta mesa é de outra pessoa.`,
      safe: untouched,
      next: 'Deixe-o a quem nomeia, ou devolva-o para que nomeie outra pessoa.',
    }),
    substituteNotInForce: ({ replaces, from, until }) => ({
      what: `O ato nomeia ${replaces}, e a sua designação como substituto vigora de ${from} a ${until}.`,
      safe: untouched,
      next: 'Deixe-o a quem nomeia, ou peça a quem administra as pessoas uma designação que cubra hoje.',
    }),
    draftNotReady: ({ lacks }) => ({
      what: {
        title: 'A minuta não tem título.',
        text: 'A minuta não tem texto.',
        oneText: 'A minuta tem mais de um texto: ainda não se escolheu qual vale.',
        answer: 'Esta minuta já está para assinatura.',
      }[lacks],
      safe: 'A minuta fica como está.',
      next: {
        title: 'Escreva o título e envie-a de novo para assinatura.',
        text: 'Escreva o texto e envie-a de novo para assinatura.',
        oneText: 'Abra os textos lado a lado, forme um só e envie-a de novo para assinatura.',
        answer: 'Espere que seja assinada ou devolvida; uma correção posterior é um ato novo.',
      }[lacks],
    }),
    draftChanged: () => ({
      what: 'A minuta mudou enquanto o senhor a lia.',
      safe: 'O que estava escrito ficou guardado.',
      next: 'Leia o texto atual e tente de novo.',
    }),
    draftIncomplete: ({ sections, fields, citations }) => ({
      what: [
        ['Faltam partes obrigatórias no ato', sections],
        ['Há espaços por preencher', fields],
        ['Citam-se atos que não estão neste computador', citations],
      ]
        .filter(([, names]) => names!.length > 0)
        .map(([words, names]) => `${String(words)}: ${(names as string[]).join('; ')}.`)
        .join(' '),
      safe: 'A minuta fica como está.',
      next: 'Complete o que falta e encaminhe-a de novo à assinatura.',
    }),
    draftTooLong: ({ of, over }) => ({
      what: {
        characters: `O texto não está sendo guardado: é mais longo do que uma minuta admite, em ${over} caracteres.`,
        paragraphs: `O texto não está sendo guardado: tem mais parágrafos do que uma minuta admite, em ${over}.`,
        paragraph: `O texto não está sendo guardado: um parágrafo é mais longo do que se admite, em ${over} caracteres.`,
      }[of],
      safe: 'O que foi guardado antes continua guardado; o último está somente nesta tela. Não feche o Fojas.',
      next:
        of === 'paragraph'
          ? 'Divida o parágrafo em dois: o texto é guardado sozinho.'
          : 'Retire o que sobra, ou recorte e cole em outra minuta: o texto é guardado sozinho.',
    }),
    importRefused: ({ reason }) => ({
      what: {
        notDocx: 'O arquivo não é um documento do Word (.docx).',
        tooLarge: 'O documento é grande demais para uma minuta.',
        tooSlow: 'O documento demorou demais para ser lido.',
        damaged: 'O documento está danificado ou incompleto.',
        empty: 'O documento não tem texto.',
      }[reason],
      safe: 'A minuta fica como está.',
      next: {
        notDocx: 'Abra-o no seu editor de textos e salve como .docx.',
        tooLarge: 'Retire as imagens ou cole o texto por partes.',
        tooSlow: 'Copie o texto no seu editor e cole aqui.',
        damaged: 'Abra-o no seu editor de textos e salve de novo.',
        empty: 'Escolha outro arquivo ou escreva o texto aqui.',
      }[reason],
    }),
    characterLacking: ({ characters }) => ({
      what: `A letra dos atos não tem estes caracteres: ${characters}.`,
      safe: 'A minuta fica como está.',
      next: 'Substitua-os: no papel sairiam em branco.',
    }),
    draftUnknown: {
      what: 'O rascunho não está neste computador.',
      safe: 'Nada foi alterado.',
      next: 'Atualize a lista de rascunhos (F5).',
    },
    documentMissing: {
      what: 'O documento não está neste computador.',
      safe: 'Nada foi alterado.',
      next: 'Sincronize para trazê-lo.',
    },
    documentDamaged: {
      what: 'O documento guardado não confere com o seu resumo criptográfico.',
      safe: 'Não é mostrado nem assinado.',
      next: 'Sincronize para trazê-lo outra vez; se repetir, avise a informática.',
    },
    pdfRefused: ({ reason }) => ({
      what: `Este PDF não pode ser assinado: ${failuresPt.pdf[reason].why}.`,
      safe: 'O arquivo ficou como estava.',
      next: failuresPt.pdf[reason].next,
    }),
    pdfPasswordNeeded: {
      what: 'Este PDF está cifrado e falta a sua senha.',
      safe: 'O arquivo ficou como estava.',
      next: 'Peça a senha a quem o enviou, ou uma versão sem ela.',
    },
    pdfPasswordWrong: {
      what: 'A senha não abre este PDF.',
      safe: 'O arquivo ficou como estava; o PIN não foi usado.',
      next: 'Confira a senha (maiúsculas, acentos) e tente de novo.',
    },
    timestampMissing: ({ detail }) => ({
      what: `Não foi possível obter o carimbo do tempo (${asClause(detail)}).`,
      safe: 'O ato está assinado e guardado; a assinatura vale o mesmo.',
      next: 'Não é preciso fazer nada: o Fojas volta a pedir sozinho. Se continuar, avise a informática.',
    }),
    validationDataMissing: ({ detail }) => ({
      what: `Faltam dados para validar a assinatura daqui a muitos anos (${asClause(detail)}).`,
      safe: 'O ato está assinado e guardado; o que já foi acrescentado permanece.',
      next: 'Não é preciso fazer nada: o Fojas volta a buscá-los sozinho. Se continuar, avise a informática.',
    }),
    raiseRefused: ({ detail }) => ({
      what: `A assinatura deste ato não pode ser prolongada (${asClause(detail)}).`,
      safe: 'O ato assinado continua guardado, sem mudanças.',
      next: 'Avise a informática com o código: é preciso decidir o que fazer com este ato.',
    }),
    batchUnknown: {
      what: 'Esse lote de assinatura já não está em curso.',
      safe: kept,
      next: 'Veja os assinados na caixa.',
    },
    fileUnreadable: (failure) => sayUnreadable(failure, 'pt-BR'),
    fileExists: ({ file }) => ({
      what: `O arquivo “${file}” já existe.`,
      safe: 'Não foi sobrescrito.',
      next: 'Escolha outro nome ou outra pasta.',
    }),
    diskFull: {
      what: 'Não há mais espaço no disco.',
      safe: `${kept} O que não coube não foi dado por assinado.`,
      next: 'Libere espaço e tente de novo.',
    },
    storeBusy: {
      what: 'Os dados desta unidade estão em uso por outra cópia do Fojas.',
      safe: 'Nada se perdeu.',
      next: 'Feche a outra cópia e tente de novo.',
    },
    storeKeyWrong: {
      what: 'A chave dos dados guardados não corresponde.',
      safe: 'Os dados continuam cifrados e intactos.',
      next: 'Entre no computador com o seu usuário de sempre ou avise a informática.',
    },
    passphraseWrong: ({ waitSeconds }) => ({
      what: 'A frase não é a deste posto.',
      safe: 'Seus dados continuam como estavam, selados.',
      next:
        waitSeconds > 0
          ? `Espere ${waitSeconds} s e digite-a de novo.`
          : 'Digite-a de novo; contam maiúsculas e espaços.',
    }),
    deskLocked: {
      what: 'O posto está bloqueado.',
      safe: 'Nada se perdeu.',
      next: 'Abra-o com seu token ou com a frase de acesso para continuar.',
    },
    leavesUnsent: ({ files, drafts }) => ({
      what: `Este posto não foi esvaziado: o repositório ainda não tem ${files} dos seus arquivos nem ${drafts} das suas minutas, e nenhuma cópia os guarda.`,
      safe: 'Tudo ficou como estava.',
      next: 'Espere a linha e envie, leve num pendrive ou conecte o lugar da segunda cópia; depois esvazie de novo.',
    }),
    deskEmptied: {
      what: 'Este posto foi esvaziado.',
      safe: 'O que só existia aqui ficou ao lado, lacrado; a instituição abre com a sua chave de recuperação.',
      next: 'Feche o programa. Na próxima vez, o posto é preparado de novo.',
    },
    keychainMissing: {
      what: 'Este computador não oferece um chaveiro para guardar a chave dos dados.',
      safe: 'Nada foi guardado sem proteção.',
      next: 'Entre na sua sessão de costume ou avise a informática (falta o GNOME Keyring ou o KWallet).',
    },
    storeDamaged: ({ store }) => ({
      what: `O arquivo de dados “${store}” está danificado.`,
      safe: 'Nada foi escrito nele.',
      next: 'Não o apague: avise a informática para recuperá-lo da cópia.',
    }),
    copyPlaceAbsent: ({ folder }) => ({
      what: `O lugar da segunda cópia não está lá: ${folder}.`,
      safe: 'O que foi assinado continua guardado neste computador.',
      next: 'Conecte esse disco ou pendrive, ou recupere a pasta compartilhada; a cópia continua sozinha.',
    }),
    copiesNotKept: () => ({
      what: 'Este repositório não guarda segundas cópias dos postos.',
      safe: 'O que foi assinado continua guardado neste computador.',
      next: 'Avise a informática: é preciso atualizar o repositório ou indicar uma pasta em “secondCopy”.',
    }),
    copyPlaceOther: ({ folder }) => ({
      what: `Em ${folder} há outro disco ou pendrive que não o das cópias anteriores.`,
      safe: 'Nada foi gravado nele.',
      next: 'Se for o certo, pressione Copiar agora e confirme; se não, conecte o de sempre.',
    }),
    copyDamaged: ({ file }) => ({
      what: `A segunda cópia não é lida como foi gravada (${file}).`,
      safe: 'O que foi assinado continua guardado neste computador.',
      next: 'Troque o disco ou pendrive das cópias e avise a informática.',
    }),
    copyOfEnrolled: ({ deviceId }) => ({
      what: 'A cópia deste posto está no repositório em nome da sua inscrição, e a chave da inscrição se perdeu com o equipamento.',
      safe: 'A cópia continua no repositório, selada.',
      next: `Peça à informática que a traga com «fojas repository copies fetch --device ${deviceId} --to PASTA», e indique aqui essa pasta.`,
    }),
    copyMissing: ({ folder, detail }) => ({
      what: `Em ${folder} não há uma cópia inteira deste posto (${sayCopyReasons(detail, 'pt-BR')}).`,
      safe: 'Nada foi alterado neste computador.',
      next: 'Indique a pasta onde estão as cópias deste posto, ou outra cópia.',
    }),
    updateRefused: ({ reason }) => ({
      what: `A versão nova não é aceita: ${updateRefusals['pt-BR'][reason].why}.`,
      safe: 'O programa continua como estava, e os seus dados também.',
      next: updateRefusals['pt-BR'][reason].next,
    }),
    updateUnreachable: ({ source }) => ({
      what: `O lugar das versões novas não responde: ${source}.`,
      safe: 'O programa continua como estava, e é possível trabalhar normalmente.',
      next: 'Tenta-se de novo sozinho. Se durar dias, informe o código à informática.',
    }),
    parcelRefused: ({ reason }) => sayParcelRefusal(reason, 'pt-BR'),
    recoveryKeyWrong: ({ file }) => ({
      what: `A chave de recuperação não abre as cópias (${file}).`,
      safe: 'Nada foi alterado neste computador.',
      next: 'Use o arquivo da chave que a informática guarda para esta instituição.',
    }),
    officeFileBroken: ({ file, places }) => ({
      what:
        places.length === 0
          ? `O arquivo de configuração “${file}” não é JSON.`
          : `O arquivo de configuração “${file}” não vale em: ${places.join(', ')}.`,
      safe: 'Nada foi aberto, e os dados deste posto ficaram como estavam.',
      next: 'Corrija esse arquivo, ou peça à informática que o reponha, e repita.',
    }),
    seatUnknown: ({ seat, seats }) => ({
      what: `Neste posto não há um lugar “${seat}”.`,
      safe: 'Nada foi aberto.',
      next: `Escolha um dos que há: ${seats.join(', ')}. “fojas seats” diz de quem é cada um.`,
    }),
    storeFromFuture: ({ store }) => ({
      what: `O arquivo de dados “${store}” é de uma versão mais nova do Fojas.`,
      safe: 'Não foi tocado.',
      next: 'Atualize o Fojas neste computador.',
    }),
    repositoryNotConfigured: {
      what: 'Esta unidade não tem um repositório configurado.',
      safe: `Você pode ler e assinar. ${waits}`,
      next: 'Peça à informática que o configure.',
    },
    repositoryUnreachable: {
      what: 'Não há conexão com o repositório.',
      safe: `Você pode continuar trabalhando. ${waits}`,
      next: 'O envio é feito sozinho quando a conexão voltar; sincronize para tentar agora.',
    },
    repositoryGarbage: {
      what: 'Respondeu algo que não é o repositório.',
      safe: `Nada dessa resposta foi aceito. ${waits}`,
      next: 'Verifique a conexão (pode ser a página de acesso de uma rede Wi-Fi); se continuar, avise a informática.',
    },
    repositoryDenied: ({ reason }) => {
      switch (reason) {
        case 'notEnrolled':
          return {
            what: 'Este computador ainda não está inscrito no repositório.',
            safe: waits,
            next: 'Inscreva-o em Equipamento e permissões: com o token, com um código de uso único ou com o usuário institucional.',
          };
        case 'deviceRevoked':
          return {
            what: 'O repositório cancelou a inscrição deste computador.',
            safe: 'O que foi assinado e não foi enviado continua aqui e se recupera com a chave de recuperação.',
            next: 'Avise a TI: se foi engano, peça um código novo para inscrevê-lo outra vez.',
          };
        case 'grantEnded':
          return {
            what: 'O repositório não tem uma permissão sua em vigor nesta unidade.',
            safe: waits,
            next: 'Peça à TI que renove a permissão: ela volta a valer no próximo contato.',
          };
        case 'personsKey':
          return {
            what: 'A chave do arquivo é de uma pessoa, e não a da unidade.',
            safe: 'Nenhuma chave foi tomada.',
            next: 'Peça a quem cuida do repositório central a chave de acesso da unidade: com a de uma pessoa, os demais postos veriam o que ela vê, e nada mais.',
          };
        case undefined:
          return {
            what: 'O repositório não reconhece esta unidade.',
            safe: waits,
            next: 'Avise a informática: é preciso renovar a chave de acesso.',
          };
      }
    },
    enrolmentRefused: ({ reason }) => ({
      what: `O repositório não inscreveu este computador: ${enrolmentReasons[reason]}.`,
      safe: 'Nada foi guardado nem alterado.',
      next: 'Confira os dados ou peça à TI um código novo, e tente outra vez.',
    }),
    grantEnded: ({ office, until }) => ({
      what: `A sua permissão em ${office} valia até ${until}.`,
      safe: 'O que você fez está guardado e será enviado quando a permissão for renovada.',
      next: 'Conecte-se ao repositório para renová-la; se não resolver, peça à TI.',
    }),
    proxySignInNeeded: ({ proxy }) => ({
      what: `A saída da rede (proxy ${proxy}) pede usuário e senha.`,
      safe: `Você pode continuar trabalhando. ${waits}`,
      next: 'Informe-os na tela Linha; se não os tiver, peça-os à informática.',
    }),
    proxyMethodUnknown: ({ proxy, methods }) => ({
      what: `A saída para a rede (proxy ${proxy}) só aceita ${methods.join(' ou ')}, que este programa não usa: uma senha não basta.`,
      safe: `Você pode continuar trabalhando. ${waits}`,
      next: 'Peça à informática que o proxy deixe passar o endereço do repositório ou aceite senha (Basic), ou que ponha em line.proxy um intermediário deste computador (Px, Cntlm).',
    }),
    lineUntrusted: ({ detail }) =>
      ofTheClock.test(detail)
        ? {
            what: 'O certificado de quem responde venceu ou ainda não vale, pelo relógio deste computador.',
            safe: `Nada lhe foi enviado. ${waits}`,
            next: 'Veja a data e a hora deste computador e corrija-as se não forem as de hoje; se estiverem certas, avise a informática: é preciso renovar o certificado do repositório.',
          }
        : {
            what: 'Não foi possível comprovar que quem responde é o repositório: o certificado não é confiável.',
            safe: `Nada lhe foi enviado. ${waits}`,
            next: 'Avise a informática: falta a autoridade do certificado na configuração (line.caFile) ou alguém intercepta a linha.',
          },
    repositoryBusy: ({ retryAfterSeconds }) => ({
      what: 'O repositório está ocupado ou em manutenção.',
      safe: waits,
      next:
        retryAfterSeconds === null
          ? 'Nova tentativa automática daqui a pouco.'
          : `Nova tentativa automática em ${retryAfterSeconds} s.`,
    }),
    centreUnreachable: {
      what: 'O repositório da unidade responde; o central, não.',
      safe: 'Os rascunhos, as bandejas e as assinaturas continuam indo de um PC a outro. O que chegou à unidade espera ali: ainda não está registrado.',
      next: 'Não é preciso fazer nada: a unidade o envia sozinha assim que a linha voltar.',
    },
    repositoryFull: {
      what: 'O repositório não tem mais espaço em seu disco.',
      safe: waits,
      next: 'Avise a TI que o disco do repositório está cheio; a tentativa se repete sozinha.',
    },
    registrationRefused: ({ problem, detail, of }) => {
      const why = problemWords(failuresPt.problem, problem) ?? detail;
      return of === 'request'
        ? {
            what: `O repositório não aceitou o que lhe foi enviado: ${why}.`,
            safe: 'Nada do que está guardado neste computador se perdeu.',
            next: 'Corrija o que o motivo diz; se não depender de você, avise a informática com o código.',
          }
        : {
            what: `O repositório não registrou o ato: ${why}.`,
            safe: 'O ato continua assinado e guardado.',
            next: 'Informe o código ao protocolo ou à informática; pode ser preciso refazer o ato.',
          };
    },
    registerRewritten: ({ found, known, told }) => ({
      what: {
        rewritten: `O repositório mostra um passado diferente do que esta unidade verificou (até a folha ${known} do registro público).`,
        rolledBack: `O registro público do repositório encurtou: esta unidade verificou ${known} folhas e agora ele diz ter ${told ?? 0}.`,
        forked: 'A outra unidade foi mostrado um registro público diferente do desta.',
        leafMissing: 'Um recibo dado pelo repositório não está no seu registro público.',
        unsigned: 'O registro público mostrado não traz a assinatura do repositório.',
      }[found],
      safe: 'O que foi assinado continua assinado e guardado neste PC, com a prova do que foi verificado. Nada é enviado nem recebido.',
      next: 'Informe já o código à informática: pode ser uma cópia de segurança mal restaurada ou um repositório falso. Se a instituição confirmar por escrito, a informática pode aceitá-lo com “fojas log accept”.',
    }),
    receiptInvalid: {
      what: 'O recibo não passou na verificação contra o nosso arquivo.',
      safe: 'O ato continua assinado e guardado; não é dado por registrado.',
      next: 'Informe o código à informática.',
    },
    badInput: {
      what: 'O pedido não tem a forma esperada.',
      safe: 'Nada foi feito.',
      next: 'Confira o que digitou; se não digitou nada, feche e reabra o Fojas.',
    },
    unknownCall: {
      what: 'Foi pedido algo que esta versão do Fojas não sabe fazer.',
      safe: 'Nada foi feito.',
      next: 'Feche e reabra o Fojas; se repetir, avise a informática.',
    },
    notAllowed: {
      what: 'A sua função não permite fazer isto.',
      safe: 'Nada foi feito.',
      next: 'Peça a quem couber na unidade.',
    },
    caseUnknown: {
      what: 'Esse processo não está neste PC, ou não é para a sua função.',
      safe: 'Nada foi feito.',
      next: 'Procure-o pelo número ou peça que o mostrem.',
    },
    pieceNotThis: ({ mediaType }) => ({
      what: `O arquivo não é o que diz ser (${mediaType}).`,
      safe: 'Nada foi juntado; o original não foi tocado.',
      next: 'Juntam-se PDF, JPEG, PNG e TIFF. Converta-o ou digitalize de novo.',
    }),
    pieceDiffers: ({ expected, found }) => ({
      what: `O resumo não confere: informou-se ${expected.slice(0, 16)}… e o arquivo dá ${found.slice(0, 16)}….`,
      safe: 'Nada foi juntado; o original não foi tocado.',
      next: 'Registre a diferença em uma certidão e junte-o sem resumo informado, se for o caso.',
    }),
    officeGone: {
      what: 'O motor do Fojas fechou e está reiniciando.',
      safe: 'O assinado e o pendente estão guardados.',
      next: 'Espere alguns segundos e tente de novo.',
    },
    deadline: {
      what: 'A resposta demora mais que o previsto.',
      safe: 'Nada se perdeu; o pedido pode estar em curso.',
      next: 'Espere, atualize e veja o estado antes de repetir.',
    },
    unexpected: ({ incident }) => ({
      what: 'O Fojas teve uma falha própria e não concluiu o pedido.',
      safe: kept,
      next: `Tente de novo; se repetir, dite à informática o número ${incident}.`,
    }),
  },
  unsuitable: {
    expired: 'venceu',
    notYetValid: 'ainda não está vigente',
    wrongKeyUsage: 'não foi emitido para assinar',
    noPrivateKey: 'a sua chave não está no token',
    weakKey: 'a sua chave é curta demais',
    unreadable: 'não pode ser lido',
  },
  pdf: {
    empty: { why: 'o arquivo está vazio', next: 'Peça a quem enviou que o mande de novo.' },
    notPdf: { why: 'não é um PDF', next: 'Peça o documento em PDF.' },
    truncated: { why: 'está incompleto', next: 'Peça a quem enviou que o mande de novo.' },
    damaged: { why: 'está danificado', next: 'Peça que seja gerado de novo.' },
    encrypted: { why: 'está cifrado', next: 'Peça uma versão sem senha.' },
    weakEncryption: { why: 'a sua cifra (RC4) é fraca demais', next: 'Peça uma versão sem cifra ou cifrada com AES.' },
    foreignEncryption: { why: 'está cifrado de um modo que o Fojas não abre', next: 'Peça uma versão sem cifra.' },
    notPermitted: {
      why: 'as suas permissões não admitem assinatura',
      next: 'Peça a senha de proprietário ou uma versão sem essa restrição.',
    },
    hybrid: { why: 'tem dois índices internos que podem se contradizer', next: 'Peça que seja gerado de novo.' },
    certified: {
      why: 'já está certificado e o autor não admite mais assinaturas assim',
      next: 'Consulte quem o certificou.',
    },
    locked: { why: 'uma assinatura anterior o bloqueou', next: 'Consulte quem o assinou antes.' },
    signatureBroken: {
      why: 'traz a assinatura de outra pessoa que não se sustenta',
      next: 'Devolva-o: quem assinou antes tem de assinar de novo.',
    },
    xfa: { why: 'é um formulário XFA, que pode mudar o que mostra', next: 'Peça uma versão sem formulário.' },
    mac: {
      why: 'leva um código de integridade que a assinatura quebraria',
      next: 'Peça uma versão sem essa proteção.',
    },
    tooComplex: {
      why: 'a sua estrutura excede os limites seguros',
      next: 'Peça que seja gerado de novo, mais simples.',
    },
    fieldMissing: { why: 'não tem o campo de assinatura pedido', next: 'Indique outro campo ou nenhum.' },
    fieldTaken: { why: 'esse campo já está assinado', next: 'Indique outro campo.' },
    fieldShared: { why: 'esse campo de assinatura é compartilhado com outro', next: 'Indique outro campo ou nenhum.' },
    contentsTooSmall: { why: 'a assinatura não cabe no espaço reservado', next: 'Informe o código à informática.' },
    seedValue: { why: 'o campo exige da assinatura algo que não se cumpre', next: 'Consulte quem preparou o campo.' },
    notFirst: { why: 'só a primeira assinatura pode certificá-lo e já há outra', next: 'Assine sem certificar.' },
    pageMissing: {
      why: 'a assinatura visível cairia fora das suas páginas',
      next: 'Indique outra página ou outro lugar.',
    },
    placeTaken: { why: 'a assinatura visível cobriria algo que já está ali', next: 'Indique outro lugar.' },
    textTooLong: {
      why: 'o texto da assinatura visível não cabe no lugar',
      next: 'Aumente o lugar ou encurte o texto.',
    },
    fontLacking: {
      why: 'a fonte não tem todos os sinais do texto da assinatura visível',
      next: 'Tire do texto os sinais incomuns.',
    },
    other: { why: 'tem algo que ainda não sabemos assinar com segurança', next: 'Informe o código à informática.' },
  },
  problem: {
    unauthorized: 'não reconhece esta unidade',
    'not-found': 'não encontra o que foi pedido',
    'bad-request': 'não entendeu o pedido',
    'blob-missing': 'falta-lhe o arquivo assinado',
    'blob-hash-mismatch': 'o arquivo chegou diferente de como saiu',
    'blob-too-large': 'o arquivo ultrapassa o tamanho admitido',
    'act-id-reused': 'já tem outro ato com essa identidade',
    'act-unknown': 'não conhece esse ato',
    'act-state': 'o estado do ato não permite',
    'case-unknown': 'não conhece o processo',
    'case-differs': 'os dados do processo não conferem com os seus',
    'case-closed': 'o processo está encerrado',
    'case-moved': 'o processo passou a outra unidade',
    'office-unknown': 'não conhece essa unidade',
    'signature-invalid': 'a assinatura não passou na sua verificação',
    'not-what-was-shown': 'o assinado não é o que foi posto para assinar',
    'rendition-order': 'outro PC já acrescentou uma versão mais longa deste arquivo',
    'not-an-addition': 'o arquivo mais longo acrescenta mais do que carimbos do tempo e dados de validação',
    'storage-full': 'não tem mais espaço',
    'mismatching-upload-offset': 'outra parte do arquivo já está lá',
    'too-many-uploads': 'há arquivos demais desta unidade enviados pela metade',
    'bundle-broken': 'o envio foi interrompido e o resto não pôde ser lido',
    'frame-too-large': 'o arquivo é grande demais para esse envio',
    'predecessor-missing': 'antes tem de entrar um ato anterior do mesmo processo',
    'device-forked': 'conhece outra história deste PC',
    'cursor-expired': 'perdeu a conta do que já foi dito',
    'client-too-old': 'esta versão do Fojas é antiga demais para ele',
    'centre-away': 'o repositório central não lhe responde',
    'feature-missing': 'não sabe fazer o que esta versão precisa',
    'draft-conflict': 'o rascunho mudou nesse meio-tempo: ele guarda os dois textos',
    forbidden: 'a função desta pessoa não o permite',
    'draft-version-reused': 'já tem essa versão do rascunho com outro texto',
    'not-your-turn': 'antes outra pessoa tem de assinar',
    'parcel-refused': 'não aceita a remessa do pendrive',
    'device-revoked': 'o computador teve a inscrição cancelada',
    'grant-ended': 'não há permissão em vigor nesta unidade',
    'enrolment-refused': 'não inscreveu o computador',
    'too-many-requests': 'recebeu pedidos demais deste computador',
    'use-dpop-nonce': 'pede uma prova mais nova do computador',
    'electronic-refused': 'não pode ser assinado eletronicamente, somente digitalmente (com token)',
    'another-signer': 'o ato nomeia outra pessoa para assiná-lo',
    'substitution-refused': 'quem assinou não tinha designação em vigor como substituto nesse lugar',
    overloaded: 'está com trabalho demais neste momento',
    maintenance: 'está em manutenção',
    internal: 'teve uma falha própria',
  },
};
