/** The folder of a repository inside an office: nothing of a case lies plain in it, also where a program before left it so. */
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from '../../../src/at-rest/disk.ts';
import { openGrowing } from '../../../src/at-rest/growing.ts';
import { Sha256 } from '../../../src/contract/ids.ts';
import { openFolderBlobs } from '../../../src/repository/blobs/folder.ts';
import { openSealedBlobs } from '../../../src/repository/blobs/sealed.ts';
import { openFolderUploads } from '../../../src/repository/blobs/uploads.ts';
import { holdFolder } from '../../../src/repository/register/seal.ts';
import { openSqliteRegister } from '../../../src/repository/register/sqlite.ts';
import { folderKeys } from '../../../src/repository/sealed/keys.ts';
import { readSealedMark } from '../../../src/repository/sealed/mark.ts';
import { type SealingStep, sealFolder } from '../../../src/repository/sealed/take-over.ts';
import { forkRepository, repositoryFolder, testOffice } from '../../helpers/repository.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';
import { caseRecord } from '../conformance.ts';

const canary = 'CANARIOENLACARPETA';
const keys = folderKeys(testFolderKey);
let folder: ReturnType<typeof repositoryFolder>;
beforeEach(() => (folder = repositoryFolder()));
afterEach(() => folder.remove());

const addressOf = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
/** Longer than two chunks, so that a range crosses them. */
const paper = (n: number): Buffer => Buffer.from(`${canary} foja ${n} `.repeat(8000));

function plainIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path, 'latin1').includes(canary));
}

/** As a program before left it: a register with a copy of an earlier shape, files, one that was cut, one that the disk changed. */
async function leavePlain(dir: string): Promise<{ record: ReturnType<typeof caseRecord>; papers: Buffer[] }> {
  mkdirSync(dir, { recursive: true });
  const record = caseRecord({ caption: canary });
  const register = openSqliteRegister(dir);
  await register.putCase(record);
  await register.close();
  mkdirSync(join(dir, 'backups'));
  const copy = new Database(join(dir, 'backups', 'register-v10-of-before.db'));
  copy.exec(`CREATE TABLE cases (caption TEXT); INSERT INTO cases VALUES ('${canary}')`);
  copy.close();
  const papers = [paper(1), paper(2), Buffer.from(canary)];
  const blobs = await openFolderBlobs(join(dir, 'blobs'));
  for (const bytes of papers) await blobs.put(addressOf(bytes), inPieces(bytes), 1 << 20);
  const uploads = openFolderUploads(join(dir, 'blobs', 'partial'), blobs);
  await uploads.append(
    { officeId: 'ufi-7', sha256: addressOf(paper(3)), length: paper(3).length },
    0,
    inPieces(paper(3).subarray(0, 99)),
  );
  mkdirSync(join(dir, 'coming'));
  writeFileSync(join(dir, 'coming', addressOf(paper(4))), paper(4).subarray(0, 500));
  return { record, papers };
}

async function expectKept(dir: string, { record, papers }: Awaited<ReturnType<typeof leavePlain>>): Promise<void> {
  const register = openSqliteRegister(dir, { key: keys.register });
  expect(await register.caseOf(record.caseId)).toEqual(record);
  await register.close();
  const blobs = await openSealedBlobs(join(dir, 'blobs'), keys.files);
  for (const bytes of papers) {
    const file = (await blobs.open(addressOf(bytes)))!;
    expect(file.size).toBe(bytes.length);
    expect(Buffer.from(file.readSync(0, file.size)).equals(bytes)).toBe(true);
    file.close();
  }
}

describe('a folder that a program before left plain', () => {
  it('is encrypted whole, and everything in it is there', async () => {
    const dir = join(folder.dir, 'office');
    const kept = await leavePlain(dir);
    expect(plainIn(dir).length).toBeGreaterThan(5);
    await sealFolder(dir, keys);
    expect(plainIn(dir)).toEqual([]);
    await expectKept(dir, kept);
    expect(readSealedMark(dir)).toMatchObject({ whole: true });
  });

  it.each(['sealBegun', 'registerSealed', 'fileSealed'] as const)('goes on where it was cut at %s', async (cutAt) => {
    const dir = join(folder.dir, 'office');
    const kept = await leavePlain(dir);
    const cut = (step: SealingStep): void => {
      if (step === cutAt) throw new Error('cut');
    };
    await expect(sealFolder(dir, keys, cut)).rejects.toThrow('cut');
    // What a kill in the middle of a copy leaves.
    writeFileSync(join(dir, 'register.db.sealing'), canary);
    mkdirSync(join(dir, 'blobs', 'incoming'), { recursive: true });
    writeFileSync(join(dir, 'blobs', 'incoming', 'half'), canary);
    expect(readSealedMark(dir)).toMatchObject({ whole: false });
    await sealFolder(dir, keys);
    expect(plainIn(dir)).toEqual([]);
    await expectKept(dir, kept);
  });

  it('is served by a process that begins where the one before was killed', async () => {
    const dir = join(folder.dir, 'office');
    const kept = await leavePlain(dir);
    const upstream = {
      ...{ officeId: testOffice.officeId, url: 'http://127.0.0.1:9', accessKey: testOffice.accessKey },
      ...{ pinnedKeys: [], folderKey: testFolderKey },
    };
    await expect(forkRepository(dir, { upstream, dieAt: 'fileSealed' })).rejects.toThrow('the repository ended');
    const served = await forkRepository(dir, { upstream });
    await served.close();
    expect(plainIn(dir)).toEqual([]);
    await expectKept(dir, kept);
  });

  it('sets aside, encrypted, what no longer hashes to its address', async () => {
    const dir = join(folder.dir, 'office');
    await leavePlain(dir);
    const lying = addressOf(paper(1));
    const path = join(dir, 'blobs', lying.slice(0, 2), lying.slice(2, 4), lying);
    chmodSync(path, 0o600);
    writeFileSync(path, `${canary} changed`);
    await sealFolder(dir, keys);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(dir, 'blobs', 'damaged'))).toHaveLength(1);
    expect(plainIn(dir)).toEqual([]);
  });

  it('stays as it is while a program before holds it', async () => {
    const dir = join(folder.dir, 'office');
    await leavePlain(dir);
    const held = openSqliteRegister(dir);
    await expect(sealFolder(dir, keys)).rejects.toMatchObject({ kind: 'busy' });
    await held.close();
    await sealFolder(dir, keys);
    expect(plainIn(dir)).toEqual([]);
  });
});

