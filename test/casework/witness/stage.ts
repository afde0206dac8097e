/** Workstations and a repository in a process of its own whose folder a test may copy, put back and tamper with. */
import Database from 'better-sqlite3-multiple-ciphers';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OfficeConfig, Role } from '../../../src/contract/config.ts';
import type { ReceiptKey } from '../../../src/contract/receipts.ts';
import { Registered } from '../../../src/contract/wire.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { type TestOffice, openTestOffice, storeKey, testConfig } from '../../helpers/office.ts';
import {
  type ForkedRepository,
  forkRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  sendUpToRegistration,
  testOffice,
} from '../../helpers/repository.ts';

export interface Stage {
  readonly folder: string;
  /** The folder of the repository that was begun with. */
  readonly dir: string;
  /** Serves a folder; at the address of an earlier one where it is named. */
  serve(dir: string, at?: ForkedRepository, registerUrl?: string): Promise<ForkedRepository>;
  /** Registers so many acts; answers the receipts, by act. */
  registered(repository: ForkedRepository, count: number): Promise<ReadonlyMap<string, string>>;
  /** @param send in the middle of its line */
  desk(repository: ForkedRepository, name: string, role?: Role, send?: typeof fetch): Promise<TestOffice>;
  /** The options of a command that opens such a desk by its files. */
  files(
    repository: { readonly url: string; readonly receiptKeys: readonly ReceiptKey[] },
    name: string,
    dir: string,
    pinned?: readonly ReceiptKey[],
  ): Promise<string[]>;
  copy(from: string): string;
}

export function makeStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-witness-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const signer = makeTestSigner();
  const token = createFakeToken();
  const record = makeCase();
  let copies = 0;
  const configOf = (
    name: string,
    repository: { readonly url: string; readonly receiptKeys: readonly ReceiptKey[] },
    role?: Role,
  ): OfficeConfig => {
    const base = testConfig(join(folder, name), { repository, libraries: [token.library] });
    return {
      ...base,
      office: { ...base.office, officeId: testOffice.officeId },
      person: { ...base.person, ...(role ? { role } : {}) },
      repository: { ...base.repository!, accessKey: testOffice.accessKey },
    };
  };
  return {
    folder,
    dir: join(folder, 'repository'),
    async serve(dir, at, registerUrl) {
      const port = at ? Number(new URL(at.url).port) : 0;
      const elsewhere = registerUrl === undefined ? {} : { registerUrl };
      const repository = await forkRepository(dir, { port, trustAnchors: [signer.rootPem], ...elsewhere });
      onTestFinished(() => repository.close());
      return repository;
    },
    async registered(repository, count) {
      const receipts = new Map<string, string>();
      for (let n = 0; n < count; n += 1) {
        const act = await makeSignedAct(signer, { record });
        await sendUpToRegistration(repository, act);
        const answer = await register(repository, act);
        receipts.set(act.request.actId, Registered.parse(await answer.json()).receipt);
      }
      return receipts;
    },
    async desk({ url, receiptKeys }, name, role, send) {
      const config = configOf(name, { url, receiptKeys }, role);
      const desk = await openTestOffice({ config, ...(send ? { fetch: send } : {}) });
      onTestFinished(() => desk.close());
      return desk;
    },
    async files({ url, receiptKeys }, name, dir, pinned = receiptKeys) {
      const [config, key] = [join(dir, `${name}.json`), join(dir, 'store.key')];
      writeFileSync(config, JSON.stringify({ ...configOf(name, { url, receiptKeys: pinned }), tokenLibraries: [] }));
      writeFileSync(key, storeKey);
      return ['--config', config, '--store-key-file', key];
    },
    copy(from) {
      const to = join(folder, `copy-${copies++}`);
      cpSync(from, to, { recursive: true });
      return to;
    },
  };
}

/** Changes one leaf of the past and makes the tree agree with it, as whoever holds the disk could. */
export function rewritePast(dir: string, place: number): void {
  // What the repository remembers beside its register lies on the same disk.
  rmSync(join(dir, 'log-mark.json'), { force: true });
  const db = new Database(join(dir, 'register.db'));
  try {
    db.exec(`DROP TRIGGER log_leaves_stand; DROP TRIGGER log_nodes_stay;
      UPDATE log_leaves SET hash = randomblob(32) WHERE place = ${place};
      DELETE FROM log_nodes; DELETE FROM log_tree;`);
  } finally {
    db.close();
  }
}
