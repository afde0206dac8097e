import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ParcelError, isSignedBy, packParcel, readParcel, signList, skim, writeWhole } from '../../src/parcel/index.ts';

interface List {
  readonly files: readonly { readonly sha256: string; readonly size: number }[];
}
const keys = generateKeyPairSync('ed25519');

async function pack(contents: readonly Buffer[], change: (list: List) => List = (list) => list): Promise<Buffer> {
  const files = contents.map((bytes) => ({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
  }));
  const list = Buffer.from(JSON.stringify(change({ files })));
  const parts: Uint8Array[] = [];
  const streams = contents.map(async function* (bytes) {
    yield bytes;
  });
  for await (const part of packParcel(list, signList(keys.privateKey, list), streams)) parts.push(part);
  return Buffer.concat(parts);
}

function read(bytes: Uint8Array, maxListBytes = 10_000): Promise<List> {
  return readParcel<List>(
    (async function* () {
      // In odd pieces, as a stream may come.
      for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
    })(),
    {
      maxListBytes,
      take: skim,
      admit(list, signature) {
        if (!isSignedBy(keys.publicKey, list, signature)) throw new ParcelError('forged');
        return JSON.parse(Buffer.from(list).toString()) as List;
      },
    },
  );
}

describe('a parcel', () => {
  const contents = [Buffer.from('uno'), randomBytes(5000), Buffer.from('tres')];

  it('comes out as it went in', async () => {
    expect((await read(await pack(contents))).files).toHaveLength(3);
    expect((await read(await pack([]))).files).toEqual([]);
  });

  it('is refused when it ends anywhere before its end, or goes on after it', async () => {
    const whole = await pack(contents);
    for (let length = 0; length < whole.length; length += length < 200 ? 7 : 531) {
      const kind = length < 15 ? 'notAParcel' : 'truncated';
      await expect(read(whole.subarray(0, length)), `${length}`).rejects.toMatchObject({ kind });
    }
    await expect(read(Buffer.concat([whole, Buffer.from([0])]))).rejects.toMatchObject({ kind: 'tooLong' });
  });

  it('is refused when any byte of it is another', async () => {
    const whole = await pack(contents);
    for (let at = 0; at < whole.length; at += at < 400 ? 11 : 409) {
      const spoilt = Buffer.from(whole);
      spoilt[at]! ^= 0x40;
      await expect(read(spoilt), `byte ${at}`).rejects.toBeInstanceOf(ParcelError);
    }
  });

  it('is refused when its files stand in another order, or its list is larger than is read', async () => {
    const swapped = await pack(contents, ({ files }) => ({ files: [files[2]!, files[1]!, files[0]!] }));
    await expect(read(swapped)).rejects.toMatchObject({ kind: 'otherBytes' });
    await expect(read(await pack(contents), 100)).rejects.toMatchObject({ kind: 'tooLarge' });
  });

  it('holds no signature that was made on the same bytes for another purpose', async () => {
    const { sign } = await import('node:crypto');
    const list = Buffer.from('{"files":[]}');
    expect(isSignedBy(keys.publicKey, list, sign(null, list, keys.privateKey))).toBe(false);
    expect(isSignedBy(keys.publicKey, list, signList(keys.privateKey, list))).toBe(true);
  });
});

describe('a file that is written whole', () => {
  it('replaces the one before, and leaves nothing half when its source fails', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'fojas-parcel-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const path = join(dir, 'copy');
    writeFileSync(path, 'before');
    const fails = (async function* () {
      yield Buffer.from('half');
      throw new Error('the source ends');
    })();
    await expect(writeWhole(path, fails)).rejects.toThrow('the source ends');
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(dir)).toEqual(['copy']);
    const good = (async function* () {
      yield Buffer.from('after');
    })();
    expect((await writeWhole(path, good)).size).toBe(5);
    expect(readFileSync(path, 'utf8')).toBe('after');
  });
});
