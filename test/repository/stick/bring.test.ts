import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Sha256 } from '../../../src/contract/ids.ts';
import { newAgeKey, seal } from '../../../src/parcel/index.ts';
import { openFolderBlobs } from '../../../src/repository/blobs/folder.ts';
import { parcelRelay } from '../../../src/repository/office/carry.ts';
import { openUpstream } from '../../../src/repository/office/upstream.ts';
import { type BringRooms, type Brought, type PassedOn, bringing } from '../../../src/repository/stick/bring.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A repository that holds one parcel which is not for it; what it is passed on to answers when the test says so. */
async function stage() {
  const dir = mkdtempSync(join(tmpdir(), 'fojas-bring-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const blobs = await openFolderBlobs(join(dir, 'blobs'));
  const [ours, theirs] = [await newAgeKey(), await newAgeKey()];
  const pieces: Uint8Array[] = [];
  for await (const piece of seal([theirs.recipient], once(Buffer.from('for somebody else')))) pieces.push(piece);
  const parcel = Buffer.concat(pieces);
  const sha256 = Sha256.parse(createHash('sha256').update(parcel).digest('hex'));
  await blobs.put(sha256, once(parcel), parcel.length);
  const asked: ((passed: PassedOn) => Promise<void>)[] = [];
  const rooms = {
    ...{ blobs, identity: ours.identity, accessKeys: [], maxBlobBytes: 1000 },
    passOn: (_sha256: Sha256, out: string) =>
      new Promise<PassedOn>((resolve) => {
        asked.push(async (passed) => {
          if (passed.kind === 'done') await writeFile(out, 'the answer');
          resolve(passed);
        });
      }),
  } as unknown as BringRooms;
  const bring = bringing(rooms, dir, 1);
  const answered = async (): Promise<Brought> => {
    for (;;) {
      const brought = await bring('ufi-7', sha256);
      if (brought.kind !== 'working') return brought;
    }
  };
  return { rooms, dir, sha256, asked, bring, answered };
}

it('lets nobody wait on a silent line: it says that it is at it, begins once, and gives the answer to one who asks again', async () => {
  const { sha256, asked, bring, answered } = await stage();
  for (let n = 0; n < 3; n += 1) expect(await bring('ufi-7', sha256)).toEqual({ kind: 'working' });
  await expect.poll(() => asked.length).toBe(1);
  await asked[0]!({ kind: 'done' });
  const brought = await answered();
  expect(brought.kind === 'done' && readFileSync(brought.out, 'utf8')).toBe('the answer');
  // Whoever asks after that has it made anew.
  expect(await bring('ufi-7', sha256)).toEqual({ kind: 'working' });
  await expect.poll(() => asked.length).toBe(2);
  await asked[1]!({ kind: 'no', code: 'centre-away', detail: 'later' });
  expect(await answered()).toEqual({ kind: 'no', code: 'centre-away', detail: 'later' });
});

it('has nobody to pass it on to, and says that it is not for it', async () => {
  const { rooms, dir, sha256 } = await stage();
  const bring = bringing({ ...rooms, passOn: null }, dir);
  expect(await bring('ufi-7', sha256)).toEqual({ kind: 'no', code: 'parcel-refused', detail: 'notForUs' });
});

it('passes on no answer that is more than anybody reads, and says so instead of waiting for a better line', async () => {
  const { rooms, sha256 } = await stage();
  const endless = createServer((request, response) => {
    request.resume();
    if (request.method !== 'POST') return void response.writeHead(404).end();
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const { port } = endless.address() as AddressInfo;
  const upstream = openUpstream({ url: `http://127.0.0.1:${port}`, accessKey: 'k'.repeat(20), officeId: 'ufi-7' });
  onTestFinished(() => {
    upstream.close();
    endless.closeAllConnections();
    endless.close();
  });
  const relay = parcelRelay({
    ...{ blobs: rooms.blobs, isAway: () => false },
    upstream: { putFile: async () => ({ kind: 'ok', value: null }), bringParcel: upstream.bringParcel },
  });
  expect(await relay(sha256, 'nowhere')).toEqual({ kind: 'no', code: 'parcel-refused', detail: 'asksTooMuch' });
});
