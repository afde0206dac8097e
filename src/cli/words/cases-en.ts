import type { CaseCommandName, CaseWords } from './cases-words.ts';
import type { CommandWords } from './command-words.ts';

const office = { config: 'Configuration of the office (JSON).', 'store-key-file': 'File with the key of the store.' };
const files = '--config office.json --store-key-file store.key';

export const caseCommandsEn: Readonly<Record<CaseCommandName, CommandWords>> = {
  'case open': {
    summary: 'opens a case, with or without a line',
    usage: '--config FILE --store-key-file FILE --caption CAPTION [options]',
    about: [
      'Answers the provisional number and the receipt’s code. The repository gives the final number; the case is found by either.',
    ],
    options: {
      ...office,
      caption: 'Caption; with minors or a protected identity, initials only.',
      origin: 'complaint, police, ownMotion, remission, flagrancy or other (complaint if left out).',
      party:
        'POLE:NAME; may be repeated. Poles: accused, victim, complainant, witness, defender, adviser, expert, other.',
      level: 'Confidentiality, 0 to 5 (1 if left out).',
      detained: 'A person is detained.',
      fatal: 'A fatal deadline runs.',
      vulnerable: 'There is a vulnerable victim.',
      'office-series': 'Not a case: it goes to the office’s own series.',
    },
    examples: [`fojas case open ${files} --caption "N.N. s/ HURTO" --party "complainant:Hilda Rocamora" --fatal`],
  },
  'case list': {
    summary: 'shows the cases of the office',
    usage: '--config FILE --store-key-file FILE [--search TEXT] [--office-series]',
    about: ['Found by either number, by caption, by party or by the receipt’s code.'],
    options: { ...office, search: 'What to look for.', 'office-series': 'The office’s own series.' },
    examples: [`fojas case list ${files} --search rocamora`],
  },
  'case add': {
    summary: 'adds a piece to a case: PDF, JPEG, PNG or TIFF',
    usage: '--config FILE --store-key-file FILE --case NUMBER --file FILE --title WHAT --place PLACE --brought-by WHO',
    about: ['The file is kept as it is, with its hash. Where that is not the one that was told, nothing is added.'],
    options: {
      ...office,
      case: 'Either number of the case.',
      file: 'The file.',
      title: 'What it is.',
      place: 'Where it was received.',
      'brought-by': 'Who brought it.',
      origin: 'paper, digital, photograph or device (digital if left out).',
      level: 'Confidentiality, 0 to 5 (1 if left out).',
      sha256: 'The hash that was told by whoever brought it.',
      'paper-act': 'It is the scan of an act made on paper because of an outage: which act.',
      'signed-by': 'Who signed that paper.',
      'made-at': 'When it was made (ISO 8601 with zone).',
    },
    examples: [
      `fojas case add ${files} --case 97-00-000418-26 --file photo.jpg --title "The place" --place "Front desk" --brought-by "Police"`,
    ],
  },
  'case level': {
    summary: 'changes how confidential a case is, or asks for it',
    usage: '--config FILE --store-key-file FILE --case NUMBER --level LEVEL --reason REASON',
    about: [
      'A magistrate raises it. Lowering it takes two: one person asks for it with a reason, and another, a magistrate, decides with this same command. What was decided or asked for is noted in the case with its reason.',
    ],
    options: {
      ...office,
      case: 'Either number of the case.',
      level: 'Confidentiality, from 0 to 5.',
      reason: 'The reason.',
    },
    examples: [`fojas case level ${files} --case 97-00-000418-26 --level 3 --reason "The victim is a minor"`],
  },
  'case break-glass': {
    summary: 'opens a restricted case in an emergency, or tells who did',
    usage: '--config FILE --store-key-file FILE [--case NUMBER --reason REASON]',
    about: [
      'Magistrates and secretaries only, to read only, for 24 hours: the case and its acts, whoever they are for. The reason is recorded first, with or without a line, and magistrates and secretaries of the office are told. Without a case and a reason, shows the last exceptional accesses.',
    ],
    options: { ...office, case: 'Number of the case, in full.', reason: 'Reason.' },
    examples: [
      `fojas case break-glass ${files} --case 97-00-000418-26 --reason "Accused in hospital; the magistrate in charge does not answer"`,
    ],
  },
  'case caption': {
    summary: 'corrects the caption and the parties of a case',
    usage:
      '--config FILE --store-key-file FILE --case NUMBER [--caption CAPTION] [--party POLE:NAME... | --no-parties] --reason REASON',
    about: [
      'Who corrected it, when, from what to what and why is noted in the case, and every desk of the office sees it. What is not given stays as it is; the parties that are given replace all there were.',
    ],
    options: {
      ...office,
      case: 'Any of the case’s numbers.',
      caption: 'The caption, as it is to read.',
      party: 'POLE:NAME (accused:Juan Pérez); once for each party.',
      'no-parties': 'The case has no parties.',
      reason: 'Why it is corrected.',
    },
    examples: [
      `fojas case caption ${files} --case 97-00-000418-26 --caption "PÉREZ, Juan s/ hurto" --reason "Wrong surname"`,
    ],
  },
  'case hearing': {
    summary: 'sets the hearing of a case, or takes it away',
    usage: '--config FILE --store-key-file FILE --case NUMBER (--at DATE [--what WHICH] | --none)',
    about: [
      'It is noted in the case, and every desk of the office has it in its agenda. The documents of the case come to each PC from a day and a half before, ahead of the others, and do not leave it until the day after.',
    ],
    options: {
      ...office,
      case: 'Any of the numbers of the case.',
      at: 'Day and hour, local time (2026-11-26T09:00).',
      what: 'Which hearing and where, up to 160 letters.',
      none: 'No hearing is set.',
    },
    examples: [`fojas case hearing ${files} --case 97-00-000418-26 --at 2026-11-26T09:00 --what "Remand, room 2"`],
  },
  'case agenda': {
    summary: 'shows the hearings of the office',
    usage: '--config FILE --store-key-file FILE [--from YYYY-MM-DD] [--days DAYS]',
    about: ['Of each it says how many documents of the acts of its case are on this PC.'],
    options: { ...office, from: 'First day (today unless given).', days: 'How many days, up to 366 (7 unless given).' },
    examples: [`fojas case agenda ${files} --days 2`],
  },
  'case move': {
    summary: 'sends a case to another office, or prepares that',
    usage:
      '--config FILE --store-key-file FILE --case NUMBER --to OFFICE --act ACT --reason REASON [--how HOW] [--joined-to NUMBER]',
    about: [
      'A magistrate decides it, by order of a registered act of the case; others prepare it with this very command. The case goes whole, with its acts, its files and its numbers, and can still be read here. It does not go while an act waits for a signature.',
    ],
    options: {
      ...office,
      case: 'Any of the numbers of the case.',
      to: 'Identifier of the office it goes to.',
      how: 'remission (if left out), jurisdictionDecline or joinder.',
      act: 'Identifier of the registered act that orders it.',
      'joined-to': 'Of a joinder: number of the case it is joined to.',
      reason: 'Reason.',
    },
    examples: [
      `fojas case move ${files} --case 97-00-000418-26 --to 97-tc-1 --act 5f0c6a1e-5a0e-4c55-9b0e-0d7a3c1f2b11 --reason "For trial"`,
    ],
  },
  'case export': {
    summary: 'saves a whole case as one PDF',
    usage: '--config FILE --store-key-file FILE --case NUMBER --out PLACE [--originals]',
    about: [
      'A cover, an index and, sheet by sheet, the acts and pieces in their order. What cannot be shown has a sheet that says why; the command then ends with 1.',
      'It is a simple copy: the signed originals are the proof. A file that exists is not replaced.',
    ],
    options: {
      ...office,
      case: 'Either number of the case.',
      out: 'New PDF file, or a folder in which one is called after the case.',
      originals: 'Attaches the signed files, unchanged.',
    },
    examples: [`fojas case export ${files} --case 97-00-000418-26 --out case.pdf --originals`],
  },
  'case receipt': {
    summary: 'saves as PDF the receipt that the citizen takes home',
    usage: '--config FILE --store-key-file FILE --case NUMBER --out FILE',
    about: ['It bears no caption and names no other party. A file that exists is not replaced.'],
    options: { ...office, case: 'Either number of the case.', out: 'New PDF file.' },
    examples: [`fojas case receipt ${files} --case P-0A1B2C3D4E-C0001 --out receipt.pdf`],
  },
  'act list': {
    summary: 'shows a tray of the office',
    usage: '--config FILE --store-key-file FILE [--tray TRAY] [--label LABEL]... [--due-days DAYS]',
    about: ['With labels, only the acts that bear all of them.'],
    options: {
      ...office,
      tray: 'toSign, signed, queue, registered, returned, dueToday or toNotify (toSign where left out).',
      label: 'Label of the office; may be repeated.',
      'due-days': 'Only what is due within so many days, or was before.',
    },
    examples: [`fojas act list ${files} --label feria`],
  },
  'act label': {
    summary: 'puts a label of the office on an act, or takes it off',
    usage: '--config FILE --store-key-file FILE --act ID --label LABEL [--off]',
    about: ['Every desk of the office sees it.'],
    options: {
      ...office,
      act: 'Identifier of the act.',
      label: 'The label, of up to 40 letters.',
      off: 'Takes it off.',
    },
    examples: [`fojas act label ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --label feria`],
  },
  'act due': {
    summary: 'sets the day by which an act is to be signed',
    usage: '--config FILE --store-key-file FILE --act ID [--day YYYY-MM-DD]',
    about: ['Without --day, the act has no due date.'],
    options: { ...office, act: 'Identifier of the act.', day: 'The last day.' },
    examples: [`fojas act due ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --day 2026-12-01`],
  },
  'copies simple': {
    summary: 'copies an act: its file, as it is',
    usage: '--config FILE --store-key-file FILE --act ID --out FOLDER',
    about: [
      'Copies the very bytes, with their signatures, and writes down who and when. The words “simple copy” stand on the one printed from the window.',
    ],
    options: { ...office, act: 'The act’s identifier.', out: 'A new folder; none that exists is replaced.' },
    examples: [`fojas copies simple ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --out copy`],
  },
  'copies certified': {
    summary: 'copies an act with the sheet that certifies it',
    usage: '--config FILE --store-key-file FILE --act ID --out FOLDER',
    about: [
      'Writes acto.pdf and certificacion.pdf: of which file it is a copy, its hash, its code and who certifies, who signs that sheet by hand.',
    ],
    options: { ...office, act: 'The act’s identifier.', out: 'A new folder; none that exists is replaced.' },
    examples: [`fojas copies certified ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --out copy`],
  },
  'act correct': {
    summary: 'begins the draft of an act that corrects a registered one',
    usage: '--config FILE --store-key-file FILE --act ID --how WAY',
    about: ['What was signed is not touched: each act names the other. Prints the draft’s identifier.'],
    options: { ...office, act: 'Identifier of the registered act.', how: 'clarifies, rectifies or replaces.' },
    examples: [`fojas act correct ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --how rectifies`],
  },
  'act set-aside': {
    summary: 'sets aside a return or a signature that the registry did not take',
    usage: '--config FILE --store-key-file FILE --act ID',
    about: [
      'What is set aside stays on record with its reason and waits in the queue no more. The act stays as the registry has it. An act that the registry refused is made anew: fojas act remake.',
    ],
    options: { ...office, act: 'Identifier of the act.' },
    examples: [`fojas act set-aside ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009`],
  },
  'act remake': {
    summary: 'makes anew an act that the registry refused: its text comes back as a draft',
    usage: '--config FILE --store-key-file FILE --act ID',
    about: [
      'The refused act stays for the record, with its reason, and leaves the outbox. It is made anew once: asked again, the same draft is named. Prints the draft’s identifier and why the act was refused.',
    ],
    options: { ...office, act: 'Identifier of the refused act.' },
    examples: [`fojas act remake ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009`],
  },
  'act addressees': {
    summary: 'says who is to be notified of an act',
    usage: '--config FILE --store-key-file FILE --act ID (--to ADDRESSEE... | --nobody)',
    about: [
      'Replaces those there were. The act is notified once all of them are; without addressees it does not wait in the tray.',
    ],
    options: {
      ...office,
      act: 'Identifier of the act.',
      to: 'POLE:NAME of a party (defender:Rita Arístegui), or the name; may be repeated.',
      nobody: 'Nobody is to be notified.',
    },
    examples: [
      `fojas act addressees ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --to "defender:Rita Arístegui"`,
    ],
  },
  'act notify': {
    summary: 'notes the notice of a registered act to one addressee',
    usage:
      '--config FILE --store-key-file FILE --act ID --to NAME --means MEANS [--at DATE] [--result RESULT --reason REASON]',
    about: ['After what could not be done, or is to be done again, the addressee is still to be notified.'],
    options: {
      ...office,
      act: 'Identifier of the registered act.',
      to: 'Name of the addressee, as it stands in the act.',
      means: 'electronicDomicile, serviceNotice, inPerson, telephone or hearing.',
      at: 'Day and hour of the notice, local time (2026-11-26T09:00); now where left out.',
      result: 'done (where left out), failed (could not be done) or repeat (to be done again).',
      reason: 'Why it could not be done, or is to be done again.',
    },
    examples: [
      `fojas act notify ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --to "Rita Arístegui" --means serviceNotice --result failed --reason "Moved away"`,
    ],
  },
  'act level': {
    summary: 'makes a registered act less confidential, or asks for it',
    usage: '--config FILE --store-key-file FILE --act ID --level LEVEL --reason REASON',
    about: [
      'It takes two persons: one asks for it with a reason and another, a magistrate, decides it with this same command. The higher of the levels of act and case counts. What was sealed stays sealed.',
    ],
    options: {
      ...office,
      act: 'Identifier of the act.',
      level: 'Level of confidentiality, 0 to 5.',
      reason: 'Reason.',
    },
    examples: [`fojas act level ${files} --act b7f3c1de-5a24-4c1e-9f10-000000000009 --level 1 --reason "Carried out"`],
  },
  'repository grant': {
    summary: 'gives a person an access key of his or her own, with roles',
    usage: '--dir FOLDER --office OFFICE --person ID --name NAME --role ROLE... [--validator]',
    about: [
      'With this key the repository allows no more than the roles do. The one before is good for nothing. It counts from the repository’s next start.',
    ],
    options: {
      dir: 'Folder of the repository.',
      office: 'The person’s office.',
      person: 'The person’s id, as in the configuration of the desk.',
      name: 'The name, as it stands in acts.',
      role: 'magistrate, secretary, clerk, auxiliary, itAdmin or auditor; may be repeated.',
      validator: 'The office had this person look acts over.',
    },
    examples: [
      'fojas repository grant --dir repository --office 97-ufij-3 --person caceres --name "Bruno Cáceres Tolosa" --role clerk',
    ],
  },
};

