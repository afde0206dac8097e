import type { LevelWords } from './levels-words.ts';

export const levelsEn: LevelWords = {
  reached: (level, until) => `Level ${level}${until === null ? '' : `; provable until ${until} unless renewed`}.`,
  lessThanAsked: (asked, reached) =>
    reached === null ? `Level ${asked} was not reached.` : `Level ${asked} was asked for, ${reached} was reached.`,
  extended: 'Extended',
  unchanged: 'Unchanged',
  notExtended: 'Not extended',
  needsTsa: (level) => `--level ${level} needs a time-stamp: say with --tsa who is asked for it.`,
  cadesLevel: (level) => `--cades goes up to level B-T, not ${level}.`,
  cadesAlone: '--cades signs beside the file: it takes no field, no visible signature and no certification.',
  algorithmMissing: (algorithm, offered) =>
    `the chosen certificate does not sign with ${algorithm}; it can with: ${offered}.`,
  missing: {
    noSignature: 'The file has no signature.',
    timeStamp: (tries) => `The time-stamp is missing: ${tries === '' ? 'no authority was named' : tries}.`,
    chain: (name) => `The certificate chain of “${name}” is missing.`,
    revocation: (name, tries) =>
      `Whether the certificate of “${name}” was revoked is not known${tries === '' ? '' : `: ${tries}`}.`,
    brokenSignature: (field, detail) => `The signature “${field}” does not hold, and nothing is extended (${detail}).`,
  },
  revoked: (name, when) => `Mind: the certificate of “${name}” has been revoked since ${when}.`,
};
