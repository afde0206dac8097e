import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  SealError,
  bytesOf,
  identitiesIn,
  isRecipient,
  newAgeKey,
  officeKeys,
  recipientOf,
  seal,
  unseal,
  writeWhole,
} from '../../src/parcel/index.ts';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const text of texts) yield Buffer.from(text);
}
const gather = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fojas-parcel-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('what is sealed with age', () => {
  it('is opened by the age program, and the other way round', async () => {
    const dir = folder();
    const key = await newAgeKey();
    writeFileSync(join(dir, 'key.txt'), `# recovery\n${key.identity}\n`);
    const long = 'foja '.repeat(40_000);
    await writeWhole(join(dir, 'ours.age'), seal([key.recipient], pieces('uno, ', long)));
    const opened = spawnSync('age', ['-d', '-i', join(dir, 'key.txt'), join(dir, 'ours.age')], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(opened.stderr).toBe('');
    expect(opened.stdout).toBe(`uno, ${long}`);

    writeFileSync(join(dir, 'plain'), long);
    const args = ['-r', key.recipient, '-o', join(dir, 'theirs.age'), join(dir, 'plain')];
    expect(spawnSync('age', args).status).toBe(0);
    const identities = identitiesIn(readFileSync(join(dir, 'key.txt'), 'utf8'));
    expect((await gather(unseal(identities, bytesOf(join(dir, 'theirs.age'))))).toString()).toBe(long);
  });

  it('opens for no other key, and not when a byte of it changed or its end is gone', async () => {
    const [key, other] = [await newAgeKey(), await newAgeKey()];
    const sealed = await gather(seal([key.recipient], pieces('acta '.repeat(30_000))));
    const open = (identity: string, bytes: Uint8Array) =>
      gather(
        unseal(
          [identity],
          (async function* () {
            yield bytes;
          })(),
        ),
      );
    await expect(open(other.identity, sealed)).rejects.toMatchObject({ kind: 'notForUs' });
    for (const at of [5, 60, 300, sealed.length - 3]) {
      const spoilt = Buffer.from(sealed);
      spoilt[at]! ^= 1;
      await expect(open(key.identity, spoilt), `byte ${at}`).rejects.toBeInstanceOf(SealError);
    }
    for (const length of [0, 20, 190, 70_000, sealed.length - 1]) {
      await expect(open(key.identity, sealed.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        kind: 'damaged',
      });
    }
    expect((await open(key.identity, sealed)).length).toBe(150_000);
  });

  it('lets the disk’s own errors through, as the disk told them', async () => {
    const key = await newAgeKey();
    const gone = Object.assign(new Error('gone'), { code: 'EIO' });
    const source = (async function* () {
      yield (await gather(seal([key.recipient], pieces('x'.repeat(200_000))))).subarray(0, 70_000);
      throw gone;
    })();
    await expect(gather(unseal([key.identity], source))).rejects.toBe(gone);
  });

  it('goes to recipients only', async () => {
    const key = await newAgeKey();
    expect(isRecipient(key.recipient)).toBe(true);
    expect(isRecipient(key.identity)).toBe(false);
    expect(isRecipient(`${key.recipient.slice(0, -1)}${key.recipient.endsWith('q') ? 'p' : 'q'}`)).toBe(false);
    expect(identitiesIn('nothing here\n# AGE-SECRET-KEY-1\n')).toEqual([]);
  });
});

describe('the keys of an office', () => {
  it('are the same for the same access key, and age takes them', async () => {
    const keys = officeKeys('an access key of an office, long enough');
    expect(officeKeys('an access key of an office, long enough').identity).toBe(keys.identity);
    expect(officeKeys('another access key of an office').identity).not.toBe(keys.identity);
    const recipient = await recipientOf(keys.identity);
    const dir = folder();
    writeFileSync(join(dir, 'id'), `${keys.identity}\n`);
    const told = spawnSync('age-keygen', ['-y', join(dir, 'id')], { encoding: 'utf8' });
    expect(told.stdout.trim()).toBe(recipient);
  });
});
