import { chmodSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json, lineOf, read, registered, signedWorld, straight, withoutRegistrations } from '../between.ts';

describe('a receipt', () => {
  const forged = generateKeyPairSync('ed25519');
  const forge = (jws: string, change: object): string => {
    const [header, payload] = jws.split('.') as [string, string];
    const statement = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...change } as object;
    const body = `${header}.${Buffer.from(JSON.stringify(statement)).toString('base64url')}`;
    return `${body}.${sign(null, Buffer.from(body), forged.privateKey).toString('base64url')}`;
  };
  it.each([
    ['of a key that is not pinned', (jws: string) => forge(jws, {})],
    ['for other bytes', (jws: string) => forge(jws, { sha256: 'ab'.repeat(32) })],
    ['cut', (jws: string) => jws.slice(0, -8)],
    ['that is no receipt', () => 'yes'],
  ])('%s makes nothing registered, and is asked for again', async (_what, spoil) => {
    let spoiling = true;
    const world = await signedWorld(2, () => async (path, method, pass) => {
      const response = await pass();
      if (path === '/v1/feed' && spoiling) {
        const page = (await response.json()) as { events: { kind: string; receipt?: string }[] };
        for (const event of page.events) if (event.receipt) event.receipt = spoil(event.receipt);
        return json(page);
      }
      if (!spoiling || method !== 'PUT' || !path.endsWith('/registration')) return response;
      const { receipt } = (await response.json()) as { receipt: string };
      return json({ receipt: spoil(receipt) });
    });
    await world.office.until(
      async () => (await read(world, 0)).sending === 'received' && (await read(world, 1)).sending === 'received',
    );
    await world.office.call('sync.now', {});
    expect(await read(world, 0)).toMatchObject({
      state: 'queued',
      registration: null,
      trouble: { kind: 'receiptInvalid' },
    });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ registered: 0, queue: 2 });
    expect(await world.office.refusal('receipts.read', { actId: world.acts[0]!.actId })).toMatchObject({
      kind: 'actForbids',
    });
    spoiling = false;
    await registered(world, 2);
  });

  it('of another act is not taken for this one', async () => {
    let first = '';
    let swapping = true;
    const world = await signedWorld(2, () => async (path, method, pass) => {
      const response = await pass();
      if (path === '/v1/feed' && swapping) return withoutRegistrations(response);
      if (!swapping || method !== 'PUT' || !path.endsWith('/registration')) return response;
      const { receipt } = (await response.json()) as { receipt: string };
      first ||= receipt;
      return json({ receipt: first });
    });
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 1)).trouble?.kind === 'receiptInvalid');
    expect((await read(world, 1)).trouble).toEqual({ kind: 'receiptInvalid', reason: 'otherAct' });
    swapping = false;
    await registered(world, 2);
  });

  it('that was lost on the way comes by the feed', async () => {
    const world = await signedWorld(1, () => async (path, method, pass) => {
      const response = await pass();
      if (method === 'PUT' && path.endsWith('/registration')) throw new TypeError('the answer is always lost');
      return response;
    });
    await registered(world, 1);
    expect((await world.office.call('receipts.read', { actId: world.acts[0]!.actId })).verified).toBe(true);
    expect((await lineOf(world)).waiting).toBe(0);
  });

  it('says so when our own bytes are not those any more', async () => {
    const world = await signedWorld(1, () => straight);
    await registered(world, 1);
    const row = await read(world, 0);
    const path = join(world.config.dataDir, 'documents', 'kept', row.signedSha256!.slice(0, 2), row.signedSha256!);
    chmodSync(path, 0o600);
    writeFileSync(path, 'spoilt');
    expect(await world.office.call('receipts.read', { actId: row.actId })).toMatchObject({
      verified: false,
      failure: { kind: 'documentDamaged' },
      statement: { number: 1 },
    });
  });
});