describe('an encrypted folder', () => {
  it('opens with no other key, and for one process at a time', async () => {
    mkdirSync(folder.dir, { recursive: true });
    await sealFolder(folder.dir, keys);
    await expect(sealFolder(folder.dir, folderKeys('ab'.repeat(32)))).rejects.toMatchObject({ kind: 'otherFolderKey' });
    const hold = holdFolder(folder.dir);
    expect(() => holdFolder(folder.dir)).toThrowError(expect.objectContaining({ kind: 'busy' }));
    hold.release();
    holdFolder(folder.dir).release();
  });

  it('reads any range of a file, and takes what the disk changed out of service', async () => {
    const blobs = await openSealedBlobs(folder.dir, keys.files);
    const bytes = paper(5);
    const address = addressOf(bytes);
    await blobs.put(address, inPieces(bytes), 1 << 20);
    const file = (await blobs.open(address))!;
    for (const [from, length] of [
      [0, 1],
      [65_530, 20],
      [100_000, 70_000],
      [bytes.length - 3, 10],
    ] as const)
      expect(Buffer.from(file.readSync(from, length)).equals(bytes.subarray(from, from + length))).toBe(true);
    file.close();
    const path = join(folder.dir, address.slice(0, 2), address.slice(2, 4), address);
    const lying = readFileSync(path);
    lying[70_000]! ^= 1;
    chmodSync(path, 0o600);
    writeFileSync(path, lying);
    const [changed, beside] = [(await blobs.open(address))!, (await blobs.open(address))!];
    for (const each of [changed, beside]) {
      expect(() => each.readSync(0, bytes.length)).toThrow('damaged');
      each.close();
    }
    expect(await blobs.size(address)).toBeNull();
    expect((await blobs.put(address, inPieces(bytes), 1 << 20)).kind).toBe('created');
  });

  it('takes a file in slices of any length, also after a restart, and none of it lies plain', async () => {
    const bytes = paper(6);
    const upload = { officeId: 'ufi-7', sha256: addressOf(bytes), length: bytes.length };
    const open = async () => {
      const blobs = await openSealedBlobs(join(folder.dir, 'blobs'), keys.files);
      return { blobs, uploads: openFolderUploads(join(folder.dir, 'blobs', 'partial'), blobs, { key: keys.growing }) };
    };
    let at = 0;
    for (const length of [7, 16, 33, 65_536]) {
      const { uploads } = await open();
      expect(await uploads.append(upload, at, inPieces(bytes.subarray(at, at + length), 5))).toEqual({
        kind: 'partial',
        offset: (at += length),
      });
    }
    expect(plainIn(folder.dir)).toEqual([]);
    const { blobs, uploads } = await open();
    expect(await uploads.offset(upload)).toBe(at);
    expect((await uploads.append(upload, at, inPieces(bytes.subarray(at)))).kind).toBe('created');
    expect(await blobs.size(upload.sha256)).toBe(bytes.length);
    expect(plainIn(folder.dir)).toEqual([]);
    expect(readdirSync(join(folder.dir, 'blobs', 'partial'), { recursive: true })).toHaveLength(1);
  });

  it('begins a growing file anew whose first bytes a crash cut', async () => {
    const path = join(folder.dir, randomUUID());
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'FOJASGROW');
    const file = await openGrowing(path, keys.growing);
    expect(file.size).toBe(0);
    await file.append(Buffer.from(canary));
    await file.close();
    const again = await openGrowing(path, keys.growing);
    expect(again.size).toBe(canary.length);
    const read: Uint8Array[] = [];
    for await (const piece of again.read()) read.push(Buffer.from(piece));
    expect(Buffer.concat(read).toString()).toBe(canary);
    await again.close();
  });

  it('on a full disk keeps nothing, says so, and works again when there is room', async () => {
    let full = true;
    const disk = {
      async write(handle: Parameters<typeof realDisk.write>[0], pieces: readonly Uint8Array[]) {
        if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        await realDisk.write(handle, pieces);
      },
      sync: realDisk.sync,
    };
    const blobs = await openSealedBlobs(folder.dir, keys.files, disk);
    const bytes = paper(7);
    expect(await blobs.put(addressOf(bytes), inPieces(bytes), 1 << 20)).toEqual({ kind: 'storageFull' });
    expect(readdirSync(join(folder.dir, 'incoming'))).toEqual([]);
    full = false;
    expect((await blobs.put(addressOf(bytes), inPieces(bytes), 1 << 20)).kind).toBe('created');
  });
});
