import type { CommandWords } from './cli-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';

/** The help of the commands about copies and sticks. */
export const carriedCommandsEn: Readonly<Record<CarriedCommandName, CommandWords>> = {
  'home status': {
    summary: 'says how the second copy of this desk stands',
    usage: '--config FILE --store-key-file FILE',
    about: [
      'Shows where it is, when the last one was made and how much is not in it yet. Exits with 1 if something is not copied.',
    ],
    options: { config: 'Office configuration (JSON).', 'store-key-file': 'File with the store key.' },
    examples: ['fojas home status --config oficina.json --store-key-file almacen.key'],
  },
  'home copy-now': {
    summary: 'makes the second copy now',
    usage: '--config FILE --store-key-file FILE [--adopt]',
    about: ["Copies the journal and the files that the repository lacks, sealed to the institution's recovery key."],
    options: {
      config: 'Office configuration (JSON).',
      'store-key-file': 'File with the store key.',
      adopt: 'Takes the disk or stick that is there, even if it is not the one of before.',
    },
    examples: ['fojas home copy-now --config oficina.json --store-key-file almacen.key'],
  },
  'home check': {
    summary: 'reads the copies and compares them with what was written',
    usage: '--config FILE --store-key-file FILE',
    about: ['Exits with 1 if something at the place of the copies is no longer what was written.'],
    options: { config: 'Office configuration (JSON).', 'store-key-file': 'File with the store key.' },
    examples: ['fojas home check --config oficina.json --store-key-file almacen.key --json'],
  },
  'home restore': {
    summary: 'brings a desk back from its second copy',
    usage: '--config FILE --from FOLDER --identity-file KEY --store-key-file FILE',
    about: [
      'Takes the newest copy that is whole. What was in the data folder is set aside, not removed. Fojas must be closed. If the file of the store key does not exist, a new key is made.',
    ],
    options: {
      config: 'Office configuration (JSON).',
      from: 'Folder of the copies (the stick’s, or the desk’s inside it).',
      'identity-file': 'File with the recovery key (AGE-SECRET-KEY-1…).',
      'store-key-file': 'File with the store key.',
    },
    examples: [
      'fojas home restore --config oficina.json --from /media/copias --identity-file clave.txt --store-key-file nueva.key',
    ],
  },
  'home store-key': {
    summary: 'brings back the store key that the system lost',
    usage: '--config FILE --identity-file KEY --out FILE',
    about: ['The key lies beside the data, sealed to the recovery key. If the data are sound, nothing is lost.'],
    options: {
      config: 'Office configuration (JSON).',
      'identity-file': 'File with the recovery key (AGE-SECRET-KEY-1…).',
      out: 'New file to write the key to.',
    },
    examples: ['fojas home store-key --config oficina.json --identity-file clave.txt --out almacen.key'],
  },
  'home new-recovery-key': {
    summary: 'makes a recovery key, for IT',
    usage: '--out FILE',
    about: [
      'The key (age, X25519) opens all copies. Keep it off line and twice; desks get the recipient “age1…” only.',
    ],
    options: { out: 'New file to write the key to.' },
    examples: ['fojas home new-recovery-key --out clave-de-recuperacion.txt'],
  },
};

export const carriedEn: CarriedWords = {
  states: {
    off: 'No second copy is configured.',
    waiting: 'No copy was made yet.',
    good: 'The second copy is whole.',
    absent: 'The place of the copies is not there (a stick that is not plugged in?).',
    otherPlace: 'Another disk or stick is there than the one of the copies before.',
    failing: 'The last copy could not be made.',
  },
  lastCopy: (at) => (at === null ? 'Never copied.' : `Last copy: ${at}.`),
  uncovered: (uncovered, unsent) => `Not registered: ${unsent}. Of these not in the copy: ${uncovered}.`,
  sameDisk: 'The place of the copies is on the same disk as the data: it is no use when the computer is lost.',
  generation: (name, files, damaged) =>
    damaged.length === 0 ? `${name}: whole, ${files} files.` : `${name}: DAMAGED: ${damaged.join(', ')}`,
  noGenerations: 'There is no copy of this desk.',
  restored: (generation, at) => `Brought back from copy ${generation}, made at ${at}.`,
  broughtBack: (acts, unsent, salvaged) =>
    `Signed acts: ${acts}. Queued: ${unsent}. Salvaged from the damaged journal: ${salvaged}.`,
  passedOver: (name, reason) => `${name} was not used: ${reason}`,
  setAside: (folder) => `What was there is now in ${folder}.`,
  newKeyIn: (file) => `New store key in ${file}.`,
  noIdentity: (file) => `${file} holds no recovery key (AGE-SECRET-KEY-1…).`,
  storeKeyBack: (file) => `Store key brought back in ${file}.`,
  recoveryKey: (file) => `Recovery key in ${file}.`,
  recipient: 'Recipient, for “secondCopy.recoveryRecipients” of each desk:',
  keepIt: [
    'Whoever has this key opens the copies of all desks.',
    'Keep it off line, in two places (say, two sticks in different safes), and print it.',
    'Try it once a year with “fojas home restore” on another computer.',
  ],
};
