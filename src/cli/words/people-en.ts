import type { CommandWords } from './command-words.ts';
import type { PeopleCommandName, PeopleWords } from './people-words.ts';

const where = {
  dir: 'Folder of the repository (where it is not running).',
  register: 'Address of PostgreSQL, where the register lies there.',
  config: 'Configuration of a desk enrolled by IT (JSON): the order goes over the line.',
  'store-key-file': 'File with the key of that desk.',
};

export const peopleCommandsEn: Readonly<Record<PeopleCommandName, CommandWords>> = {
  enrol: {
    summary: 'enrols this desk for its person',
    usage: '--config FILE --store-key-file FILE (--code CODE | --oidc | --module LIBRARY)',
    about: [
      'With a one-time code, the institution’s own login (opens an address in the browser) or the token: the PIN is asked for once, and no sync needs it afterwards.',
    ],
    options: {
      config: 'Configuration of the desk (JSON).',
      'store-key-file': 'File with the store’s key.',
      code: 'Code that IT gave out.',
      oidc: 'With the institution’s own login.',
      module: 'PKCS#11 library of the token.',
      certificate: 'Beginning of the certificate’s SHA-256, where there are several.',
      'pin-stdin': 'Reads the PIN from standard input.',
      'last-try': 'Allows the last try of the PIN.',
    },
    examples: ['fojas enrol --config office.json --store-key-file store.key --code 7KQM-W2XE-94HA'],
  },
  grants: {
    summary: 'shows what is granted at this desk, and until when',
    usage: '--config FILE --store-key-file FILE',
    about: ['With a line it renews them; without one it shows those that hold.'],
    options: { config: 'Configuration of the desk (JSON).', 'store-key-file': 'File with the store’s key.' },
    examples: ['fojas grants --config office.json --store-key-file store.key'],
  },
  electronic: {
    summary: 'shows your electronic signature at this desk (Ley 25.506, art. 5)',
    usage: '--config FILE --store-key-file FILE [--seat SEAT]',
    about: ['It is no digital signature. Says which acts may be signed so, and until when the certificate holds.'],
    options: {
      config: 'Configuration of the desk (JSON).',
      'store-key-file': 'File with the key of the store.',
    },
    examples: ['fojas electronic --config office.json --store-key-file store.key'],
  },
  'electronic make': {
    summary: 'makes your electronic signature at this desk',
    usage: '--config FILE --store-key-file FILE [--seat SEAT] [--pin-stdin]',
    about: [
      'Asks for a passphrase, which nobody can recover, and has the key certified by the repository: the line is needed.',
    ],
    options: {
      config: 'Configuration of the desk (JSON).',
      'store-key-file': 'File with the key of the store.',
      'pin-stdin': 'Reads the passphrase from standard input.',
    },
    examples: ['fojas electronic make --config office.json --store-key-file store.key'],
  },
  seats: {
    summary: 'shows in which offices and roles one may work at this desk',
    usage: '--config FILE --store-key-file FILE [--seat SEAT]',
    about: [
      'What is granted at the repository is added by itself at the next contact, and goes the same way. The other commands of a desk take a seat with --seat. Another person of the same PC uses a key file of his or her own.',
    ],
    options: {
      config: 'Configuration of the desk (JSON).',
      'store-key-file': "File with the key of that person's store.",
    },
    examples: ['fojas seats --config office.json --store-key-file store.key'],
  },
  'repository offices add': {
    summary: 'adds an office, or gives it another name',
    usage: '--office ID --name NAME (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['Grants are given in offices that exist.'],
    options: { ...where, office: 'The office’s id.', name: 'What the office is called.' },
    examples: ['fojas repository offices add --dir /srv/fojas --office ufi3 --name "UFI 3"'],
  },
  'repository offices import': {
    summary: 'takes in a list of offices (CSV)',
    usage: 'LIST.csv (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [
      'Columns: office and name. Offices that are there are renamed; what the list does not name stays as it is.',
      "Also letterhead (its lines set apart by |), locality and profiles (joined by +): the office's computers are told, and heed them where their own file says nothing else. An empty field takes one away.",
    ],
    options: { ...where },
    examples: ['fojas repository offices import oficinas.csv --dir /srv/fojas'],
  },
  'repository offices list': {
    summary: 'shows the offices',
    usage: '(--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['With how many people have a grant in each.'],
    options: { ...where },
    examples: ['fojas repository offices list --dir /srv/fojas'],
  },
  'repository people import': {
    summary: 'takes in a list of people with their grants (CSV)',
    usage: 'LIST.csv (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [
      'Columns: person, name, cuil, login, office, roles (joined by +), clearance (0 to 5), validator, until, capacity. The whole list or nothing; what it does not name stays as it is, and without the columns validator or capacity so does what they would say.',
    ],
    options: { ...where },
    examples: ['fojas repository people import people.csv --dir /srv/fojas'],
  },
  'repository people list': {
    summary: 'shows people and their grants',
    usage: '[--office ID] (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [],
    options: { ...where, office: 'Of this office only.' },
    examples: ['fojas repository people list --dir /srv/fojas --office ufi3'],
  },
  'repository people grant': {
    summary: 'gives a person a grant in an office',
    usage:
      '--person ID --office ID --role ROLE... --clearance 0..5 --until DAY [--validator | --no-validator] [--capacity TITLE] (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [
      'Takes the place of the one before in that office; a visado and a title that are not named stay as they stand. It holds from the next contact of the person’s devices.',
    ],
    options: {
      ...where,
      person: 'The person’s id.',
      office: 'The office’s id.',
      role: 'magistrate, secretary, clerk, auxiliary, itAdmin or auditor; may be repeated.',
      clearance: 'Highest degree of confidentiality seen, 0 to 5.',
      until: 'Last day (YYYY-MM-DD).',
      validator: 'This person’s visado counts.',
      'no-validator': 'This person’s visado counts no more.',
      capacity: 'What stands below the signature; without it, the name of the role.',
    },
    examples: [
      'fojas repository people grant --dir /srv/fojas --person p-17 --office ufi3 --role clerk --clearance 1 --until 2027-12-31',
    ],
  },
  'repository people substitute': {
    summary: 'appoints a person to stand in for another in an office',
    usage:
      '--person ID --office ID --for ID [--from DAY] --until DAY --resolution TEXT (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [
      'Signs with a certificate of his or her own, in the place of the other, the acts that name that one; needs a grant to sign in that office and a CUIL on record. It is never dated back; a new one for the same person takes the place of what was left of the one before.',
    ],
    options: {
      ...where,
      person: 'Who stands in.',
      office: 'Identifier of the office.',
      for: 'In whose place.',
      from: 'First day (YYYY-MM-DD); without it, from now.',
      until: 'Last day (YYYY-MM-DD).',
      resolution: 'The resolution, or the reason.',
    },
    examples: [
      "fojas repository people substitute --dir /srv/fojas --person p-17 --office ufi3 --for p-3 --until 2027-01-31 --resolution 'Res. 12/26'",
    ],
  },
  'repository people end-substitution': {
    summary: 'ends an appointment as a substitute now',
    usage: '--person ID --office ID --for ID (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['What was signed while it was in force stays signed.'],
    options: { ...where, person: 'Who stands in.', office: 'Identifier of the office.', for: 'In whose place.' },
    examples: ['fojas repository people end-substitution --dir /srv/fojas --person p-17 --office ufi3 --for p-3'],
  },
  'repository people revoke': {
    summary: 'takes away a person’s grant in an office',
    usage: '--person ID --office ID (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['From the next request on, nothing is read or written.'],
    options: { ...where, person: 'The person’s id.', office: 'The office’s id.' },
    examples: ['fojas repository people revoke --dir /srv/fojas --person p-17 --office ufi3'],
  },
  'repository people code': {
    summary: 'gives out a one-time code to enrol a desk',
    usage: '--person ID (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['Good for half an hour and five tries.'],
    options: { ...where, person: 'The person’s id.' },
    examples: ['fojas repository people code --dir /srv/fojas --person p-17'],
  },
  'repository devices list': {
    summary: 'shows the enrolled devices',
    usage: '[--person ID] (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [],
    options: { ...where, person: 'Of this person only.' },
    examples: ['fojas repository devices list --dir /srv/fojas'],
  },
  'repository devices revoke': {
    summary: 'revokes a device',
    usage: '--device KEY --reason REASON (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: [
      'It reads nothing from its next request on, and wipes what it had fetched at its next contact. What was signed and not sent is brought back with the recovery key.',
    ],
    options: { ...where, device: 'Beginning of its key, as `devices list` shows it.', reason: 'Why.' },
    examples: ['fojas repository devices revoke --dir /srv/fojas --device Qm3xT9aa --reason stolen'],
  },
  'repository log show': {
    summary: 'shows who read and did what',
    usage: '[--person ID] [--after N] (--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['No captions: addresses and ids.'],
    options: { ...where, person: 'Of this person only.', after: 'From the entry after this one.' },
    examples: ['fojas repository log show --dir /srv/fojas --person p-17'],
  },
  'repository log verify': {
    summary: 'checks that nobody changed the log of accesses',
    usage: '(--dir FOLDER | --config FILE --store-key-file FILE)',
    about: ['Computes the whole chain anew.'],
    options: { ...where },
    examples: ['fojas repository log verify --dir /srv/fojas'],
  },
};

