import type { RecoveryWords } from './recovery-es.ts';

/** Recuperar um posto: o que se lê quando os dados não abrem. */
export const recoveryPt: RecoveryWords = {
  'recovery.title': 'Recuperar este posto',
  'recovery.damaged':
    'Os dados deste computador estão danificados. Eles são repostos a partir da segunda cópia; nada do que há é apagado, e o mais novo que ainda possa ser lido é acrescentado.',
  'recovery.keyLost': 'O sistema perdeu a chave dos dados, mas os dados estão aí.',
  'recovery.newDesk':
    'Este computador substitui {device}. O que havia lá é trazido da sua cópia; antes disso nada é aberto.',
  'recovery.keyTitle': 'A chave',
  'recovery.keyNote':
    'A instituição guarda a chave de recuperação. Use um arquivo com ela, ou a resposta da instituição a um pedido: assim a chave não sai do lugar.',
  'recovery.keyFile': 'Arquivo com a chave ou com a resposta',
  'recovery.to': 'Pasta onde deixar o pedido (pendrive)',
  'recovery.ask': 'Fazer um pedido',
  'recovery.asking': 'Fazendo o pedido…',
  'recovery.asked': 'Pedido feito:',
  'recovery.mark': 'Quem responder deve ver a mesma marca: {mark}. Responde com “fojas home answer”.',
  'recovery.withKey': 'Abrir com a chave que está junto aos dados',
  'recovery.withKeyNote': 'Os dados não são tocados: isto não custa nada. Se não abrir, traga-os da cópia.',
  'recovery.opening': 'Abrindo…',
  'recovery.copies': 'As cópias',
  'recovery.folder': 'Pasta das cópias (disco, pasta compartilhada ou pendrive)',
  'recovery.look': 'Ver as cópias',
  'recovery.looking': 'Lendo as cópias…',
  'recovery.open': 'Ver o que contêm',
  'recovery.choose': 'Qual cópia trazer',
  'recovery.whole': 'inteira · {files} arquivos · {size}',
  'recovery.broken': '{n} arquivos danificados',
  'recovery.holds': '{acts} atos assinados, {unsent} sem registro, {drafts} minutas, {entries} lançamentos do diário',
  'recovery.unusable': 'não serve: {reason}',
  'recovery.bring': 'Trazer de volta',
  'recovery.bringing': 'Trazendo e verificando…',
  'recovery.done': 'O posto está de volta',
  'recovery.from': 'Da cópia {name}, feita em {at}.',
  'recovery.back':
    'Voltaram {acts} atos assinados ({unsent} na fila), {files} arquivos e {entries} lançamentos do diário, com a cadeia verificada.',
  'recovery.salvaged': 'Do diário danificado salvaram-se ainda {n} coisas mais novas que a cópia.',
  'recovery.notBack':
    'O que foi feito aqui depois dessa cópia e não tinha chegado ao repositório não voltou. O que está registrado chega sozinho do repositório.',
  'recovery.passedOver': 'A cópia {name} foi pulada: {reason}',
  'recovery.aside': 'O que havia ficou em',
  'recovery.finish': 'Ir para as bandejas',
  'recovery.without': 'Começar sem a cópia',
  'recovery.replaces': 'Este computador substitui outro: trazer sua cópia antes de começar',
  'recovery.device': 'Nome do equipamento substituído (como na pasta da sua cópia)',
  'recovery.reason.notForUs': 'outra chave',
  'recovery.reason.damaged': 'danificada',
  'recovery.reason.unsigned': 'sem a assinatura do escritório',
  'recovery.reason.forged': 'com uma assinatura que não é do escritório',
  'recovery.reason.otherDesk': 'de outro posto',
};
