import { existsSync } from 'node:fs';
import { done, failed } from '../contract/failures.ts';
import type { Handlers } from '../contract/rpc.ts';
import type { SetupCalls } from '../contract/setup.ts';
import { decide } from '../policy/resolve.ts';
import { answersFrom, readMachineAnswers, setUp } from '../policy/setup/index.ts';
import { hearPolicy } from '../policy/sources/index.ts';

export interface SetupPlaces {
  /** The office's file to be. */
  readonly file: string;
  /** Who works here, as the system calls them. */
  readonly account: string;
  /** Electron's: by the proxies and authorities of the system. */
  readonly fetch: typeof fetch;
}

/**
 * A PC without an office takes the answers that IT left for it, if there are any and they are whole. The repository is not asked: they are
 * root's word, and the first start may have no line. True: it was set up.
 */
export async function setUpByItself({ file, account }: Omit<SetupPlaces, 'fetch'>): Promise<boolean> {
  if (existsSync(file)) return false;
  const given = await readMachineAnswers(account);
  const answers = given?.ok ? answersFrom(given.value) : given;
  if (answers === null || !answers.ok) return false;
  return (await setUp(answers.value, { file, heard: await hearPolicy(), fetch: null, replace: false })).ok;
}

/** The first start as a window sees it. `onDone`: there is an office now, to be opened, or to be brought back from a copy first. */
export function setupHandlers(
  { file, account, fetch }: SetupPlaces,
  onDone: (recover: boolean) => void | Promise<void>,
): Handlers<SetupCalls> {
  return {
    'setup.read': async () => {
      const { decisions } = decide(await hearPolicy());
      const [url, keys] = [decisions.get('repository.url')?.value, decisions.get('repository.keys')?.value];
      return done({
        wanted: !existsSync(file),
        repository: typeof url === 'string' ? url : null,
        repositoryKeys: Array.isArray(keys) ? keys : [],
        account,
      });
    },
    'setup.apply': async ({ recover, ...input }) => {
      if (existsSync(file)) return failed({ kind: 'fileExists', file });
      const answers = answersFrom(input);
      if (!answers.ok) return answers;
      const end = await setUp(answers.value, { file, heard: await hearPolicy(), fetch, replace: false });
      if (end.ok) await onDone(recover === true);
      return end;
    },
  };
}
