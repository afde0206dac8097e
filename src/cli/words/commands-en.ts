import { carriedCommandsEn } from './carried-en.ts';
import type { CommandName } from './cli-words.ts';
import type { CommandWords } from './command-words.ts';
import { searchCommand } from './search-words.ts';
import { caseCommandsEn } from './cases-en.ts';
import { draftsCommandsEn } from './drafts-en.ts';
import { logCommandsEn } from './log-en.ts';
import { peopleCommandsEn } from './people-en.ts';
import { newPinCommandsEn } from './new-pin-en.ts';
import { calendarCommands } from './calendar-words.ts';
import { templatesCommands } from './templates-words.ts';
import { healthCommands } from './health-commands.ts';
import { keptCopiesCommands } from './kept-copies-words.ts';
import { policyCommands } from './policy-commands.ts';
import { updateCommands } from './update-commands.ts';

/** The help of each command. */
export const commandsEn: Readonly<Record<CommandName, CommandWords>> = {
  tokens: {
    summary: 'shows PKCS#11 libraries, tokens, certificates and the state of the PIN',
    usage: '[--module PATH]...',
    about: [
      'Each library is loaded in a process of its own: if it hangs, nothing else does. No PIN is asked for or used.',
    ],
    options: { module: 'PKCS#11 library (or practice .p12 file). May be repeated; without it, the known ones.' },
    examples: ['fojas tokens', 'fojas tokens --module /usr/lib/libeToken.so --json'],
  },
  ...newPinCommandsEn,
  ...updateCommands.en,
  ...policyCommands.en,
  ...keptCopiesCommands.en,
  ...healthCommands.en,
  ...calendarCommands.en,
  ...templatesCommands.en,
  ...caseCommandsEn,
  search: searchCommand.en,
  ...draftsCommandsEn,
  ...logCommandsEn,
  ...peopleCommandsEn,
  sign: {
    summary: 'signs PDF files with a token, all with one PIN',
    usage: 'FILE... --module PATH (--token-label LABEL | --serial SERIAL) [options]',
    about: [
      'Shows each file with its SHA-256 before the PIN is used. The original is not touched: what is signed is another ' +
        'file, which begins the same and is verified when read back. A wrong PIN stops everything and is never repeated.',
    ],
    options: {
      module: 'PKCS#11 library of the token. Not needed where just one is known.',
      'token-label': 'Label of the token. Not needed where there is just one.',
      serial: 'Serial number of the token.',
      cert: 'Certificate: the beginning of its SHA-256, its id, label or name. Not needed where just one may sign.',
      'pin-stdin': 'Takes the PIN from standard input, a line for each time the token asks (mostly one).',
      'last-try': 'Confirms that the token’s last PIN try may be used.',
      out: 'Folder for the signed files. Without it they stand beside the original as NAME.firmado.pdf.',
      level:
        'Level of the signature: B-B (default), B-T, B-LT or B-LTA. When it cannot be reached, the file is signed at the level that can be, and says so.',
      tsa: 'Time-stamping authority (RFC 3161), http or https. May be repeated: they are tried in that order.',
      'tsa-policy': 'Policy asked of the time-stamping authority.',
      trust:
        'Trusted certificates (file or folder): the time-stamping authority and the chain must lead to one of them.',
      'revocation-cache': 'Folder that keeps revocation lists and answers for the days without a line.',
      cades: 'Signs beside the file, of any kind, in NAME.p7s (CAdES). Levels B-B and B-T.',
      algorithm: 'Signature algorithm, such as rsa-pss-sha256; by default the first that the certificate offers.',
      field: 'Empty signature field to use, or the name of a new one.',
      'next-field': 'Uses the first empty signature field in the order of the form; a new one where there is none.',
      reason: 'Reason of the signature.',
      certify:
        'Certifies the document: later nothing is allowed (no-changes), forms and signatures (forms), or comments too (annotations). Only the first signature certifies.',
      visible:
        'Visible signature: with PAGE alone, at a free place at its bottom; with X,Y,WIDTH,HEIGHT, there, in points from the lower left of the page as it is seen; with "field", where the field is. Never over an annotation; where it covers something of the page, it says so before the PIN.',
      'visible-text': 'Line of the visible signature; may be repeated. Without it: name, CUIL, time and reason.',
      'verification-url': 'Address for verification, as a QR code beside the text.',
      'pdf-password-stdin':
        'Password of encrypted PDFs: the first line of standard input, before the PIN; at a terminal it is asked for.',
      overwrite: 'Replaces a signed file that exists already.',
    },
    examples: ['fojas sign act.pdf --module /usr/lib/softhsm/libsofthsm2.so --token-label Prueba --out signed'],
  },
  extend: {
    summary: 'extends signatures: time-stamp, validation data, archive time-stamp',
    usage: 'FILE... --tsa URL [options]',
    about: [
      'Appends to the PDF what it takes to prove its signatures for many years; what was there does not change. A file that has the ' +
        'level asked for is left alone, unless its newest time-stamp is about to end. When something cannot be had, the level reached ' +
        'stays and what is missing is said: code 4 when somebody’s answer is missing, 1 when the file cannot be extended.',
    ],
    options: {
      level: 'Level to reach: B-T, B-LT or B-LTA (the default).',
      tsa: 'Time-stamping authority (RFC 3161), http or https. May be repeated: they are tried in that order.',
      'tsa-policy': 'Policy asked of the time-stamping authority.',
      trust: 'Trusted certificates (file or folder); without them any complete chain will do.',
      'revocation-cache': 'Folder that keeps revocation lists and answers for the days without a line.',
      renew: 'Adds another archive time-stamp although the newest is not about to end.',
      out: 'Folder for the extended files. By default they go beside the original as NAME.prolongado.pdf.',
      overwrite: 'Replaces an extended file that exists.',
      'pdf-password-stdin':
        'Password of encrypted PDFs: the first line of standard input; on a terminal it is asked for.',
    },
    examples: ['fojas extend record.firmado.pdf --tsa https://tsa.example.gov/tsa --trust anchors --out extended'],
  },
  verify: {
    summary: 'verifies the signatures of PDF and CMS files',
    usage: 'FILE... [--trust DIR|FILE] [--trust-list DIR|FILE|VERSION --trust-list-key FILE] [--at MOMENT]',
    about: [
      'Exits with 0 only when every file has at least one signature and every one is TOTAL_PASSED. With --json it answers ' +
        'an array with one element a file: {file, signatures, error}. With --report it answers the full report of every ' +
        'file that could be read, in JSON. The same --at and the same trust list always give the same result.',
    ],
    options: {
      config: 'Configuration of the office whose authorities and trust list are used.',
      content: 'The signed file, for a .p7s signature that does not lie beside it under its name.',
      trust: 'Certificates (PEM or DER) of the authorities that are trusted: a folder of files, or one file.',
      'trust-list':
        'Signed trust list: a file, the folder that keeps its versions, or (with --config) a version of the office’s own.',
      'trust-list-key': 'Public key or certificate (PEM) of who publishes the trust list.',
      'list-version': 'Version of the list; the newest kept when not given.',
      at: 'Moment for which to verify, such as 2031-05-02T12:00:00Z; now when not given.',
      revocation: 'What must be known about revocation: required, where-named (the default) or if-available.',
      'revocation-cache': 'Folder of lists and responses that were obtained before.',
      online: 'Asks the authorities about revocation.',
      'pdf-password-stdin':
        'Password of encrypted PDFs: the first line of standard input; at a terminal it is asked for.',
      report: 'Full report in JSON.',
    },
    examples: [
      'fojas verify act.pdf --trust authorities',
      'fojas verify hearing.mp4.p7s --trust authorities',
      'fojas verify act.pdf --config office.json --at 2031-05-02T12:00:00Z --trust-list 7',
      'fojas verify act.pdf --trust-list lists --trust-list-key list.pem --at 2031-05-02T12:00:00Z --report',
      'fojas verify *.pdf --json',
    ],
  },
  'trust-list make': {
    summary: 'signs a trust list',
    usage: 'FILE.json --key KEY.pem --out LIST.jws',
    about: [
      'The file says which authorities are trusted and since when; docs/decisions/trust-list.md gives its format.',
    ],
    options: {
      key: 'Private key (PEM) of who publishes the list.',
      out: 'File to write; one that exists is not replaced.',
    },
    examples: ['fojas trust-list make list-7.json --key list.key --out trust-list-7.jws'],
  },
  'trust-list keep': {
    summary: 'keeps a trust list beside the earlier ones',
    usage: 'LIST.jws --in DIR --trust-list-key KEY.pem',
    about: ['A list older than the newest kept, one whose time is over or one signed by somebody else is refused.'],
    options: {
      in: 'Folder that keeps the versions.',
      'trust-list-key': 'Public key or certificate (PEM) of who publishes the list.',
    },
    examples: ['fojas trust-list keep trust-list-7.jws --in lists --trust-list-key list.pem'],
  },
  'trust-list show': {
    summary: 'shows a trust list',
    usage: 'LIST.jws --trust-list-key KEY.pem',
    about: ['Shows version, validity and services, with the history of each.'],
    options: { 'trust-list-key': 'Public key or certificate (PEM) of who publishes the list.' },
    examples: ['fojas trust-list show trust-list-7.jws --trust-list-key list.pem'],
  },
  practice: {
    summary: 'walks the whole way, from the tray to the receipt, with fictional data',
    usage: '[--out DIR] [--count N] [--keep]',
    about: [
      'Makes a practice office with its repository and token, shows each act with its SHA-256, signs them in one batch, ' +
        'sends them, verifies the receipts and leaves everything in a folder with a report and the lines to check it.',
    ],
    options: {
      out: 'Folder for the PDFs, the receipts and the report. It must be empty.',
      count: 'How many acts to sign.',
      keep: 'Keeps the practice office and says where.',
      'data-dir': 'Folder of the practice office; it is kept.',
      'software-key': 'Uses a key in a file (PKCS#12) even where SoftHSM2 is installed.',
      'virtual-card': 'Uses a card in software behind PC/SC and OpenSC, where vpcd is installed: it can be pulled out.',
      volume:
        'Adds to a new office 5,000 acts to sign, a case of 40,000 lines and a document of 2,000 pages (takes some minutes).',
      'rehearse-removal':
        'Rehearses that the token is pulled out in the middle of the batch: shows what is left, and goes on when it is back.',
      serve: 'Prepares the office and keeps it open until standard input closes (npm start uses it).',
    },
    examples: ['fojas practice', 'fojas practice --out demo --count 50', 'fojas practice --rehearse-removal'],
  },
  'repository serve': {
    summary: 'starts a repository on this machine',
    usage: '--dir DIR --office OFFICE... [options]',
    about: ['Keeps files and registrations in the folder, numbers each act once and answers with a signed receipt.'],
    options: {
      dir: 'Folder of the repository.',
      name: 'The name it signs receipts with.',
      host: 'Address to answer at (127.0.0.1).',
      port: 'Port to answer at (7440; 0 takes a free one).',
      office: 'Id of an office; it gets an access key if it has none. May be repeated.',
      electronic:
        'Models whose acts may be signed electronically (Ley 25.506, art. 5); none where it is left out. May be repeated.',
      'electronic-issuer':
        'File with the authority of electronic signatures (PEM), made where there is none. In the folder where it is left out.',
      'certificate-policy': 'Certificate policy (OID) that is accepted, one an option; any where none is given.',
      trust: 'Folder with the authorities: where given, only signatures that lead to one are registered.',
      log: 'Shows one line a request, without captions or names.',
      upstream:
        'The central repository. With it, this is one inside an office: it serves its PCs, and forwards each act exactly once. It registers nothing itself.',
      'upstream-key-file':
        'File with the office’s access key at the central repository; it is also that of its PCs here.',
      'upstream-pins': 'JSON file with the receipt keys of the central repository, as it shows them when it starts.',
      'folder-key-file':
        'With --upstream. Key that encrypts the folder (64 hexadecimal digits); - reads it from standard input. Without it: systemd’s credential fojas-folder-key, or FOLDER.key, which is made.',
      announce: 'Announces itself on the local network (mDNS), so that the office’s PCs find it.',
      tsa: 'Time-stamping authority: the repository raises by itself what is registered. May be repeated.',
      level: 'Level to raise to: B-T, B-LT or B-LTA (when absent, B-LTA); archive time-stamps are renewed in time.',
      'revocation-cache': 'Folder where revocation lists and answers are kept.',
      'unknown-revocation':
        'What to do where nobody can say whether the certificate of a token that enrols a desk was revoked: allow (enrols it and writes it down; the default) or refuse.',
      'raise-after': 'Seconds that the office is left to raise by itself first (300).',
      public: 'Serves at /v the public page where anybody verifies an act by its code.',
      'behind-proxy':
        'One proxy stands before it and says whose question it is (X-Forwarded-For): limits are by person.',
      'enrolled-only': 'Lets in enrolled devices only: no office key opens anything.',
      'oidc-issuer': 'The institution’s OpenID Connect issuer.',
      'oidc-client': 'Client id at that issuer.',
      register:
        'Where the register lies: postgres://HOST/DATABASE (without it, SQLite in the folder). Several nodes may share one. The password comes by PGPASSFILE or PGPASSWORD.',
      blobs:
        's3://BUCKET/PREFIX?endpoint=URL&region=R&retain-days=N where files lie (without it, in the folder). The account comes by environment or file. lock=none does without object lock.',
      'status-port': 'Port for /health, /ready and /metrics (0 takes a free one).',
      'status-host': 'Address for them (127.0.0.1).',
      notice: 'Seconds that requests are still taken after /ready says no, when the node is asked to end (0).',
      'log-format': 'text, or json for one object a line.',
    },
    examples: [
      'fojas repository serve --dir /srv/fojas --office ufij-3 --trust authorities',
      'fojas repository serve --dir /srv/office --office ufij-3 --upstream https://repository.example --upstream-key-file key.txt --upstream-pins receipts.json --host 0.0.0.0 --announce',
      'fojas repository serve --dir /srv/fojas --register postgres://fojas@db/fojas --blobs s3://fojas?retain-days=3653 --status-port 7441 --notice 10',
    ],
  },
  'repository move': {
    summary: 'moves a repository from its folder to PostgreSQL and S3',
    usage: '--dir DIR [--register URL] [--blobs URL] [--dry-run]',
    about: [
      'Copies files and then rows, reads everything back and compares it. Stop the repository first. Ended at any moment, the same command goes on; the folder stays as it is.',
    ],
    options: {
      dir: 'Folder of the repository.',
      register:
        'Where the register goes: postgres://HOST/DATABASE, an empty database. The password comes by PGPASSFILE or PGPASSWORD.',
      blobs:
        'Where files go: s3://BUCKET/PREFIX?endpoint=URL&region=R&retain-days=N. The account comes by environment or file.',
      'dry-run': 'Looks and counts, and writes no row and no file.',
    },
    examples: [
      'fojas repository move --dir /srv/fojas --register postgres://fojas@db/fojas --blobs s3://fojas --dry-run',
    ],
  },
  'office serve': {
    summary: 'serves the office’s repository to its PCs, with the configuration of one of them',
    usage: '--config FILE [--dir FOLDER] [--host ADDRESS] [--port PORT] [--folder-key-file FILE]',
    about: [
      'The same that “Line and sending” switches on at a PC, without a window: it receives what all of them send and forwards it to the central repository, once. Ends with Ctrl+C. Shows the invitation to be pasted at the others.',
    ],
    options: {
      config: 'Office configuration (JSON), with the key of the office.',
      dir: 'A folder of its own; else “office-repository” beside the data.',
      host: 'Address to listen on (0.0.0.0).',
      'folder-key-file':
        'Key that encrypts the folder (64 hexadecimal digits); - reads it from standard input. Without it: systemd’s credential fojas-folder-key, or FOLDER.key, which is made.',
      port: 'Port (7440).',
    },
    examples: ['fojas office serve --config oficina.json --port 7440'],
  },
  'office join': {
    summary: 'makes a desk go by the office’s repository',
    usage: '--config FILE --line INVITATION',
    about: [
      'Pins the key of the invitation and tries its addresses, besides looking for it by name on the network. Nothing in an invitation is secret.',
    ],
    options: { config: 'Office configuration (JSON).', line: 'The invitation that the serving PC showed.' },
    examples: ['fojas office join --config oficina.json --line "fojas-oficina:v1 ufi-3 7c1f=… http://192.0.2.10:7440"'],
  },
  'repository find': {
    summary: 'looks for office repositories on the local network',
    usage: '[--config FILE] [--seconds N]',
    about: [
      'Asks by mDNS and shows what answers. It is a hint only: with --config the pinned key is checked before anything is used.',
    ],
    options: { config: 'The office’s configuration, to check the key.', seconds: 'How many seconds to wait (3).' },
    examples: ['fojas repository find --config office.json'],
  },
  sync: {
    summary: 'sends what waits in an office’s queue and fetches what is new',
    usage: '--config FILE --store-key-file FILE [--status]',
    about: ['Tries the line once and waits until the queue is empty or stuck.'],
    options: {
      config: 'Configuration of the office (JSON).',
      'store-key-file': 'File with the key of the store.',
      status: 'Shows what waits, what was set aside and why, and the times without a line, without waiting for it.',
    },
    examples: ['fojas sync --config office.json --store-key-file store.key'],
  },
  'drivers install': {
    summary: 'installs a newer signed catalogue of drivers on this machine',
    usage: 'FILE [--to FILE]',
    about: [
      'The file must be signed with the program’s key and be newer than what is in force. Every Fojas of this machine then uses it.',
    ],
    options: { to: 'Where to put it instead of the machine’s folder, which only administrators may write.' },
    examples: ['fojas drivers install catalogue.jws'],
  },
  'batch report': {
    summary: 'writes the report of a batch of signatures, as the window does',
    usage: '--config FILE --store-key-file FILE [--batch ID] [--text] [--out FILE]',
    about: ['Sheets in PDF/A, byte for byte those that the window saves; without --out among the office’s reports.'],
    options: {
      config: 'The office configuration (JSON).',
      'store-key-file': 'File with the key of the store.',
      batch: 'The batch; the one that ended last when it is not named.',
      text: 'Plain text instead of sheets.',
      out: 'Where to put it. The file must not exist.',
    },
    examples: ['fojas batch report --config office.json --store-key-file store.key --out report.pdf'],
  },
  'case health': {
    summary: 'says until when the signatures of a case can be proved, and renews them',
    usage: '--config FILE --store-key-file FILE --case NUMBER [--renew]',
    about: [
      'Counts the acts signed in this office, first those that stop being provable the soonest. Exits with 1 if any needs attention.',
    ],
    options: {
      config: 'The office configuration (JSON).',
      'store-key-file': 'File with the key of the store.',
      case: 'The case’s number, as it stands in its caption.',
      renew: 'Starts the renewal of those that have less than was asked for.',
    },
    examples: ['fojas case health --config office.json --store-key-file store.key --case PP-97-00-000418-26/00'],
  },
  doctor: {
    summary: 'checks the machine, the tokens and the office, and says how to mend what is missing',
    usage: '[--config FILE [--store-key-file FILE]] [--module PATH]... [--trial [--pin-stdin]] [--report FILE]',
    about: [
      'Looks at the card service, readers, drivers, tokens, certificates and the clock. Changes nothing, and uses no PIN except with --trial.',
      'A warning does not change the exit code; a problem does. The report holds nothing of any case.',
    ],
    options: {
      config: 'Configuration of the office, to check its store and its repository too.',
      'store-key-file': 'File with the key of the store, to try whether it opens.',
      module: 'PKCS#11 library to check. May be repeated.',
      trial: 'Also signs 32 random bytes, which are not kept, and verifies the signature. Asks for the PIN once.',
      'pin-stdin': 'Reads the PIN of the trial from standard input.',
      'last-try': 'Confirms that the last PIN try may be used.',
      report: 'Writes the report for IT there (JSON). The file must not exist.',
    },
    examples: ['fojas doctor', 'fojas doctor --report report.json', 'fojas doctor --config office.json --json'],
  },
  ...carriedCommandsEn,
};