export const peopleEn: PeopleWords = {
  validatorTwice: '--validator and --no-validator exclude each other',
  whereFlags: '--dir is needed, or --config with --store-key-file',
  runs: 'Stop it, or give the order with --config from a desk that IT has enrolled, or on the screen.',
  changed: (count) =>
    count === 0 ? 'Nothing changed.' : count === 1 ? '1 change was kept.' : `${count} changes were kept.`,
  code: (code, until) => `${code}  (good until ${until}, once)`,
  refused: {
    personUnknown: (subject) => `there is no person ${subject}`,
    officeUnknown: (subject) => `there is no office ${subject}: add it first`,
    deviceUnknown: (subject) => `there is no device ${subject}`,
    profileUnknown: (subject) =>
      `there is no profile of models ${subject}: publish it first (“fojas repository templates publish”)`,
    endsBefore: (subject) => `the grant would have ended already (${subject})`,
    maySignNothing: (subject) => `${subject} may sign nothing in that office: give a grant first`,
    ownPlace: () => 'nobody stands in for him- or herself',
    cuilUnknown: (subject) => `${subject} has no CUIL on record, by which to be known`,
  },
  count: (people) => (people === 1 ? '1 person' : `${people} people`),
  grant: ({ officeId, roles, clearance, until, validator }) =>
    `${officeId}: ${roles.join('+')}, cleared to ${clearance}, until ${until.slice(0, 10)}${validator ? ', vouches' : ''}`,
  substitution: ({ officeId, name, standsFor, from, until, resolution }) =>
    `${officeId}: stands in for ${name} (${standsFor}), from ${from.slice(0, 16)} until ${until.slice(0, 16)} UTC, ${resolution}`,
  device: ({ jkt, deviceId, personId, way, enrolledAt, revoked, revocation }) =>
    `${jkt.slice(0, 12)}  ${personId}  ${deviceId}  ${way}  ${enrolledAt}${revocation ? '  (revocation unknown)' : ''}${revoked ? `  revoked ${revoked.at}: ${revoked.reason}` : ''}`,
  noDevice: (person) => `No devices are enrolled${person === undefined ? '' : ` of ${person}`}.`,
  whichDevice: (begins) => `${begins} names no device, or several: see \`fojas repository devices list\``,
  whole: (entries, head) => `The log of accesses is whole: ${entries} entries. It ends in ${head}`,
  broken: (seq, reason) =>
    `the log of accesses is broken at entry ${seq}: ${{ missing: 'it is missing', changed: 'it was changed', cut: 'it was cut off there' }[reason]}`,
  whichWay: 'choose one way: --code, --oidc or --module',
  whichCertificate: 'the token holds no single certificate to sign with: choose it with --certificate',
  openPage: 'Open this address in the browser and sign in:',
  asLastHeard: 'The repository could not be asked; this is how it stood at the last contact:',
  state: {
    officeKey: (person) => `${person}: this desk shows the key of the office; there are no personal grants.`,
    none: (person) => `${person}: this desk is not enrolled.`,
    enrolled: (person, key) => `${person}: enrolled (key ${key}).`,
    revoked: (person, key) => `${person}: this desk was revoked (key ${key}).`,
  },
  seat: ({ name, capacity, office, ended, until }) => {
    const ends = {
      withdrawn: 'withdrawn',
      expired: 'ended',
      notRenewed: 'to be renewed by a contact',
      notGranted: 'not granted',
    } as const;
    const day = until === undefined ? '' : `, until ${until.slice(0, 10)}`;
    return `${name}, ${capacity}, ${office}${day}${ended === undefined ? '' : ` (${ends[ended]})`}`;
  },
  electronicOff: 'The institution does not let people sign electronically at this desk.',
  electronicKind:
    'Electronic signature, not a digital one (Ley 25.506, art. 5): if it is denied, whoever relies on it has to prove it.',
  electronicTypes: (types) => `It is good for: ${types}.`,
  electronicNone: 'You have none at this desk yet: fojas electronic make',
  electronicUntil: (date) => `Yours ends on ${date}.`,
  passphraseLength: (least) => `The passphrase has to have ${least} characters or more.`,
  passphrasesDiffer: 'The two passphrases are not the same.',
  seatsEnded:
    'What was signed at a seat that is not granted any more and is not registered is still on this PC: the key of the institution brings it back (fojas home restore).',
  held: ({ office, roles, clearance, until, offlineUntil, holds }) =>
    `${office}: ${roles.join('+')}, cleared to ${clearance}, until ${until.slice(0, 10)}; without a line until ${offlineUntil.slice(0, 10)}${holds ? '' : ' (ended)'}`,
};
