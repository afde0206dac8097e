import type { CommandWords } from './command-words.ts';
import type { DraftsCommandName, DraftsWords } from './drafts-words.ts';

const office = { config: 'Office configuration (JSON).', 'store-key-file': 'File with the store key.' };
const draft = 'The draft’s identifier, as `drafts list` shows it.';
const signer = 'Who signs (a person’s identifier). Repeated: they sign in this order.';

export const draftsCommandsEn: Readonly<Record<DraftsCommandName, CommandWords>> = {
  'drafts list': {
    summary: 'shows the office’s drafts',
    usage: '--config FILE --store-key-file FILE [--search TEXT] [--archived] [--shelf mine|toReview|returned]',
    about: ['Those that changed last come first.'],
    options: {
      ...office,
      search: 'Words of the title, the kind, the author or the case.',
      archived: 'Those that were put away.',
    },
    examples: ['fojas drafts list --config office.json --store-key-file store.key'],
  },
  'drafts models': {
    summary: 'shows the models of acts, their mandatory parts and what they rest on',
    usage: '--config FILE --store-key-file FILE',
    about: ['What nobody verified in an official text is called “not verified”.'],
    options: { ...office },
    examples: ['fojas drafts models --config office.json --store-key-file store.key'],
  },
  'drafts begin': {
    summary: 'begins a draft from a model',
    usage: '--config FILE --store-key-file FILE --case NUMBER --model PROFILE/MODEL',
    about: ['Fills in what is known of the case, the office and the person. Prints the draft’s identifier.'],
    options: { ...office, case: 'Number of the case.', model: 'Model, as `drafts models` shows it.' },
    examples: [
      'fojas drafts begin --config office.json --store-key-file store.key --case 97-00-000418-26 --model buenos-aires-mp/oficio',
    ],
  },
  'drafts show': {
    summary: 'shows a draft and what it lacks',
    usage: '--config FILE --store-key-file FILE --draft ID',
    about: ['Exits with 1 if mandatory parts are missing or blanks stand open.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts show --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts write': {
    summary: 'adds the text of .docx or plain text files to a draft',
    usage: 'FILE... --config FILE --store-key-file FILE --draft ID [--part PART]',
    about: [
      'Without --part it goes to the end. With it, it takes the place of what stands in that part of the model. Earlier texts stay in the history.',
    ],
    options: { ...office, draft, part: 'Part of the model (for example, hechos).' },
    examples: [
      'fojas drafts write facts.docx --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --part hechos',
    ],
  },
  'drafts sheet': {
    summary: 'sets the sheets of a draft, unsigned',
    usage: '--config FILE --store-key-file FILE --draft ID [--signer PERSON]... --out FILE',
    about: ['They are the very bytes that would be put before the signer.'],
    options: { ...office, draft, signer, out: 'New PDF file; one that exists is not replaced.' },
    examples: [
      'fojas drafts sheet --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --out act.pdf',
    ],
  },
  'drafts propose': {
    summary: 'puts a draft before its signer',
    usage: '--config FILE --store-key-file FILE --draft ID [--signer PERSON]... [--vouch]',
    about: ['It is refused, with what is missing, if the model asks for something that is not there.'],
    options: { ...office, draft, signer, vouch: 'Leaves your visado over those bytes.' },
    examples: [
      'fojas drafts propose --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --signer oquiros',
    ],
  },
  'drafts ask': {
    summary: 'sends a draft for review',
    usage: '--config FILE --store-key-file FILE --draft ID',
    about: ['Refused, with what is missing, where the model asks for more.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts ask --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts recall': {
    summary: 'takes back a draft that you sent to be looked over',
    usage: '--config FILE --store-key-file FILE --draft ID',
    about: ['What a colleague answered already stays answered.'],
    options: { ...office, draft },
    examples: [
      'fojas drafts recall --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts review': {
    summary: 'shows a draft to be reviewed, with its remarks',
    usage: '--config FILE --store-key-file FILE --draft ID',
    about: [
      'Each paragraph comes with its name in brackets. Where you read it before, + is new, ~ changed and - is gone.',
    ],
    options: { ...office, draft },
    examples: [
      'fojas drafts review --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93',
    ],
  },
  'drafts return': {
    summary: 'returns a draft with a remark',
    usage: '--config FILE --store-key-file FILE --draft ID --remark TEXT [--paragraph PARAGRAPH] [--words WORDS]',
    about: ['Without --paragraph, the remark is about the whole text.'],
    options: {
      ...office,
      draft,
      remark: 'What is to be mended.',
      paragraph: 'Paragraph, as `drafts review` shows it.',
      words: 'Words of the paragraph that it is about.',
    },
    examples: [
      'fojas drafts return --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --remark "…" --paragraph p1',
    ],
  },
  'drafts resolve': {
    summary: 'marks a remark as resolved',
    usage: '--config FILE --store-key-file FILE --draft ID --remark ID',
    about: ['It stays in the history of the draft.'],
    options: { ...office, draft, remark: 'Remark, as `drafts review` shows it.' },
    examples: [
      'fojas drafts resolve --config office.json --store-key-file store.key --draft 0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93 --remark r-1',
    ],
  },
};

export const draftsEn: DraftsWords = {
  place: (place, beside) =>
    [place === 'sent' ? 'sent' : 'kept here', ...(beside > 0 ? [`${beside} texts beside it`] : [])].join(', '),
  count: (total) => (total === 1 ? '1 draft.' : `${total} drafts.`),
  unverified: 'not verified',
  noCase: (caseNumber) => `this office has no case with the number ${caseNumber}.`,
  noPart: (part) => `the draft has no part “${part}”.`,
  lacksPart: (name) => `Missing: ${name}`,
  blank: (label) => `Not filled: ${label}`,
  written: (files) => (files === 1 ? '1 file written.' : `${files} files written.`),
  proposed: (title, actId) => `Put before its signer: ${title} (${actId}).`,
  openRemarks: (n) =>
    n === 1 ? 'It carries 1 remark that nobody resolved.' : `It carries ${n} remarks that nobody resolved.`,
  noParagraph: (id) => `the draft has no paragraph “${id}”.`,
  noWords: (words) => `the paragraph has no words “${words}”.`,
  review: (state, by) =>
    ({
      draft: 'Not in review.',
      inReview: `In review: sent by ${by ?? ''}.`,
      returned: 'Returned with remarks.',
      toSign: 'Sent to sign.',
    })[state],
  remark: (id, paragraph, by, text, resolved) =>
    `${resolved === null ? '•' : '✓'} ${id} [${paragraph ?? 'whole text'}] ${by}: ${text}${resolved === null ? '' : ` (resolved by ${resolved})`}`,
};
