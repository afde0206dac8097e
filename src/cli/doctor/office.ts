/** What the doctor asks of an office: its configuration, its store, its repository. Facts only. */
import type { OfficeFacts } from '../../casework/doctor/facts.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { EnrolmentOffer } from '../../contract/people.ts';
import { Capabilities } from '../../contract/wire.ts';
import { readOfficeConfig, readStoreKey } from '../office-config.ts';
import { startOffice } from '../processes.ts';
import { programVersion } from '../version.ts';

export interface OfficeLook {
  readonly facts: OfficeFacts;
  readonly config: OfficeConfig | null;
}

export async function lookAtOffice(
  configPath: string | undefined,
  storeKeyFile: string | undefined,
): Promise<OfficeLook> {
  if (configPath === undefined) return { config: null, facts: { config: null, store: null, repository: null } };
  const config = await readOfficeConfig(configPath);
  if (!config.ok) return { config: null, facts: { config: config, store: null, repository: null } };
  return {
    config: config.value,
    facts: {
      config: { file: configPath },
      store: await lookAtStore(config.value, storeKeyFile),
      repository: await lookAtRepository(config.value),
    },
  };
}

async function lookAtStore(config: OfficeConfig, storeKeyFile: string | undefined): Promise<OfficeFacts['store']> {
  if (storeKeyFile === undefined) return null;
  const storeKey = await readStoreKey(storeKeyFile);
  if (!storeKey.ok) return storeKey;
  const office = await startOffice({
    ...{ config: { ...config, tokenLibraries: [], repository: null }, storeKey: storeKey.value },
    ...{ version: programVersion(), hosts: [] },
  });
  if (!office.ok) return office;
  const status = await office.value.client.call('office.status', {});
  await office.value.close();
  return status.ok ? { entries: status.value.journal.entries } : status;
}

const askMs = 10_000;

async function lookAtRepository({ repository }: OfficeConfig): Promise<OfficeFacts['repository']> {
  if (repository === null) return { failure: { kind: 'repositoryNotConfigured' } };
  const { url, accessKey, pinnedKeys } = repository;
  let response: Response;
  try {
    // An enrolled desk shows nothing here: it asks what anybody may.
    response = await fetch(new URL(accessKey === undefined ? '/v1/enrolment' : '/v1/capabilities', url), {
      headers: accessKey === undefined ? {} : { authorization: `Bearer ${accessKey}` },
      signal: AbortSignal.timeout(askMs),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { failure: { kind: 'repositoryUnreachable', detail: cause } };
  }
  if (response.status === 401) return { failure: { kind: 'repositoryDenied' } };
  const told: unknown = await response.json().catch(() => null);
  if (accessKey === undefined) {
    const offer = EnrolmentOffer.safeParse(told);
    if (!offer.success) return { failure: { kind: 'repositoryGarbage', detail: `HTTP ${response.status}` } };
    return {
      ...{ name: offer.data.repository, url, keyPinned: pinnedKeys.some(({ kid }) => kid === offer.data.root) },
      offsetMs: Date.parse(response.headers.get('date') ?? '') - Date.now() || 0,
    };
  }
  const answer = Capabilities.safeParse(told);
  if (!answer.success) return { failure: { kind: 'repositoryGarbage', detail: `HTTP ${response.status}` } };
  const pinned = pinnedKeys.map(({ kid }) => kid);
  return {
    ...{ name: answer.data.repository, url },
    keyPinned: answer.data.receiptKeys.some(({ kid }) => pinned.includes(kid)),
    offsetMs: Date.parse(answer.data.serverTime) - Date.now(),
  };
}
