/** The doctor's checks of an office: its configuration, its store, its repository. */
import type { OfficeConfig } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { Capabilities } from '../../contract/wire.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { startOffice } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { programVersion } from '../version.ts';
import type { CheckId } from '../words/cli-words.ts';
import { type Finding, fine, note, trouble, warning } from './finding.ts';

export async function checkOffice(
  configPath: string | undefined,
  storeKeyFile: string | undefined,
  ui: Ui,
): Promise<{ findings: Finding[]; config: OfficeConfig | null }> {
  const words = ui.words.doctor;
  if (configPath === undefined) {
    return { findings: [note('config', words.noConfig, words.fixNoConfig)], config: null };
  }
  const config = await readOfficeConfig(configPath);
  if (!config.ok) return { findings: [said('config', config.failure, ui)], config: null };
  return {
    config: config.value,
    findings: [
      fine('config', configPath),
      await checkStore(config.value, storeKeyFile, ui),
      await checkRepository(config.value, ui),
    ],
  };
}

async function checkStore(config: OfficeConfig, storeKeyFile: string | undefined, ui: Ui): Promise<Finding> {
  if (storeKeyFile === undefined) return note('store', ui.words.doctor.noStoreKey, ui.words.doctor.fixNoStoreKey);
  const storeKey = await readStoreKey(storeKeyFile);
  if (!storeKey.ok) return said('store', storeKey.failure, ui);
  const office = await startOffice({
    ...{ config: { ...config, tokenLibraries: [], repository: null }, storeKey: storeKey.value },
    ...{ version: programVersion(), hosts: [] },
  });
  if (!office.ok) return said('store', office.failure, ui);
  const status = await office.value.client.call('office.status', {});
  await office.value.close();
  if (!status.ok) return said('store', status.failure, ui);
  return fine('store', ui.words.doctor.storeOpens(status.value.journal.entries));
}

const askMs = 10_000;
/** A clock this wrong makes claimed signing times look forged; it delays nothing (law 6). */
const clockWarningMs = 120_000;

async function checkRepository(config: OfficeConfig, ui: Ui): Promise<Finding> {
  const words = ui.words.doctor;
  const { repository } = config;
  if (repository === null) return said('repository', { kind: 'repositoryNotConfigured' }, ui);
  let response: Response;
  try {
    response = await fetch(new URL('/v1/capabilities', repository.url), {
      headers: { authorization: `Bearer ${repository.accessKey}` },
      signal: AbortSignal.timeout(askMs),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return said('repository', { kind: 'repositoryUnreachable', detail: cause }, ui);
  }
  if (response.status === 401) return said('repository', { kind: 'repositoryDenied' }, ui);
  const answer = Capabilities.safeParse(await response.json().catch(() => null));
  if (!answer.success) return said('repository', { kind: 'repositoryGarbage', detail: `HTTP ${response.status}` }, ui);
  const pinned = repository.pinnedKeys.map(({ kid }) => kid);
  if (!answer.data.receiptKeys.some(({ kid }) => pinned.includes(kid))) {
    return trouble('repository', words.keyNotPinned(repository.url), words.fixKeyNotPinned);
  }
  const offset = Date.parse(answer.data.serverTime) - Date.now();
  const detail = words.repositoryAnswers(answer.data.repository, repository.url);
  return Math.abs(offset) > clockWarningMs
    ? warning('repository', words.clockOff(detail, Math.round(offset / 1000)), words.fixClock)
    : fine('repository', detail);
}

function said(check: CheckId, failure: Failure, ui: Ui): Finding {
  const { what, next } = sayFailure(failure, ui.locale);
  const detail = failure.kind === 'badInput' ? `${what} ${failure.detail}` : what;
  return trouble(check, detail, next);
}
