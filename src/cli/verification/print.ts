/** Verdicts for people: one sentence about the file, then what the clerk needs about each signature. */
import { createFormats } from '../../contract/words/formats.ts';
import {
  type FileVerdict,
  fileSentence,
  type PathStep,
  reasonSentence,
  type SignatureDetails,
  type SignatureVerdict,
  type TimestampVerdict,
  verdictSentence,
} from '../../signature/index.ts';
import type { Ui } from '../ui.ts';
import { codeOf, sayTrouble } from './trouble.ts';

/** Prints the verdict on one file. */
export function printVerdict(file: string, verdict: FileVerdict, ui: Ui): void {
  const { verify: words } = ui.words;
  const { signatures, error } = verdict;
  ui.print(file);
  if (error !== null) ui.print(`  ${words.error(sayTrouble(error, ui.locale))}`);
  if (error === null && signatures.length === 0) ui.print(`  ${words.noSignatures}`);
  if (signatures.length > 0) ui.print(`  ${fileSentence(verdict, ui.locale)}`);
  for (const signature of signatures) printSignature(signature, ui);
}

function printSignature(signature: SignatureVerdict, ui: Ui): void {
  const { verify: words, verification } = ui.words;
  const { indication, subIndication, signer, level } = signature;
  const own = signer?.electronic ? words.electronicSignature : words.signature;
  const kind = signature.kind === 'signature' ? own : words.timestamp;
  const verdict = `${words.indications[indication]} (${indication}${subIndication === null ? '' : `/${subIndication}`})`;
  ui.print(`  ${kind} ${signature.field ?? ''}: ${verdict}`);
  ui.print(`    ${verdictSentence(signature, ui.locale)}`);
  if (signer !== null) {
    const claimed = signer.claimedSigningTime;
    const when = claimed === null ? '' : `, ${moment(claimed, ui)}`;
    ui.print(`    ${words.signedBy(signer.commonName ?? '?', signer.serialNumber, signer.issuer ?? '?')}${when}`);
  }
  if (level !== null) ui.print(`    ${verification.level(level)}`);
  ui.print(`    ${signature.coversWholeDocument ? words.coversAll : words.coversPart}`);
  ui.print(`    ${words.modifications[signature.modification]}`);
  if (signature.details !== null) printDetails(signature.details, signature.coversWholeDocument, ui);
  for (const reason of signature.reasons) ui.print(`    - ${reasonSentence(reason, ui.locale)} (${codeOf(reason)})`);
}

function printDetails({ coverage, existence, timestamps, path }: SignatureDetails, isWhole: boolean, ui: Ui): void {
  const { verification: words } = ui.words;
  if (coverage !== null && !isWhole)
    ui.print(`    ${words.signedSize(new Intl.NumberFormat(ui.locale).format(coverage.end))}`);
  ui.print(`    ${existence.proven ? words.provenBy(moment(existence.by, ui)) : words.judgedNow}`);
  for (const stamp of timestamps) printTimestamp(stamp, ui);
  if (path.at(-1)?.isAnchor !== true) return;
  ui.print(`    ${words.path}`);
  for (const step of path) ui.print(`      ${step.subject}: ${standing(step, ui)}`);
}

function printTimestamp({ kind, time, authority, indication, subIndication }: TimestampVerdict, ui: Ui): void {
  const { verification: words } = ui.words;
  const verdict = `${words.indications[indication]}${subIndication === null ? '' : ` (${subIndication})`}`;
  ui.print(`    ${words.timestampOf(kind, moment(time, ui), authority?.commonName ?? '?')}: ${verdict}`);
}

function standing({ isAnchor, revocation }: PathStep, ui: Ui): string {
  const { verification: words } = ui.words;
  if (isAnchor || revocation === null) return words.anchor; // below the anchor revocation was always looked into
  const { outcome, statement } = revocation;
  const source = statement === null ? '' : ` (${words.statement(statement.kind, moment(statement.thisUpdate, ui))})`;
  return `${words.revocation[outcome]}${source}`;
}

function moment(iso: string, ui: Ui): string {
  return createFormats(ui.locale).dateTime(iso, { zone: true });
}
