/** Workstations and a repository in a process of its own whose folder a test may copy, put back and tamper with. */
import Database from 'better-sqlite3-multiple-ciphers';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OfficeConfig, Role } from '../../../src/contract/config.ts';
import { Registered } from '../../../src/contract/wire.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import { type TestOffice, openTestOffice, testConfig } from '../../helpers/office.ts';
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
  serve(dir: string, at?: ForkedRepository): Promise<ForkedRepository>;
  /** Registers so many acts; answers the receipts, by act. */
  registered(repository: ForkedRepository, count: number): Promise<ReadonlyMap<string, string>>;
  desk(repository: ForkedRepository, name: string, role?: Role): Promise<TestOffice>;
  copy(from: string): string;
}

export function makeStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-witness-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const signer = makeTestSigner();
  const token = createFakeToken();
  const record = makeCase();
  let copies = 0;
  return {
    folder,
    dir: join(folder, 'repository'),
    async serve(dir, at) {
      const port = at ? Number(new URL(at.url).port) : 0;
      const repository = await forkRepository(dir, { port, trustAnchors: [signer.rootPem] });
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
    async desk({ url, receiptKeys }, name, role) {
      const base = testConfig(join(folder, name), { repository: { url, receiptKeys }, libraries: [token.library] });
      const config: OfficeConfig = {
        ...base,
        office: { ...base.office, officeId: testOffice.officeId },
        person: { ...base.person, ...(role ? { role } : {}) },
        repository: { ...base.repository!, accessKey: testOffice.accessKey },
      };
      const desk = await openTestOffice({ config });
      onTestFinished(() => desk.close());
      return desk;
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
  const db = new Database(join(dir, 'register.db'));
  try {
    db.exec(`DROP TRIGGER log_leaves_stand; DROP TRIGGER log_nodes_stay;
      UPDATE log_leaves SET hash = randomblob(32) WHERE place = ${place};
      DELETE FROM log_nodes; DELETE FROM log_tree;`);
  } finally {
    db.close();
  }
}