export const casesEn: CaseWords = {
  opened: (provisional, code) => `Opened as ${provisional}. The receipt’s code: ${code}`,
  paperLacks: 'for an act made on paper, --paper-act, --signed-by and --made-at go together.',
  unsent: 'It is kept on this PC; it is sent when there is a line.',
  unknownCase: (number) => `no case ${number} is known`,
  added: (title, sha256) => `Added: ${title} (SHA-256 ${sha256})`,
  noNumber: 'no number',
  none: (hadContact, search) =>
    hadContact
      ? search === ''
        ? 'This desk has no cases. Where one is missing, synchronise: fojas sync.'
        : `No case of this desk matches "${search}".`
      : 'This desk has not synchronised with its repository yet: there are no cases to show. Synchronise first: fojas sync.',
  levelSet: (level) => `The case goes to confidentiality level ${level}`,
  levelAsked: (level) => `Confidentiality level ${level} was asked for: another person decides`,
  brokeGlass: (caption, hours) => `Case opened by exceptional access, ${hours} hours: ${caption}`,
  captionSet: (number, caption, parties) => `Case ${number}: “${caption}” (parties: ${parties})`,
  hearingSet: (number, when) =>
    when === null ? `No hearing is set in case ${number}` : `Hearing of case ${number}: ${when}`,
  hearingsNone: 'There are no hearings on those days.',
  hearingsMore: 'There are more hearings: ask for fewer days.',
  hearingFiles: (here, all) => `${here} of ${all} documents on this PC`,
  hearingPlace: {
    here: 'on this PC only: sent when there is a line',
    refused: 'the repository did not take it',
    pinned: 'date noted on this PC only',
  },
  moved: (office) => `The case goes to the office ${office}`,
  moveAsked: (office) => `Going to the office ${office} was prepared: a magistrate decides`,
  copied: (code, paths) => `Verification code ${code}: ${paths.join(', ')}`,
  exporting: 'Putting the case together',
  exported: (path, sheets, sha256) =>
    `Case saved as ${path}: ${sheets} ${sheets === 1 ? 'sheet' : 'sheets'}, SHA-256 ${sha256}`,
  receiptAt: (path) => `Receipt saved as ${path}`,
  granted: (name, roles) => `Key of ${name} (${roles}), for the configuration of the desk:`,
  restart: 'It counts from the repository’s next start.',
  actLevelSet: (level) => `The act’s level of confidentiality is ${level}.`,
  actLevelAsked: (level) => `Asked for: level ${level} for the act. Another person, a magistrate, decides it.`,
  toNotify: (names) => `still to be notified: ${names}`,
};
