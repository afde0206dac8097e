import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogHead } from '../../src/contract/log.ts';
import { readCheckpoint } from '../../src/proof/index.ts';
import { type TestPostgres, postgresPrograms, startPostgres } from '../helpers/postgres.ts';
import {
  type SignedAct,
  type TestRepository,
  type TestSigner,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startRepository,
} from '../helpers/repository.ts';

/** What docs/running-a-repository.md says of copies, done. */
let server: TestPostgres;
const folder = repositoryFolder();
let signer: TestSigner;
beforeAll(async () => {
  server = await startPostgres();
  signer = makeTestSigner();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function registerSome(repository: TestRepository, count: number): Promise<Map<SignedAct, string>> {
  const receipts = new Map<SignedAct, string>();
  for (let nth = 0; nth < count; nth += 1) {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    receipts.set(act, await (await register(repository, act)).text());
  }
  return receipts;
}
/** The same receipts and files, and the log as large as it was signed. */
async function holds(
  repository: TestRepository,
  receipts: ReadonlyMap<SignedAct, string>,
  size: number,
): Promise<void> {
  for (const [act, receipt] of receipts) {
    expect(await (await send(repository, 'GET', `/v1/acts/${act.request.actId}/receipt`)).text()).toBe(receipt);
    const file = await send(repository, 'GET', `/v1/blobs/${act.request.sha256}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(act.signed)).toBe(true);
  }
  expect(await sizeOf(repository)).toBe(size);
}
async function sizeOf(repository: TestRepository): Promise<number> {
  const head = LogHead.parse(await (await send(repository, 'GET', '/v1/log?from=0')).json());
  return readCheckpoint(head.checkpoint)?.size ?? -1;
}
const copyOf = (from: string, name: string): string => {
  const to = join(folder.dir, name);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
  return to;
};

describe('a copy of a repository in a folder', () => {
  it('put back at its last moment goes on; at an earlier one it is not started', async () => {
    const dir = join(folder.dir, 'embedded');
    const first = await startRepository(dir);
    const early = await registerSome(first, 2);
    expect(await sizeOf(first)).toBe(2);
    await first.close();
    const copy = copyOf(dir, 'copy');

    const again = await startRepository(copy);
    await holds(again, early, 2);
    await registerSome(again, 1);
    expect(await sizeOf(again)).toBe(3);
    await again.close();

    // The register alone is put back, as from a copy of last night: this folder has signed more since.
    for (const name of readdirSync(dir).filter((one) => one.startsWith('register.db'))) {
      rmSync(join(copy, name), { force: true });
      cpSync(join(dir, name), join(copy, name));
    }
    await expect(startRepository(copy)).rejects.toMatchObject({ kind: 'rolledBack' });
  });
});

describe('a copy of a register in PostgreSQL', () => {
  it('is made while it runs, put back into an empty database, and not gone on with when it is older than what was signed', async () => {
    const registerUrl = await server.database();
    const dir = join(folder.dir, 'node');
    const node = await startRepository(dir, { registerUrl });
    const receipts = await registerSome(node, 3);
    expect(await sizeOf(node)).toBe(3);
    const dump = pgTool('pg_dump', ['--format=custom', '--dbname', registerUrl]);
    const keys = copyOf(dir, 'keys');
    await registerSome(node, 1);
    expect(await sizeOf(node)).toBe(4);
    await node.close();

    const restored = await server.database();
    pgTool('pg_restore', ['--exit-on-error', '--no-owner', '--dbname', restored], dump);
    const other = await startRepository(keys, { registerUrl: restored });
    await holds(other, receipts, 3);
    await registerSome(other, 1);
    await other.close();
    await expect(startRepository(dir, { registerUrl: await restoredFrom(dump) })).rejects.toMatchObject({
      kind: 'rolledBack',
    });
    // As large as what was signed here, but another past.
    await expect(startRepository(dir, { registerUrl: restored })).rejects.toMatchObject({ kind: 'rolledBack' });
  });

  const restoredFrom = async (dump: Buffer): Promise<string> => {
    const url = await server.database();
    pgTool('pg_restore', ['--exit-on-error', '--no-owner', '--dbname', url], dump);
    return url;
  };
});

function pgTool(name: string, args: readonly string[], input?: Buffer): Buffer {
  const done = spawnSync(join(postgresPrograms(), name), args, { input, maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${name}: ${done.stderr.toString()}`);
  return done.stdout;
}
