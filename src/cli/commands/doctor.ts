import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { z } from 'zod';
import type { DoctorFacts, TrialFacts } from '../../casework/doctor/facts.ts';
import { copyFacts } from '../../casework/home/age.ts';
import { judge } from '../../casework/doctor/judge.ts';
import { doctorReport } from '../../casework/doctor/report.ts';
import { tryToSign } from '../../casework/doctor/trial.ts';
import { rankOffers } from '../../casework/tokens/offers.ts';
import type { LibraryState } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { DoctorArea, Finding } from '../../contract/doctor.ts';
import type { TokenLibrary } from '../../contract/token.ts';
import { sayDoctorArea, sayFinding, trialCaption } from '../../contract/words/doctor.ts';
import { defineCommand } from '../command.ts';
import { machineFacts } from '../doctor/machine.ts';
import { lookAtOffice } from '../doctor/office.ts';
import { exitCodes } from '../exit-codes.ts';
import { canAskPin, pinAsker, type PinSource } from '../pin.ts';
import { startTokenHost } from '../processes.ts';
import { lookAtReaders } from '../readers.ts';
import type { Ui } from '../ui.ts';
import { programVersion } from '../version.ts';
import { askLibrary, librariesFrom } from './tokens.ts';

export const doctor = defineCommand('doctor', {
  options: {
    config: { type: 'string' },
    'store-key-file': { type: 'string' },
    module: { type: 'string', multiple: true },
    trial: { type: 'boolean' },
    'pin-stdin': { type: 'boolean' },
    'last-try': { type: 'boolean' },
    report: { type: 'string' },
  },
  values: z.object({
    config: z.string().min(1).optional(),
    'store-key-file': z.string().min(1).optional(),
    module: z.array(z.string().min(1)).default([]),
    trial: z.boolean().default(false),
    'pin-stdin': z.boolean().default(false),
    'last-try': z.boolean().default(false),
    report: z.string().min(1).optional(),
  }),
  async run(values, _files, ui) {
    const source: PinSource = { fromStdin: values['pin-stdin'], lastTryConfirmed: values['last-try'] };
    if (values.trial && !canAskPin(source)) return ui.misuse(ui.words.sign.pinFromWhere);
    const { facts: office, config } = await lookAtOffice(values.config, values['store-key-file']);
    const named = values.module.length > 0 ? librariesFrom(values.module) : null;
    const known = named ?? config?.tokenLibraries ?? [];
    const look = await lookAtReaders(
      known,
      known.map(({ path }) => path),
    );
    // What is named is looked at alone; otherwise everything that an office would serve.
    const listed = named ?? (config?.drivers?.onlyListed ? known : null);
    const libraries = listed ?? (look ? look.libraries.map(({ library }) => library) : known);
    const states = await askAll(libraries);
    const now = new Date();
    const facts: DoctorFacts = {
      ...{ now, platform: process.platform, arch: process.arch, libraries: states, office },
      named: known.map(({ id }) => id),
      machine: await machineFacts(config?.dataDir ?? process.cwd()),
      readers: look?.facts ?? null,
      files: look?.files ?? [],
      cuil: config?.person.cuil ?? null,
      clockOffsetMs: offsetOf(office.repository),
      copy: config && copyFacts(config),
      trial: values.trial ? await trial(states, config, source, ui) : null,
    };
    const findings = judge(facts);
    const report = doctorReport(facts, findings, programVersion());
    if (values.report !== undefined) {
      const failure = await save(values.report, report);
      if (failure) return ui.fail(failure);
    }
    ui.answer({
      findings: findings.map((one) => ({ ...one, words: sayFinding(one, ui.locale) })),
      report: JSON.parse(report) as unknown,
    });
    printFindings(findings, ui);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    ui.print(errors === 0 ? ui.words.doctor.allWell : ui.words.doctor.someBad(errors));
    if (values.report !== undefined) ui.print(ui.words.doctor.reportIn(values.report));
    return errors === 0 ? exitCodes.ok : exitCodes.no;
  },
});

/** One after the other: two libraries that reach for the same reader at once get in each other's way. */
async function askAll(libraries: readonly TokenLibrary[]): Promise<LibraryState[]> {
  const states: LibraryState[] = [];
  for (const library of libraries) {
    const { listing, failure } = await askLibrary(library);
    states.push({ libraryId: library.id, path: library.path, listing, failure });
  }
  return states;
}

/** Repository clock minus this clock, where one was asked. */
export function offsetOf(repository: NonNullable<DoctorFacts['office']>['repository']): number | null {
  return repository !== null && 'offsetMs' in repository ? repository.offsetMs : null;
}

/** Signs random bytes with the certificate that would be offered first. */
async function trial(
  states: readonly LibraryState[],
  config: OfficeConfig | null,
  source: PinSource,
  ui: Ui,
): Promise<TrialFacts> {
  const now = new Date();
  const person = config?.person;
  const [best] = rankOffers(states, {
    ...{ now, cuil: person?.cuil ?? null, personId: '', chosenLast: null, issuers: [], revocationOf: () => 'unknown' },
  });
  const listing = states.find(({ libraryId }) => libraryId === best?.libraryId)?.listing;
  if (!best?.usable || !listing) return { kind: 'failed', failure: { kind: 'tokenAbsent', token: null } };
  const host = await startTokenHost(listing.library, pinAsker(source, ui).ask);
  if (!host.ok) return { kind: 'failed', failure: host.failure };
  try {
    const { tokenSerial, certificateSha256 } = best;
    return await tryToSign(
      {
        ...{ host: host.value.client, listing, now, ids: randomUUID, caption: trialCaption(ui.locale) },
        person: { name: person?.name ?? '', capacity: person?.capacity ?? '' },
        ...{ openMs: pinMs, signMs: pinMs },
      },
      { tokenSerial, certificateSha256 },
    );
  } finally {
    await host.value.close();
  }
}
const pinMs = 11 * 60_000;

async function save(file: string, text: string) {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    return code === 'EEXIST'
      ? ({ kind: 'fileExists', file } as const)
      : ({ kind: 'fileUnreadable', file, code } as const);
  }
}

const marks = { ok: '[ok]', info: '[--]', warning: '[! ]', error: '[X ]' } as const;

function printFindings(findings: readonly Finding[], ui: Ui): void {
  let area: DoctorArea | null = null;
  for (const finding of findings) {
    if (finding.area !== area) ui.print(sayDoctorArea(finding.area, ui.locale));
    area = finding.area;
    const { what, fix } = sayFinding(finding, ui.locale);
    ui.print(`  ${marks[finding.severity]} ${what}`);
    if (fix !== null) ui.print(`       ${fix}`);
  }
}
