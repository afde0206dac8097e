import type { readingEs } from './reading-es.ts';

type Words = {
  readonly [K in keyof typeof readingEs]: (typeof readingEs)[K] extends string
    ? string
    : { one: string; other: string };
};

export const readingEn: Words = {
  'command.find': 'Search cases, acts and pieces',
  'command.findInPaper': 'Search inside the document',
  'command.goToPage': 'Go to a sheet',
  'work.find': 'Search',
  'find.title': 'Search',
  'find.note':
    'In the texts on this PC: acts, pieces, drafts, captions and parties. "In quotes" as they stand; with - before it, not there at all.',
  'find.label': 'Words to look for',
  'find.kinds': 'Where',
  'find.kind.act': 'Acts',
  'find.kind.piece': 'Pieces',
  'find.kind.draft': 'Drafts',
  'find.kind.case': 'Cases',
  'find.here': 'Only in {number}',
  'find.results': 'What was found',
  'find.count': { one: '{n} result', other: '{n} results' },
  'find.none': 'Nothing on this PC has these words.',
  'find.hint': 'Type one or more words. Enter opens what is chosen, at the sheet where it stands.',
  'find.busy': 'Searching…',
  'find.more': { one: 'Show {n} more', other: 'Show {n} more' },
  'find.page': 'sheet {page}',
  'find.pages': { one: 'on {n} sheet', other: 'on {n} sheets' },
  'find.byHeading': 'by its title or its case',
  'find.waiting': { one: '{n} document is still to be read.', other: '{n} documents are still to be read.' },
  'find.elsewhere': {
    one: '{n} document is not on this PC: found by its title only.',
    other: '{n} documents are not on this PC: found by their titles only.',
  },
  'find.silent': {
    one: '{n} document has no text that can be read (an image, or encrypted): found by its title only.',
    other: '{n} documents have no text that can be read (images, or encrypted): found by their titles only.',
  },

  'inPaper.label': 'Search in this document',
  'inPaper.next': 'Next',
  'inPaper.previous': 'Previous',
  'inPaper.close': 'Close the search',
  'inPaper.at': '{at} of {total}',
  'inPaper.none': 'not there',
  'inPaper.reading': 'reading sheet {page} of {pages}…',

  'command.wideIndex': 'Index with signers and hashes',
  'command.ownNotes': 'My notes of this act',
  'column.signers': 'Signers',
  'column.hash': 'Hash',
  'ownNotes.title': 'My notes',
  'ownNotes.hint':
    'Only you see them, on this PC. They are no part of the case, and are neither sent nor printed with the act.',
  'ownNotes.label': 'Note',
  'ownNotes.page': 'Sheet',
  'ownNotes.keep': 'Keep the note',
  'ownNotes.change': 'Change',
  'ownNotes.remove': 'Remove',
  'ownNotes.goTo': 'Go to sheet {page}',

  'command.copy': 'Print a copy',
  'work.copy': 'Copy on paper',
  'help.copy':
    'Prints the act that is chosen. A simple copy says so on each sheet. A certified one has a cover that says of which file it is a copy, with its hash and its code, and who certifies; the handwritten signature goes on that cover. The original file does not change. Every copy is written down.',
  'copy.kind': 'Which copy',
  'copy.simple': 'Simple copy',
  'copy.simpleNote': 'Each sheet says that it is a simple copy, with the code of the act.',
  'copy.certified': 'Certified copy',
  'copy.certifiedNote': 'With a cover: of which file it is a copy, its hash, its code and who certifies.',
  'copy.unsigned': 'Nobody has signed this act yet: there is nothing to certify.',
  'copy.notAllowed': 'Your role does not certify copies.',
  'copy.preparing': 'Preparing sheet {page} of {pages}…',
  'copy.logged': 'The copy is written down, with who and when.',
  'copy.printSimple': 'Print the simple copy',
  'copy.printCertified': 'Print the certified copy',
  'copy.watermark': 'SIMPLE COPY',
  'copy.legendSimple': 'Simple copy · Verification {code} · sheet {page} of {pages} · {when}',
  'copy.legendCertified': 'Certified copy · Verification {code} · sheet {page} of {pages} · {when}',
  'copy.electronic': 'Electronic signature, not digital (Ley 25.506, art. 5)',
  'electronic.some': 'electronic signature: {n} of {of}',
  'electronic.someSigned':
    'Signed electronically, not digitally (Ley 25.506, art. 5): {names}. Whose that signature is is not presumed; if it is denied, whoever relies on it has to prove it. The others are not electronic.',
  'copy.electronicSome': 'Electronic signature, not digital, of {names} (Ley 25.506, art. 5)',
  'joint.done': 'signed',
  'joint.byElectronic': '{name} (electronic signature)',
  'copy.tooManyOfPiece': 'The piece has more than {most} pages: print it in parts from a viewer.',
  'copy.pieceSimple': 'Simple copy of a piece · SHA-256 {code}… · page {page} of {pages} · {when}',
  'copy.pieceCertified': 'Certified copy of a piece · SHA-256 {code}… · page {page} of {pages} · {when}',
  'copy.tooMany': 'The act has more than {most} sheets: print it in parts from a viewer.',
};
