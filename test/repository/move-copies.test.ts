/** Second copies of workstations where nodes share the register, and how they come there. */
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CopySlot } from '../../src/contract/wire-copies.ts';
import { blobPath } from '../../src/repository/blobs/folder.ts';
import { copiesName, folderCopies, sharedCopiesName } from '../../src/repository/copies/folder.ts';
import type { CopyPlace } from '../../src/repository/copies/port.ts';
import { copiesIn } from '../../src/repository/engines.ts';
import { moveCopies } from '../../src/repository/move/copies.ts';
import { moveRepository } from '../../src/repository/move/move.ts';
import { type TestPostgres, startPostgres } from '../helpers/postgres.ts';
import { repositoryFolder, sha256Of, startRepository } from '../helpers/repository.ts';
import { type Made, bring, byKey, copiesConformance, make, of, own } from './copies-conformance.ts';

let server: TestPostgres;
beforeAll(async () => void (server = await startPostgres()));
afterAll(() => server.stop());

copiesConformance('a folder beside a register that nodes share', {
  options: async () => ({ registerUrl: await server.database() }),
  place: async (dir) => folderCopies(join(dir, sharedCopiesName)),
});

const folder = (): string => {
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  return dir;
};

/** A repository in its folder, stopped, with copies of two workstations. */
async function stopped() {
  const dir = folder();
  const repository = await startRepository(dir);
  const ask = byKey(repository);
  const slots: { readonly slot: CopySlot; readonly made: Made[] }[] = [];
  for (const deviceId of ['pc-1', 'pc-2']) {
    const slot = await own(ask, deviceId);
    const made = [1, 2].map((n) => make(n, 4000));
    for (const one of made) expect((await bring(ask, slot.slot, one)).status).toBe(201);
    slots.push({ slot, made });
  }
  await repository.close();
  return { dir, slots, place: folderCopies(join(dir, copiesName)) };
}

/** Every file of every generation, as it is read there. */
async function read(place: CopyPlace): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { slot } of await place.owned()) {
    const view = place.look(slot);
    for (const { name } of await view.generations())
      for (const { sha256 } of (await view.filesOf(name)) ?? []) {
        const file = await view.blobs.open(sha256);
        (all[`${slot} ${name}`] ??= []).push(file ? sha256Of(file.readSync(0, file.size)) : 'missing');
        file?.close();
      }
  }
  return all;
}

describe('moving copies', () => {
  it('brings all of them along with the register, and the desks go on with them', async () => {
    const { dir, slots, place } = await stopped();
    const registerUrl = await server.database();
    const before = await read(place);
    expect(Object.keys(before)).toHaveLength(4);
    const order = { dir, registerUrl, clock: () => new Date(), tell: () => undefined };
    const dry = await moveRepository({ ...order, dryRun: true });
    expect(dry.copies).toMatchObject({ slots: 2, generations: 4, written: 0, spoilt: 0 });
    expect(existsSync(join(dir, sharedCopiesName))).toBe(false);
    const { copies } = await moveRepository({ ...order, dryRun: false });
    expect(copies).toMatchObject({ slots: 2, generations: 4, written: 4, spoilt: 0 });
    expect(copiesIn(dir)).toBe(join(dir, sharedCopiesName));
    expect(await read(folderCopies(copiesIn(dir)))).toEqual(before);

    const repository = await startRepository(dir, { registerUrl });
    onTestFinished(() => repository.close());
    const ask = byKey(repository);
    const { slot, made } = slots[0]!;
    const again = await own(ask, 'pc-1');
    expect([again.slot, again.generations.map(({ name }) => name)]).toEqual([slot.slot, ['g-000002', 'g-000001']]);
    // The file that is the same in all of them is there, and is not sent once more.
    expect((await bring(ask, slot.slot, make(3))).status).toBe(201);
    expect(await (await ask('GET', `/v1/copies/${slot.slot}/generations/g-000001`)).json()).toEqual(made[0]!.files);
  });

  it('counts a half for nothing, and goes on in the middle of a file', async () => {
    const { dir, slots, place } = await stopped();
    const registerUrl = await server.database();
    const order = { dir, registerUrl, dryRun: false, clock: () => new Date() };
    let told = 0;
    const ended = moveRepository({
      ...order,
      tell: (what) => {
        if (/^\d+$/.test(what) && (told += 1) === 2) throw new Error('ended here');
      },
    });
    await expect(ended).rejects.toThrow('ended here');
    const shared = folderCopies(join(dir, sharedCopiesName));
    expect(Object.keys(await read(shared))).toHaveLength(2);
    // The folder stays in force, with its own copies.
    expect(copiesIn(dir)).toBe(join(dir, copiesName));
    // Of the generation that comes next a beginning is there.
    const whole = Object.keys(await read(shared));
    const [next] = slots.flatMap(({ slot, made }) =>
      made.flatMap((one) => (whole.includes(`${slot.slot} ${one.name}`) ? [] : [{ slot: slot.slot, one }])),
    );
    const journal = next!.one.bytes[0]!;
    const upload = { officeId: '', sha256: sha256Of(journal), length: journal.length };
    const there = await shared.slot(next!.slot);
    expect((await there.uploads.append(upload, 0, of(journal.subarray(0, 1000)))).kind).toBe('partial');
    const { copies } = await moveRepository({ ...order, tell: () => undefined });
    expect(copies).toMatchObject({ slots: 2, generations: 4, written: 2 });
    expect(await read(shared)).toEqual(await read(place));
  });

  it('leaves behind what would open nowhere, and never says of it that it is there', async () => {
    const { dir, slots, place } = await stopped();
    const [{ slot }, other] = [slots[0]!, slots[1]!];
    const at = join(dir, copiesName);
    writeFileSync(join(at, slot.slot, 'g-000002.json'), '{"files": [');
    // As long as it was, and something else.
    const journal = other.made[1]!.bytes[0]!;
    const path = blobPath(join(at, other.slot.slot, 'files'), sha256Of(journal));
    chmodSync(path, 0o600);
    writeFileSync(path, Buffer.alloc(journal.length));
    const to = folder();
    const target = folderCopies(to);
    const report = await moveCopies(place, { target, check: folderCopies(to), dryRun: false });
    expect(report).toMatchObject({ slots: 2, generations: 2, written: 2, spoilt: 2 });
    expect(Object.keys(await read(target)).toSorted()).toEqual(
      [`${slot.slot} g-000001`, `${other.slot.slot} g-000001`].toSorted(),
    );
  });

  it('says so where something reads back otherwise, and lets no generation count by it', async () => {
    const { place } = await stopped();
    const to = folder();
    const moved = moveCopies(place, { target: folderCopies(to), check: folderCopies(folder()), dryRun: false });
    await expect(moved).rejects.toMatchObject({ kind: 'differs' });
    const lists = readdirSync(to, { recursive: true }).filter((name) => /g-\d+\.json$/.test(String(name)));
    expect(lists).toEqual([]);
  });
});
