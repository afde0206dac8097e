import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  chmodSync,
  copyFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  type Disk,
  type DocumentStore,
  DocumentError,
  documentStore,
  realDisk,
  sweep,
} from '../../src/casework/documents/index.ts';
import { chunkSize, documentSize, headerSize, tagSize, trailerSize } from '../../src/at-rest/format.ts';
import { scratchFolder } from './scratch.ts';

const key = randomBytes(32);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathIn = (store: DocumentStore, sha: string) => join(store.folder, sha.slice(0, 2), sha);

async function put(store: DocumentStore, bytes: Uint8Array, pieces = 1): Promise<string> {
  const pending = await store.create();
  const step = Math.ceil(bytes.length / pieces) || 1;
  for (let at = 0; at < bytes.length; at += step) await pending.append(bytes.subarray(at, at + step));
  const sealed = await pending.seal();
  expect(sealed).toEqual({ sha256: sha256(bytes), size: bytes.length });
  await pending.keep();
  return sealed.sha256;
}
async function all(
  source: { size: number; stream(from: number, to: number): AsyncIterable<Uint8Array> },
  from = 0,
  to = source.size,
) {
  const pieces: Buffer[] = [];
  for await (const piece of source.stream(from, to)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
/** Spoils one byte of a kept file. */
function spoil(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1;
  chmodSync(path, 0o600);
  writeFileSync(path, bytes);
}
function opening(store: DocumentStore, sha: string): string {
  try {
    store.open(sha).close();
    return 'open';
  } catch (error) {
    if (error instanceof DocumentError) return error.kind;
    throw error;
  }
}

describe('a document that comes from elsewhere', () => {
  it.each([0, 1, chunkSize, 2 * chunkSize + 5, 700_000])(
    'goes on behind its last whole chunk after %i bytes, whether it was let go of or the process died',
    async (came) => {
      const bytes = randomBytes(800_000);
      for (const how of ['suspended', 'died']) {
        const store = documentStore(scratchFolder(), key);
        const first = await store.begin(sha256(bytes));
        await first.append(bytes.subarray(0, came));
        if (how === 'suspended') await first.suspend();
        // A start of the office in between leaves it where it is.
        expect(await sweep(store, (one) => one === sha256(bytes), 'remove')).toMatchObject({ leftovers: 0 });
        const again = await store.begin(sha256(bytes));
        expect(again.size).toBe(Math.floor(came / chunkSize) * chunkSize);
        await again.append(bytes.subarray(again.size));
        expect(await again.seal()).toEqual({ sha256: sha256(bytes), size: bytes.length });
        await again.keep();
        expect(await store.verify(sha256(bytes))).toBe('good');
        expect(store.leftovers()).toEqual([]);
        await first.discard();
      }
    },
  );

  it('begins anew where what lies there is no beginning of ours, is cut where a chunk is damaged, and goes when nobody wants it', async () => {
    const bytes = randomBytes(300_000);
    const store = documentStore(scratchFolder(), key);
    const first = await store.begin(sha256(bytes));
    await first.append(bytes);
    await first.suspend();
    const [path] = store.leftovers() as [string];
    spoil(path, headerSize + 2 * (chunkSize + tagSize) + 7);
    const cut = await store.begin(sha256(bytes));
    expect(cut.size).toBe(2 * chunkSize);
    await cut.suspend();
    spoil(path, 0);
    const anew = await store.begin(sha256(bytes));
    expect(anew.size).toBe(0);
    await anew.suspend();
    expect(await sweep(store, () => false, 'remove')).toMatchObject({ leftovers: 1 });
    expect(store.leftovers()).toEqual([]);
  });
});

describe('documents', () => {
  it.each([0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 2_500_001])(
    'of %i bytes come back whole, by stream and by place',
    async (size) => {
      const store = documentStore(scratchFolder(), key);
      const bytes = randomBytes(size);
      const sha = await put(store, bytes, 3);
      expect(store.has(sha)).toBe(true);
      const source = store.open(sha);
      expect(source.size).toBe(size);
      expect((await all(source)).equals(bytes)).toBe(true);
      expect(Buffer.from(source.readSync(0, size + 10)).equals(bytes)).toBe(true);
      source.close();
      expect(await store.verify(sha)).toBe('good');
      const path = pathIn(store, sha);
      expect(documentSize(statSync(path).size)).toBe(size);
      expect(statSync(path).mode & 0o777).toBe(0o400);
      expect(readdirSync(join(store.folder, 'tmp'))).toEqual([]);
    },
  );

  it('can be read at any place', async () => {
    const store = documentStore(scratchFolder(), key);
    const bytes = randomBytes(12 * chunkSize + 77);
    const source = store.open(await put(store, bytes));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length + 50), fc.nat(3 * chunkSize), async (offset, length) => {
        const expected = bytes.subarray(offset, offset + length);
        expect(Buffer.from(source.readSync(offset, length)).equals(expected)).toBe(true);
        expect((await all(source, offset, offset + length)).equals(expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
    source.close();
    expect(() => source.readSync(0, 1)).toThrow(/closed/);
    source.close();
  });

  it('lie on the disk encrypted, each under its own key', async () => {
    const store = documentStore(scratchFolder(), key);
    const other = documentStore(scratchFolder(), key);
    const bytes = Buffer.from('Expediente Secreto '.repeat(5000));
    const sha = await put(store, bytes);
    await put(other, bytes);
    const raw = readFileSync(pathIn(store, sha));
    expect(raw.includes('Secreto')).toBe(false);
    expect(raw.subarray(headerSize).equals(readFileSync(pathIn(other, sha)).subarray(headerSize))).toBe(false);
    expect(opening(documentStore(store.folder, randomBytes(32)), sha)).toBe('damaged');
  });

  it('that were touched are found out', async () => {
    const store = documentStore(scratchFolder(), key);
    const bytes = randomBytes(3 * chunkSize + 100);
    const places = {
      header: 20,
      'first chunk': headerSize + 5,
      'last chunk': headerSize + 3 * (chunkSize + tagSize) + 50,
      'a tag': headerSize + chunkSize + 3,
    };
    for (const [what, at] of Object.entries(places)) {
      const sha = await put(store, bytes);
      spoil(pathIn(store, sha), at);
      expect(await store.verify(sha), what).toBe('damaged');
      // Keeping the same bytes again puts a good file in the place of the bad one.
      await put(store, bytes);
      expect(await store.verify(sha), what).toBe('good');
    }
  });

  it('cannot be cut, lengthened, reordered or renamed', async () => {
    const store = documentStore(scratchFolder(), key);
    const bytes = randomBytes(4 * chunkSize);
    const sha = await put(store, bytes);
    const path = pathIn(store, sha);
    const good = readFileSync(path);
    chmodSync(path, 0o600);
    const step = chunkSize + tagSize;
    const trailer = good.subarray(good.length - trailerSize);
    const variants = {
      'without its last chunk': Buffer.concat([good.subarray(0, headerSize + 3 * step), trailer]),
      'without its trailer': good.subarray(0, good.length - trailerSize),
      'with a chunk twice': Buffer.concat([
        good.subarray(0, headerSize + 4 * step),
        good.subarray(headerSize, headerSize + step),
        trailer,
      ]),
      'with two chunks swapped': Buffer.concat([
        good.subarray(0, headerSize),
        good.subarray(headerSize + step, headerSize + 2 * step),
        good.subarray(headerSize, headerSize + step),
        good.subarray(headerSize + 2 * step),
      ]),
      empty: Buffer.alloc(0),
      'something else': Buffer.from('%PDF-1.7\n'.repeat(100)),
    };
    for (const [what, variant] of Object.entries(variants)) {
      writeFileSync(path, variant);
      expect(await store.verify(sha), what).toBe('damaged');
    }
    truncateSync(path, 10);
    expect(opening(store, sha)).toBe('damaged');
    const other = await put(store, randomBytes(4 * chunkSize));
    copyFileSync(pathIn(store, other), path);
    expect(opening(store, sha), 'another document under this name').toBe('damaged');
    expect(opening(store, 'ab'.repeat(32))).toBe('missing');
    expect(() => store.has('../../etc/passwd')).toThrow(RangeError);
  });

  it('leave nothing behind when given up', async () => {
    const store = documentStore(scratchFolder(), key);
    const pending = await store.create();
    await pending.append(randomBytes(100));
    await pending.discard();
    const sealed = await store.create();
    await sealed.append(randomBytes(100));
    await sealed.seal();
    await sealed.discard();
    await sealed.discard();
    expect(store.leftovers()).toEqual([]);
    expect([...store.list()]).toEqual([]);
  });

  it('are not kept on a disk that is full', async () => {
    let left = 200_000;
    const full: Disk = {
      sync: (handle) => realDisk.sync(handle),
      write(handle, pieces) {
        left -= pieces.reduce((sum, piece) => sum + piece.length, 0);
        if (left < 0) return Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
        return realDisk.write(handle, pieces);
      },
    };
    const store = documentStore(scratchFolder(), key, full);
    const small = await put(store, randomBytes(1000));
    const pending = await store.create();
    await pending.append(randomBytes(300_000));
    await expect(pending.seal()).rejects.toMatchObject({ code: 'ENOSPC' });
    await pending.discard();
    expect(store.leftovers()).toEqual([]);
    expect([...store.list()]).toEqual([small]);
    expect(await store.verify(small)).toBe('good');
  });
});

describe('sweeping after a crash', () => {
  const prepare = async () => {
    const store = documentStore(scratchFolder(), key);
    const named = await put(store, Buffer.from('named and in place'));
    const orphan = await put(store, Buffer.from('in place, named by nobody'));
    const sealed = await store.create();
    await sealed.append(Buffer.from('sealed and named, never renamed'));
    const { sha256: adopted } = await sealed.seal();
    const unnamed = await store.create();
    await unnamed.append(Buffer.from('sealed, named by nobody'));
    const { sha256: stray } = await unnamed.seal();
    writeFileSync(join(store.folder, 'tmp', 'half.part'), randomBytes(5000));
    return { store, named, orphan, adopted, stray, knows: (sha: string) => sha === named || sha === adopted };
  };

  it('adopts what is named, removes the rest where it can be fetched again, never leaves half', async () => {
    const { store, named, orphan, adopted, stray, knows } = await prepare();
    expect(await sweep(store, knows, 'remove')).toEqual({
      adopted: [adopted],
      orphans: [stray, orphan],
      leftovers: 1,
    });
    expect([...store.list()].sort()).toEqual([named, adopted].sort());
    expect(await store.verify(adopted)).toBe('good');
    expect(existsSync(pathIn(store, orphan))).toBe(false);
    expect(store.asideList()).toEqual([]);
    expect(await sweep(store, () => true, 'remove')).toEqual({ adopted: [], orphans: [], leftovers: 0 });
  });

  it('loses no whole file of a kept store: what nobody names lies aside, and comes back when it is named', async () => {
    const { store, named, orphan, adopted, stray, knows } = await prepare();
    expect(await sweep(store, knows, 'setAside')).toMatchObject({ orphans: [stray, orphan], leftovers: 1 });
    expect([...store.list()].sort()).toEqual([named, adopted].sort());
    expect(store.asideList().map(({ sha256 }) => sha256)).toEqual([orphan, stray].sort());
    // The same bytes once more do not take the place of what lies there.
    await put(store, Buffer.from('in place, named by nobody'));
    expect(await sweep(store, knows, 'setAside')).toMatchObject({ adopted: [], orphans: [orphan] });
    expect(store.asideList()).toHaveLength(3);
    expect((await sweep(store, () => true, 'setAside')).adopted.toSorted()).toEqual([orphan, stray].sort());
    for (const sha of [named, adopted, orphan, stray]) expect(await store.verify(sha)).toBe('good');
  });
});
