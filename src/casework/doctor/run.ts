import { randomUUID } from 'node:crypto';
import process from 'node:process';
import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import type { Finding } from '../../contract/doctor.ts';
import type { Parsed } from '../../contract/rpc.ts';
import { trialCaption } from '../../contract/words/doctor.ts';
import { copyFacts } from '../home/age.ts';
import { readSettings } from '../settings.ts';
import type { TokenPorts } from '../signing/token-ports.ts';
import type { Store } from '../store/index.ts';
import type { LineState } from '../sync/line.ts';
import type { Readers } from '../tokens/readers.ts';
import type { DoctorFacts, TrialFacts } from './facts.ts';
import { judge } from './judge.ts';
import { doctorReport } from './report.ts';
import { tryToSign } from './trial.ts';

export interface DoctorRooms {
  readonly config: OfficeConfig;
  readonly version: string;
  readonly store: Store;
  readonly tokens: TokenPorts;
  readonly readers: Readers;
  readonly line: LineState;
}

type Trial = Parsed<Calls['doctor.run']>['trial'];

/** As long as a person may take over a PIN, and then some. */
const pinMs = 11 * 60_000;

/** Gathers what an open office knows of readers, drivers and tokens, and judges it. */
export async function runDoctor(
  rooms: DoctorRooms,
  trial: Trial,
): Promise<{ readonly findings: Finding[]; readonly report: string }> {
  const { config, version, tokens, readers, line } = rooms;
  const tried = trial ? await trialOf(rooms, trial) : null;
  const [libraries, told] = await Promise.all([tokens.listAll(), readers.read()]);
  const facts: DoctorFacts = {
    ...{ now: line.now(), platform: process.platform, arch: process.arch },
    ...{ machine: null, readers: told, libraries, trial: tried, office: null },
    named: config.tokenLibraries.map(({ id }) => id),
    files: await readers.inspect(libraries.map(({ path }) => path)),
    cuil: config.person.cuil,
    clockOffsetMs: line.read().clockOffsetMs,
    copy: copyFacts(config),
  };
  const findings = judge(facts);
  return { findings, report: doctorReport(facts, findings, version) };
}

async function trialOf(
  { tokens, config, store, line }: DoctorRooms,
  { libraryId, ...chosen }: NonNullable<Trial>,
): Promise<TrialFacts> {
  const listing = await tokens.list(libraryId);
  if (!listing.ok) return { kind: 'failed', failure: listing.failure };
  const host = await tokens.client(libraryId);
  if (!host.ok) return { kind: 'failed', failure: host.failure };
  const { name, capacity } = config.person;
  return tryToSign(
    {
      ...{ host: host.value, listing: listing.value, now: line.now(), ids: randomUUID },
      ...{ person: { name, capacity }, caption: trialCaption(readSettings(store.journal, config.desk).locale) },
      ...{ openMs: pinMs, signMs: pinMs },
    },
    chosen,
  );
}
