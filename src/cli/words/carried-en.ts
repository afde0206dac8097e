import type { CommandWords } from './command-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';

/** The help of the commands about copies and sticks. */
export const carriedCommandsEn: Readonly<Record<CarriedCommandName, CommandWords>> = {
  'case keep': {
    summary: 'keeps the documents of a case to work without a line',
    usage: '--config FILE --store-key-file FILE [--case NUMBER [--hearing DATE | --let-go]]',
    about: [
      'Without --case it shows what is kept, how much room it takes and what is still to come. Documents of other cases leave when there is no room, and come back when they are opened.',
    ],
    options: {
      config: 'The office configuration (JSON).',
      'store-key-file': 'File with the key of the store.',
      case: 'The case’s number, as it stands in its caption.',
      hearing: 'The hearing it is kept for (2026-11-26T09:00): its documents come before the others.',
      'let-go': 'Keeps the case no longer.',
    },
    examples: [
      'fojas case keep --config office.json --store-key-file store.key --case PP-97-00-000418-26/00 --hearing 2026-11-26T09:00',
    ],
  },
  'home status': {
    summary: 'says how the second copy of this desk stands',
    usage: '--config FILE --store-key-file FILE',
    about: [
      'Shows where it is, when the last one was made and how much is not in it yet. Exits with 1 if something is not copied.',
    ],
    options: { config: 'Office configuration (JSON).', 'store-key-file': 'File with the store key.' },
    examples: ['fojas home status --config oficina.json --store-key-file almacen.key'],
  },
  wipe: {
    summary: 'empties the desk of somebody who leaves',
    usage: '--config FILE --store-key-file FILE [--seat SEAT] [--user-data FOLDER] [--really]',
    about: [
      'Says first what only exists at the desk. With --really it copies that to the second place where there is one, and empties nothing while anything is missing there. Then it removes what was fetched, its keys, the store key and the configuration; what only existed here stays beside it, sealed, for the institution’s recovery key.',
    ],
    options: {
      config: 'The office’s configuration (JSON); it is removed.',
      'store-key-file': 'File with the store key; it is removed.',
      seat: 'The seat to work at, as “fojas seats” names it; all seats of the desk are emptied.',
      'user-data':
        'The program’s own folder, if it is not the usual one: the keys that the window sealed there go, too.',
      really: 'Empties the desk; without it, only says what would happen.',
    },
    examples: ['fojas wipe --config office.json --store-key-file store.key --really'],
  },
  'desk unlock': {
    summary: 'opens the lock of a desk whose person lost the token',
    usage: '--config FILE [--seat SEAT] [--user-data FOLDER] [--really]',
    about: [
      'For IT, with the person beside, in that person’s own account of the system and with the program closed. It takes away the note that the desk is locked. It reads no data and no key, and works only where the system’s keychain has the key of the data and no passphrase was chosen. Without --really it only says what would happen.',
    ],
    options: {
      config: 'Office configuration (JSON).',
      seat: 'The seat to work at, as “fojas seats” names it.',
      'user-data': 'The program’s own folder, if it is not the usual one.',
      really: 'Takes the note away; without it, only says what would happen.',
    },
    examples: ['fojas desk unlock --config office.json --really'],
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
      'identity-file': 'File with the recovery key (AGE-SECRET-KEY-1…), or with the answer to a request.',
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
      'identity-file': 'File with the recovery key (AGE-SECRET-KEY-1…), or with the answer to a request.',
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
  'home fetch': {
    summary: 'brings the copies of this desk from the repository',
    usage: '--config FILE --to FOLDER [--all]',
    about: [
      'Leaves in a folder the newest whole copy that the repository keeps of this desk, as at any second place: “home restore --from” and “home errand --from” go on from there. Nothing of it opens without the recovery key. After a cut, the same command goes on where it was.',
    ],
    options: {
      config: 'Office configuration (JSON), with the repository and its access key.',
      to: 'Folder where the copies are left.',
      all: 'The older ones, too.',
    },
    examples: ['fojas home fetch --config office.json --to /media/copies'],
  },
  'home errand': {
    summary: 'asks the institution for what opens the copies, without the recovery key',
    usage: '--config FILE [--from FOLDER] --to FOLDER',
    about: [
      'Leaves a request in a folder (a stick) with the headers of the copies and of the store key. The institution answers it with “home answer”; the answer is used as “--identity-file” of “home restore” and “home store-key”, at this desk and at no other.',
    ],
    options: {
      config: 'Office configuration (JSON).',
      from: 'Folder of the copies; without it, the store key alone.',
      to: 'Folder to leave the request in.',
    },
    examples: ['fojas home errand --config oficina.json --from /media/copias --to /media/pendrive'],
  },
  'home answer': {
    summary: 'answers a desk’s request, where the recovery key is kept',
    usage: '--errand FILE --identity-file KEY --out FILE',
    about: [
      'Opens only the files that the request names, and seals the answer to that desk. Compare the mark with whoever asked before you hand it out.',
    ],
    options: {
      errand: 'File of the request.',
      'identity-file': 'File with the recovery key (AGE-SECRET-KEY-1…).',
      out: 'New file to write the answer to.',
    },
    examples: [
      'fojas home answer --errand fojas-0c4f8a12.pedido --identity-file clave.txt --out fojas-0c4f8a12.respuesta',
    ],
  },
  'stick export': {
    summary: 'puts what is queued into a parcel to be carried on a stick',
    usage: '--config FILE --store-key-file FILE --to FOLDER',
    about: [
      'The parcel is signed by the office and sealed to the repository. The queue goes on: if the line comes back first, each act is still registered once.',
    ],
    options: {
      config: 'Office configuration (JSON).',
      'store-key-file': 'File with the store key.',
      to: 'Folder of the stick.',
    },
    examples: ['fojas stick export --config office.json --store-key-file store.key --to /media/stick'],
  },
  'stick wish': {
    summary: 'asks, on a stick, for the cases that this computer begins with',
    usage: '--config FILE --store-key-file FILE --to FOLDER [--case NUMBER...] [--max-mb N]',
    about: [
      'The request is sealed to the repository and is carried as a parcel (“fojas stick carry”, “fojas repository stick import”). What comes back opens at this desk alone and holds what its person may see, in words that this version knows.',
    ],
    options: {
      config: 'The office’s configuration (JSON).',
      'store-key-file': 'File with the key of the store.',
      to: 'Folder of the stick.',
      case: 'Number of the case. May be repeated; without it, all that may be seen.',
      'max-mb': 'How much it may take, in MB (2000 if left out; over another office’s line at most 50).',
    },
    examples: [
      'fojas stick wish --config office.json --store-key-file store.key --to /media/stick --case PP-97-00-000418-26/00',
    ],
  },
  'stick import': {
    summary: 'takes the repository’s answer, or the cases of a new computer, from a stick',
    usage: '--config FILE --store-key-file FILE --file FILE',
    about: ['Each receipt is verified against what was signed here, as if it had come over the line.'],
    options: {
      config: 'Office configuration (JSON).',
      'store-key-file': 'File with the store key.',
      file: 'The file on the stick.',
    },
    examples: ['fojas stick import --config office.json --store-key-file store.key --file /media/stick/respuesta'],
  },
  'stick carry': {
    summary: 'takes in the parcel of an office that has no line, and passes it on',
    usage: '--config FILE --store-key-file FILE --file FILE',
    about: [
      'The parcel stays sealed to the repository: this office cannot read it. It waits here for the line, and each act is registered once however often it is brought.',
    ],
    options: {
      config: 'Office configuration (JSON).',
      'store-key-file': 'File with the store key.',
      file: 'The other office’s parcel (.encomienda).',
    },
    examples: [
      'fojas stick carry --config office.json --store-key-file store.key --file /media/stick/fojas-jpaz-pc-01.encomienda',
    ],
  },
  'stick carried': {
    summary: 'says how the parcels of other offices stand, and hands out their answers',
    usage: '--config FILE --store-key-file FILE [--to FOLDER]',
    about: ['Exits with 1 while one of them waits or was refused.'],
    options: {
      config: 'Office configuration (JSON).',
      'store-key-file': 'File with the store key.',
      to: 'Folder of the stick that goes back: each answer is put there.',
    },
    examples: ['fojas stick carried --config office.json --store-key-file store.key --to /media/stick'],
  },
  'repository keys': {
    summary: 'shows the keys that offices have to pin',
    usage: '--dir FOLDER',
    about: [
      'Those of receipts (pinnedKeys) and of parcels (parcelRecipient). May be used while the repository serves.',
    ],
    options: { dir: 'Folder of the repository.' },
    examples: ['fojas repository keys --dir /srv/fojas'],
  },
  'repository stick import': {
    summary: 'takes an office’s parcel and writes the answer',
    usage: '--file FILE --out FILE (--dir FOLDER | --url URL --access-key-file FILE)',
    about: [
      'Registers act by act by the rules of the line; bringing it twice registers nothing twice. With --dir the repository must be stopped; where it serves, use --url.',
    ],
    options: {
      dir: 'Folder of the repository, stopped.',
      name: 'Name of the repository, as with serve.',
      trust: 'Trusted certificates, as with serve.',
      url: 'Address of the repository that serves.',
      'access-key-file': 'File with an access key of the office.',
      out: 'New file to write.',
      file: 'The file on the stick.',
    },
    examples: [
      'fojas repository stick import --file x.encomienda --out respuesta --url https://repository.example --access-key-file key',
    ],
  },
  'repository stick seed': {
    summary: 'writes the cases that a new computer begins with',
    usage: '--case NUMBER... --out FILE (--dir FOLDER --office OFFICE | --url URL --access-key-file FILE)',
    about: ['Sealed to the office. Files go in as far as they fit: what waits for a signature first.'],
    options: {
      dir: 'Folder of the repository, stopped.',
      name: 'Name of the repository, as with serve.',
      trust: 'Trusted certificates, as with serve.',
      url: 'Address of the repository that serves.',
      'access-key-file': 'File with an access key of the office.',
      out: 'New file to write.',
      case: 'Number of the case. May be repeated.',
      office: 'Office of the new computer.',
      'max-mb': 'How large it may be, in MB (2000 where it is missing).',
    },
    examples: [
      'fojas repository stick seed --case PP-97-00-000418-26/00 --out legajos --dir /srv/fojas --office ufij-3',
    ],
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
  atRepository: 'At the repository, encrypted.',
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
  waiting: (files, drafts, copied) =>
    files + drafts === 0
      ? 'The repository has everything of this desk.'
      : `The repository does not have yet: ${files} files and ${drafts} drafts. ${copied ? 'They are in the second copy.' : 'No copy holds them.'}`,
  nobodyOpens: 'There is no recovery key: nobody will be able to open what stays, your own notes neither.',
  leftAt: (folder) => `What only existed here lies sealed in ${folder}.`,
  sayReally: 'Nothing was emptied. To empty the desk, repeat with --really.',
  unlock: {
    notLocked: 'This desk is not locked for this account: there is nothing to take away.',
    passphrase:
      'Nothing was taken away: a passphrase opens this desk. If it is forgotten, the institution’s recovery key brings the data back (“fojas home store-key”).',
    keyLost:
      'Nothing was taken away: this account has no key for these data, and an open lock would not open them. The institution’s recovery key brings it back (“fojas home store-key”).',
    ofAnother: 'the note of this lock is another account’s: run it as the person who works here',
    wouldUnlock: [
      'The desk is locked, and the keychain of this account has the key of its data: with --really the lock goes, and nothing is lost.',
      'Nothing was changed.',
    ],
    unlocked: [
      'The lock is gone and nothing was lost: drafts and signed acts are as they were.',
      'Now have the person open the program and choose a passphrase at once: else only the lost token would open the next lock.',
      'Have the lost token’s certificate revoked by its authority. What the person signs needs a new token.',
    ],
  },
  wiped: 'The desk is empty and its keys were removed.',
  storeKeyBack: (file) => `Store key brought back in ${file}.`,
  fetched: (folder, generations) => `Copies in ${folder}: ${generations.join(', ')}.`,
  errandMade: (path, files) => `Request in ${path}: ${files} files.`,
  errandMark: (mark) => `Mark, the same at both ends: ${mark}`,
  errandOf: (office, device, at) => `Request of ${office}, device ${device}, of ${at}.`,
  errandAnswered: (file, opened, asked) => `Answer in ${file}: it opens ${opened} of ${asked} files.`,
  recoveryKey: (file) => `Recovery key in ${file}.`,
  recipient: 'Recipient, for “secondCopy.recoveryRecipients” of each desk:',
  keepIt: [
    'Whoever has this key opens the copies of all desks.',
    'Keep it off line, in two places (say, two sticks in different safes), and print it.',
    'Try it once a year with “fojas home restore” on another computer.',
  ],
  exported: (path, acts, returns, renditions) =>
    `${path}: ${acts} acts, ${returns} returns, ${renditions} longer files.`,
  sealedTo: (name) => `Sealed to “${name}”.`,
  besides: (cases, proposals, signatures, drafts, entries) =>
    `Besides: ${cases} cases opened, ${proposals} acts to sign, ${signatures} signatures of several, ${drafts} texts, ${entries} notes.`,
  leftOut: (count) => `${count} were left out: their file is missing or damaged here.`,
  carryIt: 'Carry it to the repository and bring the answer back. Until then nothing of it is registered.',
  answerTaken: (registered, received, refused, later) =>
    `Taken: ${registered}. Received in the office: ${received}. Refused: ${refused}. Still queued: ${later}.`,
  delivered: (count) => `Delivered without a receipt (cases, texts, notes, partial signatures): ${count}.`,
  seedTaken: (cases, acts, files) => `Cases: ${cases}. Acts: ${acts}. Files: ${files}.`,
  carried: (name, state, reason) =>
    `${name}: ${{ waiting: 'waits for the line', answered: 'answered', refused: 'refused' }[state]}.${reason === null ? '' : ` ${reason}`}`,
  carriedOn: 'It is passed on as soon as there is a line. Ask with “fojas stick carried” and take the answer back.',
  carriedNone: 'There are no parcels of other offices.',
  answerIn: (path) => `Answer for the office in ${path}.`,
  seedIn: (path, cases, files, left) => `${path}: ${cases} cases, ${files} files. Did not fit: ${left}.`,
  wished: (path) =>
    `Request for cases in ${path}: carry it as a parcel; take what comes back with “fojas stick import”.`,
  unknownCases: (numbers) => `There are no cases with these numbers: ${numbers}`,
  receiptKeys: 'Keys of receipts (repository.pinnedKeys):',
  parcelRecipient: 'Key of parcels (repository.parcelRecipient):',
  dirOrUrl: 'Name --dir (a stopped repository) or --url with --access-key-file (one that serves).',
  forked: (was, name) =>
    `The repository knows another history of “${was}”: a disk was copied, or an older copy was put back. Nothing is lost; put "deviceId": "${name}" into the configuration of this PC.`,
  keptSum: (items, size, most, away) =>
    `${items} documents are kept: ${size} of ${most}.${away === 0 ? '' : ` ${away} left to make room.`}`,
  keptCase: (number, caption, hearing, here, files) =>
    `${number}  ${caption}${hearing === null ? '' : `  hearing ${hearing}`}  ${here} of ${files} documents here`,
  keptNone: 'No case is kept.',
  notInTrays: (number) => `There are no acts of case “${number}” in the trays.`,
};
