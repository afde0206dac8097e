import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import {
  type Certificate,
  type FileVerdict,
  type LoadedAnchors,
  loadAnchors,
  openFileSource,
  parseCertificates,
  type SignatureVerdict,
  verdictSentence,
  verifyDocument,
} from '../../signature/index.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';

/** One element of what `verify --json` prints. The shape is a promise. */
interface VerifiedFile extends FileVerdict {
  readonly file: string;
}

export const verify = defineCommand('verify', {
  options: { trust: { type: 'string' } },
  values: z.object({ trust: z.string().min(1).optional() }),
  files: 'some',
  async run({ trust }, files, ui) {
    let anchors: readonly Certificate[] = [];
    if (trust !== undefined) {
      try {
        const folder = statSync(trust).isDirectory();
        const loaded = folder ? loadAnchors(trust) : anchorsIn(trust);
        const refused = loaded.refused.map(({ file, reason }) => ui.words.verify.anchorRefused(file, reason));
        // A file named by itself was meant; one among others in a folder may lie there by chance.
        if (!folder && refused[0] !== undefined) return ui.misuse(refused[0]);
        for (const line of refused) ui.note(line);
        ({ anchors } = loaded);
      } catch (error) {
        const failure = failureOfSystem(error, trust);
        if (failure === null) throw error;
        return ui.fail(failure);
      }
    }
    if (anchors.length === 0) ui.note(ui.words.verify.noAnchors);
    const verdicts: VerifiedFile[] = [];
    for (const file of files) {
      const verdict = await verifyFile(file, anchors);
      verdicts.push(verdict);
      printVerdict(verdict, ui);
    }
    ui.answer(verdicts);
    return verdicts.every(holds) ? exitCodes.ok : exitCodes.no;
  },
});

/** Certificates have a few kilobytes, and a file of many has a few hundred of them. */
const largestTrustFile = 4 << 20;

/** The certificates of one file. @throws the system's error when it cannot be read. */
function anchorsIn(file: string): LoadedAnchors {
  if (statSync(file).size > largestTrustFile) return { anchors: [], refused: [{ file, reason: 'too large' }] };
  const bytes = readFileSync(file);
  try {
    return { anchors: parseCertificates(bytes), refused: [] };
  } catch (error) {
    return { anchors: [], refused: [{ file, reason: error instanceof Error ? error.message : String(error) }] };
  }
}

/** Every file needs at least one signature, and every signature has to hold. */
function holds({ signatures, error }: FileVerdict): boolean {
  return error === null && signatures.length > 0 && signatures.every((one) => one.indication === 'TOTAL_PASSED');
}

async function verifyFile(file: string, anchors: readonly Certificate[]): Promise<VerifiedFile> {
  let source;
  try {
    source = openFileSource(file);
  } catch (error) {
    return { file, signatures: [], error: unreadable(error) };
  }
  try {
    const { signatures, error } = await verifyDocument(source, { anchors });
    return { file, signatures, error };
  } catch (error) {
    return { file, signatures: [], error: unreadable(error) };
  } finally {
    source.close();
  }
}

/** What the system said; anything else is a bug, and is not swallowed here. */
function unreadable(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return `unreadable: the file cannot be read (${String(error.code)})`;
}

function printVerdict({ file, signatures, error }: VerifiedFile, ui: Ui): void {
  const { verify: words } = ui.words;
  ui.print(file);
  if (error !== null) ui.print(`  ${words.error(error)}`);
  if (error === null && signatures.length === 0) ui.print(`  ${words.noSignatures}`);
  for (const signature of signatures) printSignature(signature, ui);
}

function printSignature(signature: SignatureVerdict, ui: Ui): void {
  const { verify: words } = ui.words;
  const { indication, subIndication, signer } = signature;
  const kind = signature.kind === 'signature' ? words.signature : words.timestamp;
  const verdict = `${words.indications[indication]} (${indication}${subIndication === null ? '' : `/${subIndication}`})`;
  ui.print(`  ${kind} ${signature.field ?? ''}: ${verdict}`);
  if (signer !== null) {
    const claimed = signer.claimedSigningTime;
    const when = claimed === null ? '' : `, ${createFormats(ui.locale).dateTime(claimed, { zone: true })}`;
    ui.print(`    ${words.signedBy(signer.commonName ?? '?', signer.serialNumber, signer.issuer ?? '?')}${when}`);
  }
  ui.print(`    ${signature.coversWholeDocument ? words.coversAll : words.coversPart}`);
  ui.print(`    ${words.modifications[signature.modification]}`);
  ui.print(`    ${verdictSentence(signature, ui.locale)}`);
  for (const reason of signature.reasons) ui.print(`    - ${reason}`);
}
