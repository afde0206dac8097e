import type { ReleaseWords } from './release-words.ts';

export const releaseEn: ReleaseWords = {
  program: 'fojas-release: makes, signs and publishes the versions that PCs install by themselves.',
  usage: 'Usage',
  commands: {
    key: { summary: 'makes a key in a sealed file, for the server or for tests', usage: 'FILE --name NAME' },
    'token-key': {
      summary: 'writes the public key of a token, to be admitted',
      usage: 'FILE --name NAME [--module LIBRARY] [--token-label TOKEN] [--cert SHA256]',
    },
    init: {
      summary: 'begins a workshop: who signs the root and the versions, and how many must',
      usage: 'WORKSHOP --root KEY... --root-threshold N --targets KEY... [--targets-threshold N] --online KEY',
    },
    rotate: {
      summary: 'prepares the next root, with other keys; those before and the new ones sign it',
      usage: 'WORKSHOP --root KEY... --root-threshold N --targets KEY... [--targets-threshold N] --online KEY',
    },
    status: { summary: 'shows what there is and what waits for signatures', usage: 'WORKSHOP' },
    sign: {
      summary: 'adds your signature to what waits',
      usage:
        'WORKSHOP root|targets --key FILE | [--module LIBRARY] [--token-label TOKEN] [--cert SHA256] [--pin-stdin]',
    },
    add: {
      summary: 'adds a version; it waits for signatures',
      usage:
        'WORKSHOP PACKAGE --version X.Y.Z --platform linux|win32|darwin --arch x64|arm64 --format deb|rpm|nsis|zip --schema N --ring RING=PERCENT... --notes NOTES.json [--critical] [--minimum-from X.Y.Z] [--not-before INSTANT]',
    },
    ring: {
      summary: 'moves a version to other rings, or changes the percentage',
      usage: 'WORKSHOP PACKAGE --ring RING=PERCENT...',
    },
    block: { summary: 'takes a version back: nobody installs it and who has it leaves it', usage: 'WORKSHOP X.Y.Z' },
    unblock: { summary: 'allows a version again that was taken back', usage: 'WORKSHOP X.Y.Z' },
    minimum: { summary: 'sets the least version', usage: 'WORKSHOP X.Y.Z|none' },
    'roll-back': {
      summary: 'signs an older version as the way back from another',
      usage: 'WORKSHOP PACKAGE --of X.Y.Z...',
    },
    renew: {
      summary: 'gives the list of versions another half year as it is; it waits for signatures',
      usage: 'WORKSHOP',
    },
    publish: {
      summary: 'seals and publishes to a folder (server, share, stick) or to S3',
      usage:
        'WORKSHOP --key KEY --to FOLDER | --s3 BUCKET --region REGION [--prefix PREFIX] [--endpoint URL] [--only PACKAGE...] [--pin-stdin]',
    },
    verify: {
      summary: 'shows what a PC would see, verified as it does',
      usage:
        '--root ROOT.json --from FOLDER|URL --version X.Y.Z [--ring RING] [--platform P] [--arch A] [--format F] [--install-id HEX]',
    },
  },
  troubles: {
    notAWorkshop: 'the folder is no workshop of versions',
    exists: 'the folder is a workshop already',
    pending: 'something before it still waits for signatures',
    nothingPending: 'nothing waits for that signature',
    notARoleKey: 'that key may not sign this',
    tooFewKeys: 'there are fewer different keys than signatures are asked for',
    unknownTarget: 'there is no package of that name',
    badName: 'that name of a package is not allowed',
    badRelease: 'what is said about the version is not whole or does not fit',
    rootUnsigned: 'the root still waits for signatures',
    targetsUnsigned: 'the list of versions still waits for signatures',
    outdated: 'it has expired; “root” is renewed by “rotate”, “targets” by “renew”, and signed:',
    versionTaken: 'there is another package of that name; a version is not changed, another is made',
  },
  unknownCommand: (word) => `there is no command “${word}”`,
  passphrase: 'Passphrase of the key: ',
  newPassphrase: 'New passphrase for the key (twelve characters or more): ',
  wrongPassphrase: 'the passphrase does not open the key',
  keyMade: (file, id) => `Public key in ${file} (${id.slice(0, 16)}).`,
  signed: (role, has) => `Signature added to “${role}”: ${has}.`,
  accepted: (role) => `“${role}” has the signatures it takes and is accepted.`,
  waits: (role, has, takes) => `“${role}” waits for signatures: it has ${has} of ${takes}.`,
  nothingWaits: 'Nothing waits for signatures.',
  mustSign: 'Now it must be signed: fojas-release sign WORKSHOP targets.',
  target: (name, version, rings) => `${name}  ${version}  ${rings}`,
  holds: (root, targets) => `Holds until: the root, ${root}; the list of versions, ${targets}.`,
  blocked: (versions) => `Taken back: ${versions}`,
  minimum: (version) => `Least version: ${version}`,
  put: (file) => `  ${file}`,
  published: (count) => (count === 1 ? 'One file was published.' : `${count} files were published.`),
  notTaken: (bucket, code) =>
    `The S3 bucket “${bucket}” did not take the publication (${code}). The same command, repeated, publishes what is missing.`,
  standing: {
    fine: 'The PC’s version is in order.',
    blocked: 'The PC’s version was taken back.',
    belowMinimum: 'The PC’s version is below the least one.',
  },
  offers: (version, bytes) => `It is offered ${version} (${bytes} bytes).`,
  offersNothing: 'It is offered nothing.',
  fileHolds: 'The file is the one that was signed.',
};
