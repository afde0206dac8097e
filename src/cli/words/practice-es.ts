import type { PracticeWords } from './cli-words.ts';

export const practiceEs: PracticeWords = {
  banner: 'MODO PRÁCTICA: personas, hechos y organismos son inventados. Nada de lo que se firme tiene valor.',
  token: {
    softhsm: (pin) => `Token de práctica: SoftHSM2, en software. PIN: ${pin}`,
    pkcs12: (pin) => `Token de práctica: una clave en archivo (PKCS#12). PIN: ${pin}`,
    card: (pin) => `Token de práctica: una tarjeta virtual en un lector virtual, leída por OpenSC. PIN: ${pin}`,
  },
  instead: {
    noLibrary:
      'SoftHSM2 no está instalado: para practicar con un token PKCS#11, instálelo (Debian: softhsm2 y opensc).',
    noTools:
      'Falta pkcs11-tool o softhsm2-util: para practicar con un token PKCS#11, instálelos (Debian: opensc y softhsm2).',
    failed: 'SoftHSM2 no aceptó la clave de práctica: se usa la clave en archivo.',
    noCard:
      'Aquí no se puede tener una tarjeta virtual (Debian: pcscd, vsmartcard-vpcd y opensc): el retiro del token se simula.',
  },
  serveNeedsDir: '--serve necesita --data-dir.',
  preparing: 'Preparando',
  showing: (count) => `Actos a firmar: ${count} (SHA-256, causa, acto)`,
  vouched: (name) => `visado por ${name}`,
  signing: 'Firmando',
  sending: 'Enviando',
  nothingToSign: 'no queda nada a firmar en esta oficina de práctica: use otra carpeta.',
  done: (good, total, signing, sending) =>
    `${good} de ${total} actos firmados, registrados y con recibo verificado (firma: ${signing}; envío: ${sending}).`,
  removal: {
    begins: {
      card: 'Ensayo: la tarjeta virtual se retirará mientras firma, en la mitad del lote.',
      staged: 'Ensayo: se hará de cuenta que el token se retira en la mitad del lote.',
    },
    stopped: (what) => `El lote se detuvo. ${what}`,
    kept: (count) => `  Firmados y guardados: ${count}`,
    inHand: (title) => `  En mano al retirarse, sin firmar: «${title}»`,
    waiting: (count) => `  En espera, sin tocar: ${count}`,
    putBack: 'El token está puesto otra vez.',
    goesOn: (count) => `Se sigue con lo que quedó: ${count} actos, con el PIN de nuevo.`,
  },
  leftIn: (folder) => `PDF, recibos e informe en ${folder}. Para comprobarlos con programas ajenos:`,
  keptAt: (folder) => `La oficina de práctica quedó en ${folder}`,
  report: {
    title: 'Informe de práctica de Fojas',
    fictional:
      '**DATOS FICTICIOS.** Personas, hechos y organismos son inventados; nada de lo firmado tiene valor legal.',
    when: (moment) => `Hecho el ${moment}.`,
    token: {
      softhsm: 'Token: SoftHSM2 (PKCS#11 en software).',
      pkcs12: 'Token: clave en archivo (PKCS#12), porque SoftHSM2 no estaba disponible.',
      card: 'Token: tarjeta virtual (PIV) en un lector virtual, leída por OpenSC.',
    },
    result: (good, total) => `${good} de ${total} actos firmados, registrados y con recibo verificado.`,
    times: (signing, sending) => `Firma del lote: ${signing} s. Envío y recibos: ${sending} s.`,
    actsTitle: 'Actos',
    columns: ['Acto', 'Causa', 'Estado', 'N.º (fojas)', 'Firma según Fojas', 'SHA-256 del archivo firmado'],
    checkTitle: 'Cómo comprobarlo sin Fojas',
    checkAll: 'Todo junto (necesita qpdf, pdfsig, certutil, openssl y perl):',
    checkOne: 'Lo mismo para el primer acto, paso a paso, desde esta carpeta:',
    checks: {
      sums: 'Los archivos están enteros',
      qpdf: 'La estructura del PDF',
      pdfsig: 'La firma según poppler, que solo confía en la autoridad de práctica',
      openssl: 'La firma según openssl: lo que cubre, la firma, y la comprobación',
      receipt: 'El recibo, con la clave del repositorio',
      receiptNames: 'El recibo nombra este archivo y no otro',
    },
  },
};
