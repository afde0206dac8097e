import type { PracticeWords } from './cli-words.ts';

export const practiceEn: PracticeWords = {
  banner: 'PRACTICE MODE: people, facts and offices are invented. Nothing signed here has value.',
  token: {
    softhsm: (pin) => `Practice token: SoftHSM2, in software. PIN: ${pin}`,
    pkcs12: (pin) => `Practice token: a key in a file (PKCS#12). PIN: ${pin}`,
    card: (pin) => `Practice token: a virtual card in a virtual reader, read by OpenSC. PIN: ${pin}`,
  },
  instead: {
    noLibrary: 'SoftHSM2 is not installed: to practise with a PKCS#11 token, install it (Debian: softhsm2 and opensc).',
    noTools:
      'pkcs11-tool or softhsm2-util is missing: to practise with a PKCS#11 token, install them (Debian: opensc and softhsm2).',
    failed: 'SoftHSM2 did not take the practice key: the key in a file is used.',
    noCard: 'No virtual card can be had here (Debian: pcscd, vsmartcard-vpcd and opensc): a removal is staged.',
  },
  serveNeedsDir: '--serve needs --data-dir.',
  preparing: 'Preparing',
  showing: (count) => `Acts to sign: ${count} (SHA-256, case, act)`,
  vouched: (name) => `vouched for by ${name}`,
  signing: 'Signing',
  sending: 'Sending',
  nothingToSign: 'nothing is left to sign in this practice office: use another folder.',
  done: (good, total, signing, sending) =>
    `${good} of ${total} acts signed, registered and with a verified receipt (signing: ${signing}; sending: ${sending}).`,
  removal: {
    begins: {
      card: 'Rehearsal: the virtual card will be pulled out while it signs, in the middle of the batch.',
      staged: 'Rehearsal: the token will be made to seem pulled out in the middle of the batch.',
    },
    stopped: (what) => `The batch stopped. ${what}`,
    kept: (count) => `  Signed and kept: ${count}`,
    inHand: (title) => `  In hand when it went, not signed: “${title}”`,
    waiting: (count) => `  Waiting, untouched: ${count}`,
    putBack: 'The token is back.',
    goesOn: (count) => `Going on with what was left: ${count} acts, with the PIN once more.`,
  },
  leftIn: (folder) => `PDFs, receipts and report in ${folder}. To check them with programs that are not Fojas:`,
  keptAt: (folder) => `The practice office is kept in ${folder}`,
  report: {
    title: 'Fojas practice report',
    fictional: '**DATOS FICTICIOS.** People, facts and offices are invented; nothing signed here has legal value.',
    when: (moment) => `Made on ${moment}.`,
    token: {
      softhsm: 'Token: SoftHSM2 (PKCS#11 in software).',
      pkcs12: 'Token: a key in a file (PKCS#12), because SoftHSM2 was not available.',
      card: 'Token: a virtual card (PIV) in a virtual reader, read by OpenSC.',
    },
    result: (good, total) => `${good} of ${total} acts signed, registered and with a verified receipt.`,
    times: (signing, sending) => `Signing the batch: ${signing} s. Sending and receipts: ${sending} s.`,
    actsTitle: 'Acts',
    columns: ['Act', 'Case', 'State', 'No. (sheets)', 'Signature, says Fojas', 'SHA-256 of the signed file'],
    checkTitle: 'How to check it without Fojas',
    checkAll: 'All at once (needs qpdf, pdfsig, certutil, openssl and perl):',
    checkOne: 'The same for the first act, step by step, from this folder:',
    checks: {
      sums: 'The files are whole',
      qpdf: 'The structure of the PDF',
      pdfsig: 'The signature, says poppler, which trusts the practice authority alone',
      openssl: 'The signature, says openssl: what it covers, the signature, and the check',
      receipt: 'The receipt, with the repository’s key',
      receiptNames: 'The receipt names this file and no other',
    },
  },
};
