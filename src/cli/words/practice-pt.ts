import type { PracticeWords } from './cli-words.ts';

export const practicePt: PracticeWords = {
  banner: 'MODO DE PRÁTICA: pessoas, fatos e órgãos são inventados. Nada do que se assine tem valor.',
  token: {
    softhsm: (pin) => `Token de prática: SoftHSM2, em software. PIN: ${pin}`,
    pkcs12: (pin) => `Token de prática: uma chave em arquivo (PKCS#12). PIN: ${pin}`,
    card: (pin) => `Token de prática: um cartão virtual num leitor virtual, lido pelo OpenSC. PIN: ${pin}`,
  },
  instead: {
    noLibrary:
      'SoftHSM2 não está instalado: para praticar com um token PKCS#11, instale-o (Debian: softhsm2 e opensc).',
    noTools:
      'Falta pkcs11-tool ou softhsm2-util: para praticar com um token PKCS#11, instale-os (Debian: opensc e softhsm2).',
    failed: 'SoftHSM2 não aceitou a chave de prática: usa-se a chave em arquivo.',
    noCard:
      'Aqui não se pode ter um cartão virtual (Debian: pcscd, vsmartcard-vpcd e opensc): a retirada do token é simulada.',
  },
  serveNeedsDir: '--serve precisa de --data-dir.',
  preparing: 'Preparando',
  showing: (count) => `Atos a assinar: ${count} (SHA-256, processo, ato)`,
  vouched: (name) => `visto de ${name}`,
  signing: 'Assinando',
  sending: 'Enviando',
  nothingToSign: 'não resta nada a assinar nesta unidade de prática: use outra pasta.',
  done: (good, total, signing, sending) =>
    `${good} de ${total} atos assinados, registrados e com recibo verificado (assinatura: ${signing}; envio: ${sending}).`,
  removal: {
    begins: {
      card: 'Ensaio: o cartão virtual será retirado enquanto assina, no meio do lote.',
      staged: 'Ensaio: será simulado que o token é retirado no meio do lote.',
    },
    stopped: (what) => `O lote parou. ${what}`,
    kept: (count) => `  Assinados e guardados: ${count}`,
    inHand: (title) => `  Em mãos na retirada, sem assinatura: “${title}”`,
    waiting: (count) => `  Em espera, sem alteração: ${count}`,
    putBack: 'O token está de volta.',
    goesOn: (count) => `Continua-se com o que restou: ${count} atos, com o PIN mais uma vez.`,
  },
  leftIn: (folder) => `PDF, recibos e relatório em ${folder}. Para conferi-los com programas alheios:`,
  keptAt: (folder) => `A unidade de prática ficou em ${folder}`,
  report: {
    title: 'Relatório de prática do Fojas',
    fictional: '**DATOS FICTICIOS.** Pessoas, fatos e órgãos são inventados; nada do assinado tem valor legal.',
    when: (moment) => `Feito em ${moment}.`,
    token: {
      softhsm: 'Token: SoftHSM2 (PKCS#11 em software).',
      pkcs12: 'Token: chave em arquivo (PKCS#12), porque SoftHSM2 não estava disponível.',
      card: 'Token: cartão virtual (PIV) num leitor virtual, lido pelo OpenSC.',
    },
    result: (good, total) => `${good} de ${total} atos assinados, registrados e com recibo verificado.`,
    times: (signing, sending) => `Assinatura do lote: ${signing} s. Envio e recibos: ${sending} s.`,
    actsTitle: 'Atos',
    columns: ['Ato', 'Processo', 'Estado', 'N.º (folhas)', 'Assinatura segundo o Fojas', 'SHA-256 do arquivo assinado'],
    checkTitle: 'Como conferir sem o Fojas',
    checkAll: 'Tudo junto (precisa de qpdf, pdfsig, certutil, openssl e perl):',
    checkOne: 'O mesmo para o primeiro ato, passo a passo, a partir desta pasta:',
    checks: {
      sums: 'Os arquivos estão inteiros',
      qpdf: 'A estrutura do PDF',
      pdfsig: 'A assinatura segundo o poppler, que só confia na autoridade de prática',
      openssl: 'A assinatura segundo o openssl: o que cobre, a assinatura, e a conferência',
      receipt: 'O recibo, com a chave do repositório',
      receiptNames: 'O recibo nomeia este arquivo e nenhum outro',
    },
  },
};
