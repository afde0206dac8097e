import { statSync } from 'node:fs';
import { z } from 'zod';
import {
  assembleReport,
  type ByteSource,
  type FileVerdict,
  openFileSource,
  type ValidationReport,
  verifyDocument,
  type VerifyOptions,
} from '../../signature/index.ts';
import type { Failure } from '../../contract/failures.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';
import { readPdfPassword } from '../pdf-password.ts';
import { revocationLine } from '../verification/line.ts';
import { printVerdict } from '../verification/print.ts';
import { readTrust } from '../verification/trust.ts';

/** One element of what `verify --json` prints. The shape is a promise. */
interface VerifiedFile extends FileVerdict {
  readonly file: string;
}

const flags = { required: 'required', 'where-named': 'whereNamed', 'if-available': 'ifAvailable' } as const;

export const verify = defineCommand('verify', {
  options: {
    config: { type: 'string' },
    content: { type: 'string' },
    trust: { type: 'string' },
    'trust-list': { type: 'string' },
    'trust-list-key': { type: 'string' },
    'list-version': { type: 'string' },
    at: { type: 'string' },
    revocation: { type: 'string' },
    'revocation-cache': { type: 'string' },
    online: { type: 'boolean' },
    report: { type: 'boolean' },
    'pdf-password-stdin': { type: 'boolean' },
  },
  values: z.object({
    config: z.string().min(1).optional(),
    content: z.string().min(1).optional(),
    trust: z.string().min(1).optional(),
    'trust-list': z.string().min(1).optional(),
    'trust-list-key': z.string().min(1).optional(),
    'list-version': z.coerce.number().int().min(1).optional(),
    at: z.iso.datetime({ offset: true }).optional(),
    revocation: z.enum(['required', 'where-named', 'if-available']).default('where-named'),
    'revocation-cache': z.string().min(1).optional(),
    online: z.boolean().default(false),
    report: z.boolean().default(false),
    'pdf-password-stdin': z.boolean().default(false),
  }),
  files: 'some',
  async run(values, files, ui) {
    const at = values.at === undefined ? new Date() : new Date(values.at);
    if (values.content !== undefined && files.length > 1) return ui.misuse(ui.words.verification.oneContent);
    const office = values.config === undefined ? undefined : await readOfficeConfig(values.config);
    if (office && !office.ok) return ui.fail(office.failure);
    const trust = readTrust(
      {
        office: office?.value,
        trust: values.trust,
        trustList: values['trust-list'],
        trustListKey: values['trust-list-key'],
        listVersion: values['list-version'],
        at,
      },
      ui,
    );
    if (typeof trust === 'number') return trust;
    const { anchors, trustList } = trust;
    if (anchors.length === 0 && trustList === null) ui.note(ui.words.verify.noAnchors);
    if (trustList !== null) {
      const { territory, version, sha256 } = trustList.mention;
      ui.note(ui.words.verification.list(territory, version, sha256));
    }
    const revocation = revocationLine({ cache: values['revocation-cache'], online: values.online, at });
    const { password } = await readPdfPassword(values['pdf-password-stdin'], ui);
    const options = {
      anchors,
      at,
      password,
      policy: { revocation: flags[values.revocation] },
      ...(trustList === null ? {} : { trustList }),
      ...(revocation === undefined ? {} : { revocation }),
    };
    const [verdicts, reports]: [VerifiedFile[], ValidationReport[]] = [[], []];
    let unread = 0;
    for (const file of files) {
      const { verdict, report, failure } = await verifyFile(file, values.content, options, values.report);
      verdicts.push({ file, signatures: verdict.signatures, error: verdict.error });
      if (report !== null) reports.push(report);
      if (failure !== null) {
        unread += 1;
        ui.fail(failure);
      } else if (!values.report) printVerdict(file, verdict, ui);
    }
    if (values.report) process.stdout.write(`${JSON.stringify(reports)}\n`);
    else ui.answer(verdicts);
    // What could not be read was not judged: that is this machine's trouble, and no verdict on a signature.
    if (unread > 0) return exitCodes.machine;
    return verdicts.every(holds) ? exitCodes.ok : exitCodes.no;
  },
});

/** Every file needs at least one signature, and every signature has to hold. */
function holds({ signatures, error }: FileVerdict): boolean {
  return error === null && signatures.length > 0 && signatures.every((one) => one.indication === 'TOTAL_PASSED');
}

interface Verified {
  readonly verdict: FileVerdict;
  readonly report: ValidationReport | null;
  /** The file itself could not be read; `verdict` says so too, for the JSON. */
  readonly failure: Failure | null;
}

async function verifyFile(
  file: string,
  content: string | undefined,
  options: VerifyOptions & { at: Date },
  wantsReport: boolean,
): Promise<Verified> {
  const opened: ByteSource[] = [];
  const open = (path: string): ByteSource => {
    const source = openFileSource(path);
    opened.push(source);
    return source;
  };
  try {
    const source = open(file);
    const beside = content ?? contentBeside(file);
    const asked = beside === null ? options : { ...options, detachedContent: open(beside) };
    const verdict = await verifyDocument(source, asked);
    const report = wantsReport ? await assembleReport(source, verdict, asked, file) : null;
    return { verdict, report, failure: null };
  } catch (error) {
    return unreadable(error, file);
  } finally {
    for (const each of opened) each.close();
  }
}

/** What a signature beside a file is about, where it lies under the name it was signed by: `audiencia.mp4` of `audiencia.mp4.p7s`. */
function contentBeside(file: string): string | null {
  const name = /^(.+)\.p7s$/i.exec(file)?.[1];
  return name !== undefined && statSync(name, { throwIfNoEntry: false })?.isFile() ? name : null;
}

/** What the system said; anything else is a bug, and is not swallowed here. */
function unreadable(error: unknown, file: string): Verified {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const code = String(error.code);
  const verdict = { signatures: [], error: `unreadable: the file cannot be read (${code})` };
  return { verdict, report: null, failure: { kind: 'fileUnreadable', file, code } };
}
