import type { CommandWords } from './command-words.ts';
import type { LogCommandName, LogWords } from './log-words.ts';

const office = {
  config: 'Configuration of the office (JSON).',
  'store-key-file': 'File with the store’s key.',
};

export const logCommandsEn: Readonly<Record<LogCommandName, CommandWords>> = {
  'receipt export': {
    summary: 'keeps an act’s receipt with all that it takes to check it without a line',
    usage: 'ACT --config FILE --store-key-file FILE --out FILE',
    about: [
      'ACT is the act’s id. The file holds the receipt, the proof of its place in the public log, the log’s signed state, the history of keys and the newest time-stamp. With a line the proof is of today; without one, of the day when it was checked.',
    ],
    options: { ...office, out: 'New file to write; one that exists is not replaced.' },
    examples: [
      'fojas receipt export 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --config office.json --store-key-file store.key --out receipt.json',
    ],
  },
  'receipt verify': {
    summary: 'checks exported receipts, without a line and without the repository',
    usage: 'FILE... [--pins FILE | --config FILE] [--trust FOLDER|FILE] [--document PDF]',
    about: [
      'Takes nothing but the pinned root key: that of --pins, or else the one that this PC’s office or its institution’s policy pins. Checks the receipt’s signature, the history of keys, the signed state of the public log and that the receipt is in it; with --trust, the time-stamp too. Exits with 0 only if all holds for every file.',
    ],
    options: {
      pins: 'JSON file with the pinned keys, as `fojas repository keys` shows them.',
      config: 'The office’s configuration whose pinned keys count; without it, this PC’s own.',
      trust: 'Certificates of the time-stamping authority: a folder, or a file.',
      document: 'A PDF to be compared with the registered one.',
    },
    examples: [
      'fojas receipt verify receipt.json',
      'fojas receipt verify receipt.json --pins keys.json',
      'fojas receipt verify receipt.json --pins keys.json --document act.pdf',
    ],
  },
  'log show': {
    summary: 'shows what this office saw of the repository’s public log',
    usage: '--config FILE --store-key-file FILE',
    about: ['Where there is a line it checks again. Exits with 1 if the log does not agree with what was seen.'],
    options: office,
    examples: ['fojas log show --config office.json --store-key-file store.key'],
  },
  'log accept': {
    summary: 'takes the public log as it is shown now, though it does not follow the one that was seen',
    usage: '--config FILE --store-key-file FILE --reason REASON',
    about: [
      'For IT alone (role itAdmin), where the institution has confirmed in writing that the repository was put back from an older copy. The journal keeps it with the reason. Receipts that are not in the log any more have no proof: those acts have to be registered again.',
    ],
    options: { ...office, reason: 'The reason, with the number of the order or ticket (10 characters or more).' },
    examples: ['fojas log accept --config office.json --store-key-file store.key --reason "Order 12/26: restored"'],
  },
  'log seen': {
    summary: 'compares the public log that another office was shown with this one’s',
    usage: 'FILE... --config FILE --store-key-file FILE',
    about: [
      'FILE is a receipt exported in another office, or the log’s signed state. At the next contact the repository has to prove that both are the same log; if it cannot, the office stops sending to it and believing it.',
    ],
    options: office,
    examples: ['fojas log seen receipt-of-another-office.json --config office.json --store-key-file store.key'],
  },
  'repository keys rotate': {
    summary: 'changes the key with which the repository signs receipts',
    usage: '--dir FOLDER [--root FILE]',
    about: [
      'The first key is the root: it stays pinned in the offices and vouches for the others. With the first change it is kept in root-key.pem: take it off the machine and keep it. The repository has to be stopped. What retired keys signed can still be checked.',
    ],
    options: {
      dir: 'Folder of the repository, stopped.',
      root: 'File with the root key, where it is not in the folder any more.',
      register: 'Where the register is, if not in the folder (postgres://…).',
    },
    examples: [
      'fojas repository keys rotate --dir /srv/fojas',
      'fojas repository keys rotate --dir /srv/fojas --root /media/key/root-key.pem',
    ],
  },
};

export const logEn: LogWords = {
  exported: (path) => `Receipt kept in ${path}`,
  holds: (file, repository) => `${file}: valid. Signed by ${repository}.`,
  registration: (caseNumber, number, from, to, at) =>
    `  Act No. ${number} of ${caseNumber}, sheets ${from}${to === from ? '' : `-${to}`}, registered on ${at}`,
  bytes: (sha256) => `  SHA-256 of the registered file: ${sha256}`,
  place: (leaf, size) => `  Leaf ${leaf} of ${size} of the public log`,
  stamped: (at, by) => `  The log carries a time-stamp of ${at}, by ${by}`,
  stampUntrusted: (at) => `  The log carries a time-stamp of ${at}; without --trust nobody knows whose`,
  stampBad: 'the time-stamp is not good for this log',
  notStamped: '  Not time-stamped',
  fails: (file, why) => `${file}: NOT valid: ${why}.`,
  faults: {
    form: 'it is no exported receipt',
    keys: 'the history of keys is not of the pinned root',
    receipt: 'no key of the repository signed this receipt',
    checkpoint: 'no key of the repository that was in force signed that public log',
    inclusion: 'the receipt is not in that public log',
    stamp: 'the time-stamp is of another log',
    document: 'the PDF is not the registered one',
  },
  noPins: (file) => `${file} holds no keys: it is the list that \`fojas repository keys\` shows.`,
  pinnedIn: (file) => `Checked against the repository keys pinned in ${file}.`,
  pinnedByPolicy: 'Checked against the repository keys that this PC’s policy pins (repository.keys).',
  nothingPinned: (file) =>
    `no repository key is pinned on this PC (neither ${file} nor its policy, repository.keys, names one). Ask IT for the list that \`fojas repository keys\` shows and name it with --pins FILE, or name the office with --config FILE.`,
  nothingSeen: 'This office has not seen a public log yet.',
  seen: (size, at) => `Public log: ${size} leaves, checked on ${at}.`,
  lastStamp: (at) => `Newest time-stamp: ${at}.`,
  alarm: (kind, at) => `ALARM since ${at} (${kind}): nothing is sent or received.`,
  agrees: 'It agrees with all that was seen.',
  accepted: (size) => `Taken: the public log has ${size} leaves now.`,
  believed: 'Taken: it is compared at the next contact.',
  notBelieved: 'It was not signed by this repository, and was not taken.',
  rotated: (retired, key) => `New key: ${key}. The one before (${retired}) counts only for what it signed.`,
  otherRoot: (file) =>
    `${file} is not the root of this repository but of another one. Nothing was changed; bring the one that was kept at the first change of keys.`,
  rootMoved: (file) => `The root is in ${file}: take it off this machine and keep it; the next change needs it.`,
};
