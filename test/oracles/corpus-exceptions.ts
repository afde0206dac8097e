/** What the corpus asks for and the program does not do, with the reason. Nothing may hide here. */
import type { CorpusRow } from './corpus.ts';

/** Rows whose `must` is not what the file's own source says. */
const disputed: Readonly<Record<string, string>> = {
  'dss__pades-enveloping-other-pdf.pdf':
    'its CMS holds no content (the other PDF is a stream of this one), and range, digest and signature are right: the test this ' +
    'file comes from (DSS PAdESEnvelopingOtherPdfTest) asserts that it is NOT TOTAL_FAILED and that nothing was modified, and DSS ' +
    '6.4 says INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND, as we do',
};

/** Why a row that did not pass is no surprise; null when it is one. */
export function exceptionFor(row: CorpusRow): string | null {
  return disputed[row.file] ?? null;
}
