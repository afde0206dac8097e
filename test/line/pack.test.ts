import { randomBytes } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createPacker } from '../../src/line/pack.ts';

it('gives back what was packed, to the end', async () => {
  const packer = createPacker();
  const frames = [randomBytes(100), randomBytes(200_000), Buffer.from('the last')];
  const packed: Buffer[] = [];
  for (const frame of frames) packed.push(...(await packer.pack(frame)));
  packed.push(...(await packer.end()));
  expect(brotliDecompressSync(Buffer.concat(packed))).toEqual(Buffer.concat(frames));
});

it('answers whoever waits when it is dropped: the line broke while a frame, or the end, was packed', async () => {
  const packing = createPacker();
  const frame = packing.pack(randomBytes(500_000));
  packing.drop();
  await frame;

  const ending = createPacker();
  await ending.pack(randomBytes(1000));
  const end = ending.end();
  ending.drop();
  await end;
});

it('answers after it was dropped', async () => {
  const packer = createPacker();
  packer.drop();
  await packer.pack(randomBytes(10));
  expect(await packer.end()).toEqual([]);
});
