import { carriedEn } from './carried-en.ts';
import type { CliWords } from './cli-words.ts';
import { commandsEn } from './commands-en.ts';
import { calendarWords } from './calendar-words.ts';
import { templatesWords } from './templates-words.ts';
import { searchWords } from './search-words.ts';
import { casesEn } from './cases-en.ts';
import { draftsEn } from './drafts-en.ts';
import { logEn } from './log-en.ts';
import { peopleEn } from './people-en.ts';
import { newPinEn } from './new-pin-en.ts';
import { practiceEn } from './practice-en.ts';
import { levelsEn } from './levels-en.ts';
import { verificationEn } from './verification-en.ts';

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

export const wordsEn: CliWords = {
  program: 'fojas: judicial workstation. Signs acts with a token and brings them to the repository.',
  usage: 'Usage',
  options: 'Options',
  examples: 'Examples',
  commandsTitle: 'Commands',
  commandValue: 'COMMAND',
  languageValue: 'LANGUAGE',
  value: 'VALUE',
  fileValue: 'FILE',
  folderValue: 'DIR',
  optionValues: {
    tsa: 'URL',
    'tsa-policy': 'OID',
    algorithm: 'ALGORITHM',
    module: 'PATH',
    'token-label': 'LABEL',
    serial: 'SERIAL',
    cert: 'CERTIFICATE',
    report: 'FILE',
    level: 'LEVEL',
    field: 'NAME',
    visible: 'PAGE[:X,Y,WIDTH,HEIGHT]',
    'visible-text': 'TEXT',
    'verification-url': 'URL',
    reason: 'TEXT',
    'certificate-policy': 'OID',
    electronic: 'MODELS',
    'electronic-issuer': 'FILE',
    certify: 'no-changes|forms|annotations',
    trust: 'DIR',
    count: 'N',
    'data-dir': 'DIR',
    dir: 'DIR',
    name: 'NAME',
    host: 'ADDRESS',
    port: 'PORT',
    office: 'OFFICE',
    config: 'FILE',
    content: 'FILE',
    'store-key-file': 'FILE',
    seat: 'SEAT',
    'unknown-revocation': 'allow|refuse',
    capacity: 'TITLE',
  },
  seatOption: 'The seat to work at, as “fojas seats” names it; without it, the first one.',
  jsonOption: 'Answers in JSON on standard output.',
  langOption: 'Language: es-AR, en or pt-BR. Without it, the environment’s (LANG); otherwise es-AR.',
  helpOption: 'Shows this help.',
  exitCodesTitle: 'Exit codes',
  exitCodes: {
    ok: 'all is well',
    no: 'the answer is no: a signature does not hold, a file was refused, something needs mending',
    usage: 'the command is not written right',
    token: 'the token, its driver, its PIN or its certificate',
    line: 'the line or the repository',
    machine: 'this machine: files, disk, store, a missing program',
    bug: 'a bug in Fojas: please report it',
  },
  moreHelp: 'Each command explains itself with --help.',
  seeHelp: 'See --help.',
  catalogueRefused: (file, reason) => `${file} was not installed: ${reason}. The catalogue that was in force stays.`,
  badLang: 'the language of --lang must be es-AR, en or pt-BR.',
  unknownOption: (option) => `there is no option ${option}.`,
  valueMissing: (option) => `the value of ${option} is missing; one that begins with two dashes goes ${option}=VALUE.`,
  badValue: (option) => `the value of ${option} will not do.`,
  missingOption: (option) => `${option} is missing.`,
  noFiles: 'name at least one file.',
  unknownWord: (word) => `"${word}" is not understood.`,
  unknownCommand: (word) => `there is no command "${word}".`,
  commands: commandsEn,
  pdfPassword: 'Password of the PDF: ',
  pin: {
    prompt: (token, count) => `PIN of "${token}" to sign ${files(count)}: `,
    onReader: (token) => `Enter the PIN of "${token}" on the reader’s keypad.`,
    again: (file) => `This token wants the PIN again for each signature: "${file}".`,
    countLow: 'Careful: the token has few PIN tries left.',
    yes: 'LAST',
    finalTry: (yes) => `One PIN try is left: if it fails, the token locks. To use it, type ${yes} and press Enter: `,
  },
  newPin: newPinEn,
  cases: casesEn,
  search: searchWords.en,
  calendar: calendarWords.en,
  templates: templatesWords.en,
  drafts: draftsEn,
  log: logEn,
  people: peopleEn,
  tokens: {
    library: (name, path) => `${name} (${path})`,
    none: (emptySlots) =>
      emptySlots === 0
        ? 'No readers and no tokens.'
        : `No token in ${emptySlots === 1 ? 'the reader' : `the ${emptySlots} readers`}.`,
    token: (label, serial, model) => `Token "${label}", serial ${serial}, ${model}`,
    ownKeypad: 'typed on the reader',
    practice: 'Practice token: nothing signed with it has value.',
    noCertificates: 'It has no certificates.',
    issuedBy: (issuer, until) => `issued by ${issuer}, expires ${until}`,
    suitable: (algorithms) => `may sign (${algorithms})`,
    unsuitable: (reason) => `may not sign: ${reason}`,
    triesLeft: (count) => (count === 1 ? '1 try left' : `${count} tries left`),
    unserved: (reader, card, atr) => `${reader}: holds ${card ?? 'a card'} without a driver (ATR ${atr})`,
  },
  sign: {
    pinFromWhere: 'the PIN needs a terminal, or standard input with --pin-stdin.',
    sameTarget: (target) => `two files would end in ${target}: sign them apart.`,
    targetIsNamed: (target) =>
      `${target} is itself among the files to sign: it is not written over. Nothing was signed.`,
    whichModule: 'there is more than one PKCS#11 library: name one with --module.',
    whichToken: 'there is more than one token: name one with --token-label or --serial.',
    preparing: 'Preparing',
    signing: 'Signing',
    showing: (count) => `${count === 1 ? 'This file' : `These ${count} files`} will be signed (SHA-256, name, size):`,
    with: (person, token, count) => `${person} signs ${files(count)} with the token "${token}".`,
    signed: 'Signed',
    notSigned: 'Not signed',
    repaired: 'The inner index of the original was damaged: the signed file has a new and complete one.',
    visible: {
      where: '--visible-text and --verification-url need to know where: add --visible.',
      over: 'Mind: the visible signature lies over something that the page shows already.',
      unknown: 'What the page shows where the visible signature lies cannot be told (is it a scan?).',
    },
    noFurtherPin: (signed, total, fromStdin) => ({
      what: 'This token wants the PIN for each signature, and there was none for the next one.',
      safe: `The token accepted the PIN before. ${signed} of ${files(total)} were signed; the rest were not.`,
      next: fromStdin
        ? 'With --pin-stdin give the PIN several times: one line to log in and one more for each file.'
        : 'You can sign the rest whenever you like.',
    }),
  },
  verify: {
    anchorRefused: (file, reason) => `${file} is not used as an authority: ${reason}`,
    noAnchors: 'No trusted authorities (--trust DIR): no signature can be called valid.',
    error: (error) => `Could not be examined: ${error}`,
    noSignatures: 'It has no signatures.',
    signature: 'Signature',
    electronicSignature: 'Electronic signature',
    timestamp: 'Time-stamp',
    indications: { TOTAL_PASSED: 'valid', TOTAL_FAILED: 'not valid', INDETERMINATE: 'cannot be told' },
    signedBy: (name, serial, issuer) => `${name}${serial === null ? '' : ` (${serial})`}, certificate by ${issuer}`,
    coversAll: 'Covers the whole document.',
    coversPart: 'Covers a part: something was added to the document later.',
    modifications: {
      none: 'No changes after signing.',
      allowed: 'Later changes are allowed ones.',
      forbidden: 'There are later changes that are not allowed.',
      unclear: 'There are later changes that cannot be explained.',
    },
  },
  verification: verificationEn,
  levels: levelsEn,
  sync: {
    plan: (up, down, deferred) => `To send: ${up}. To fetch: ${down}. Files deferred: ${deferred}.`,
    cap: (kbps) => `Cap: ${kbps} kbit/s.`,
    aside: (title, why) => `Set aside: ${title}. ${why}`,
    behind: (title, before, why) => `Waits: ${title}, behind “${before}” of the same case. ${why}`,
    outage: (from, until) => (until === null ? `No line since ${from}.` : `No line from ${from} to ${until}.`),
    waiting: 'Sending',
    states: {
      online: 'Online.',
      offline: 'Offline: what is signed waits in the queue.',
      notConfigured: 'No repository configured.',
    },
    neverContacted: 'The repository has not been reached yet.',
    lastContact: (at) => `Last contact: ${at}.`,
    outbox: (waiting, refused) => `Queued: ${waiting}. Refused: ${refused}.`,
    trays: (counts) =>
      `To sign: ${counts.toSign}. Signed: ${counts.signed}. Registered: ${counts.registered}. Returned: ${counts.returned}.`,
  },
  health: {
    unknownCase: (number) => `No acts of case “${number}” were signed here.`,
    sum: (acts, worrying) => `${acts} signed acts; ${worrying} need attention.`,
    renewed: (queued) => `${queued} acts being renewed.`,
  },
  repository: {
    oidcNeeds: '--oidc-issuer and --oidc-client go together',
    noOffices: 'name at least one office with --office.',
    serving: (name, url) => `"${name}" answers at ${url} (Ctrl-C to end).`,
    keysIn: (file) => `The offices’ access keys are in ${file}.`,
    electronicAuthority: 'Authority of electronic signatures, for "trustAnchors" in each office’s configuration:',
    pin: 'Receipt key, for "pinnedKeys" in each office’s configuration:',
    addressTaken: (address) =>
      `cannot answer at ${address}: the address is taken, not allowed or not this machine’s. Choose another with --host and --port.`,
    noAccessKey: (file) => `${file} holds no access key (16 characters or more, without spaces).`,
    noReceiptKeys: (file) =>
      `${file} holds no receipt keys: it is the list that \`fojas repository keys\` shows at the central repository.`,
    upstreamNeeds: '--upstream needs --upstream-key-file, --upstream-pins and one --office only; so does --announce.',
    folderKey: {
      noKey: (from) => `${from} holds no folder key: that is 64 hexadecimal digits, alone.`,
      missing: (file) =>
        `The folder is encrypted and its key is not in ${file}: say where it is with --folder-key-file. Nothing else opens it.`,
      exposed: (file) => `Other users may read ${file}: chmod 600 first.`,
      fromInput: 'The folder is encrypted; its key came by standard input and stays nowhere on this machine.',
      fromService: 'The folder is encrypted; systemd hands over its key (fojas-folder-key).',
      fromFile: (file) =>
        `The folder is encrypted; its key lies in ${file}: whoever takes the whole disk takes both. Keep a copy elsewhere.`,
      made: (file) =>
        `The folder is encrypted with a new key, in ${file}: whoever takes the whole disk takes both. Keep a copy elsewhere: without the key nothing opens. Better: a credential of systemd (fojas-folder-key), or --folder-key-file -.`,
    },
    forwards: (url) => `Forwards to ${url}. What it receives is not registered until that repository’s receipt comes.`,
    officePin: 'Key of this office repository, for "repository.office.keys" in each PC’s configuration:',
    raisingNeeds:
      '--level and --revocation-cache need --tsa; none goes with --upstream: the central repository raises.',
    noSecretsInAddress: (flag) =>
      `${flag} holds a password or an account, which the list of processes would show: give it by environment or file (PGPASSFILE, AWS_SHARED_CREDENTIALS_FILE, …).`,
    badAddress: (flag) => `${flag} is not an address of the kind that is wanted there.`,
    enginesInOffice:
      '--register and --blobs do not go with --upstream: a repository inside an office keeps everything in its folder.',
    serves: { what: 'A repository that is running has this folder open.', safe: 'Nothing was changed.' },
    stopFirst: 'Stop it and repeat.',
    engines: {
      notDurable: (detail) =>
        `The database does not write to the disk before it answers (${detail}). Nothing was started.`,
      notOurs: (detail) => `This place belongs to something else (${detail}). Nothing was changed there.`,
      otherFolderKey: (detail) =>
        `The folder is encrypted with another key (${detail}). Nothing was changed: name its own with --folder-key-file.`,
      otherKeys: (detail) =>
        `This node has other keys than the register (${detail}): copy receipt-key.pem, parcel-key.txt and access-keys.json from the first node.`,
      mutable: (detail) =>
        `The storage cannot promise that files stay (${detail}). Give it a bucket with versions and object lock, or do without that promise with lock=none in the address.`,
      moved: (detail) =>
        `What lies in this folder was moved to ${detail}: start it with that address in --register or --blobs.`,
      moving: (detail) =>
        `The move there was not finished, and a half is not served (${detail}). Give the same command again: fojas repository move. It goes on where it stopped; until it is done the folder alone stays in force.`,
      rolledBack: (detail) =>
        `The register is of an earlier moment than what was signed (${detail}). Nothing was started: going on would tell of two pasts. Restore it further, up to its last moment.`,
      unreachable: (detail) =>
        `The engine does not answer (${detail}). Check the address, the account and that it is running.`,
    },
    mutable: 'Warning: whoever holds the keys of the storage can remove files (lock=none).',
    move: {
      whereTo: 'name where to: --register, --blobs or both.',
      inHand: (what) => `In hand: ${what}`,
      files: (files, bytes, written, dryRun) =>
        `${files} files, ${bytes} bytes${dryRun ? '' : `; ${written} written now, all read back and hashed`}.`,
      copies: ({ slots, generations, bytes, written, spoilt }, dryRun) =>
        `${generations} second copies of ${slots} workstations, ${bytes} bytes${dryRun ? '' : `; ${written} written now, all read back and hashed`}${spoilt === 0 ? '' : `; ${spoilt} that are spoilt stay in the folder`}.`,
      table: (name, rows, sha256) =>
        `${name}: ${rows} rows${sha256 === '' ? '' : `, the same on both sides (SHA-256 ${sha256})`}.`,
      log: (size) => `Log: ${size} leaves.`,
      wouldMove: 'Nothing was written. Without --dry-run this would be moved.',
      done: 'Moved and compared. Start the repository with these addresses; the folder keeps its keys, and its old register and files can be archived.',
      refused: {
        taken: (detail) => `Nothing was changed: ${detail}. Give it an empty database.`,
        moved: (detail) => `It was moved before (${detail}).`,
        inOffice: (detail) => `${detail} stays in its folder: only a central one is moved.`,
        unknownTable: (detail) =>
          `The register keeps something that has no place in the target (${detail}): update the program. Nothing is lost.`,
        differs: (detail) =>
          `Not the same on both sides (${detail}). The folder is untouched and stays in force; begin again with an empty target.`,
        damaged: (detail) =>
          `A file in the folder is damaged (${detail}): put it back from a copy, or have it sent again. Nothing is lost by trying again.`,
        storageFull: (detail) => `The target is full (${detail}). Make room and give the same command: it goes on.`,
      },
    },
    statusAt: (url) => `Health, readiness and metrics: ${url}/health, /ready, /metrics.`,
    noOfficeKey:
      'The configuration has no key of the office (repository.accessKey): without it the other PCs cannot be served.',
    invitation: 'For the other PCs: fojas office join --config FILE --line "…"',
    noInvitation: 'That line is no invitation (fojas-oficina:v1 …).',
    otherInvitation: 'The invitation is of another office.',
    joined: (kid) => `Done: from the next start on this desk goes by the office’s repository (key ${kid}).`,
    searching: 'Looking for office repositories on the local network…',
    found: (officeId, address, proven) =>
      `${officeId}: ${address} — ${proven === null ? 'key not checked (no --config)' : proven ? 'key checked' : 'THE KEY IS NOT THE PINNED ONE'}`,
    foundNone: 'None was found. See "--announce", and whether the network lets mDNS through (UDP 5353).',
  },
  practice: practiceEn,
  doctor: {
    allWell: 'Nothing stands in the way of work.',
    someBad: (count) => (count === 1 ? 'There is 1 problem to mend.' : `There are ${count} problems to mend.`),
    reportIn: (file) => `The report for IT is in ${file}.`,
  },
  carried: carriedEn,
};
