/** What the corpus asks for and the program does not do, with the reason. Nothing may hide here. */
import type { CorpusRow } from './corpus.ts';

/** Refusals to sign that stand until their rules are written: by the kind of the refusal, whatever the file. */
const laterRefusals: Readonly<Record<string, string>> = {
  'refused: encrypted': 'signing inside encryption comes later; the refusal is clear and nothing is written',
  'refused: certified': 'signing under a certification comes later; the refusal is clear and nothing is written',
};

/** Documents whose cross-references name the wrong places. Readers fall back to older ones; we do not sign what we would have to guess. */
const laterRepairs: Readonly<Record<string, string>> = {
  'pyHanko__minimal-annotless.pdf':
    'repairing damaged cross-references comes later; the refusal is clear and nothing is written',
};

/** Rows whose `must` is not what the file's own source says. */
const disputed: Readonly<Record<string, string>> = {
  'dss__pades-enveloping-other-pdf.pdf':
    'the test this file comes from (DSS PAdESEnvelopingOtherPdfTest) asserts that it is NOT TOTAL_FAILED and that nothing was modified',
};

/** Why a row that did not pass is no surprise; null when it is one. @param saw what the program did. */
export function exceptionFor(row: CorpusRow, saw: string): string | null {
  const refusal = Object.entries(laterRefusals).find(([kind]) => saw.startsWith(kind));
  const repair = saw.startsWith('refused: damaged') ? laterRepairs[row.file] : undefined;
  return (row.must === 'signs' ? (refusal?.[1] ?? repair) : undefined) ?? disputed[row.file] ?? null;
}
