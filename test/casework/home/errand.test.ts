import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerErrand } from '../../../src/casework/home/errand.ts';
import { recoverHome } from '../../../src/casework/home/recover.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { RecoveryEnd, RecoveryWish } from '../../../src/contract/recovery.ts';
import { identitiesIn, newAgeKey } from '../../../src/parcel/index.ts';
import { storeKey } from '../../helpers/office.ts';
import { homeWorld } from './home-world.ts';

const clock = (): Date => new Date('2026-11-20T12:00:00.000Z');
const freshKey = 'd4'.repeat(32);

type Came = { readonly [K in RecoveryWish['kind']]: Extract<RecoveryEnd, { kind: K }>['value'] };

async function came<K extends RecoveryWish['kind']>(
  config: OfficeConfig,
  wish: Extract<RecoveryWish, { kind: K }>,
): Promise<Came[K]> {
  const end = await recoverHome(config, wish, clock);
  if (end.kind !== wish.kind) throw new Error(JSON.stringify(end));
  return end.value as Came[K];
}

describe('a desk that asks the institution for what opens its copies', () => {
  it('comes back with the answer, and the recovery key was never near it', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    const { config } = world;
    await world.ended(await world.sign());
    await world.office.call('home.copyNow', {});
    await world.office.close();

    const seen = await came(config, { kind: 'look', folder: place });
    expect(seen.generations.map(({ damaged }) => damaged)).toEqual(seen.generations.map(() => 0));
    const to = join(world.folder, 'carried');
    mkdirSync(to);
    const made = await came(config, { kind: 'errand', folder: place, to });
    // Neither a key nor a word of a case: headers only.
    expect(readFileSync(made.path, 'utf8')).not.toContain('AGE-SECRET-KEY');

    const identities = identitiesIn(readFileSync(keyFile, 'utf8'));
    const answer = join(to, 'a.respuesta');
    const answered = await answerErrand(made.path, identities, keyFile, answer);
    expect(answered).toMatchObject({ ok: true, value: { mark: made.mark, opened: made.files, asked: made.files } });

    const opened = await came(config, { kind: 'open', folder: place, keyFile: answer });
    expect(opened.generations[0]).toMatchObject({ usable: true, holds: { signedActs: 3, unsent: 3 } });
    // The store key lies beside the data and is among what was asked for.
    expect(await came(config, { kind: 'key', keyFile: answer })).toBe(storeKey);

    rmSync(join(config.dataDir, 'journal.db'));
    const wish = { kind: 'bring', folder: place, keyFile: answer, generation: null, storeKey: freshKey } as const;
    expect(await came(config, wish)).toMatchObject({ signedActs: 3, unsent: 3, files: 3 });
    await world.reopen({ storeKey: freshKey });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ queue: 3 });
    await world.office.close();

    // The errand is over: the answer opens nothing any more.
    const again = await recoverHome(config, { kind: 'open', folder: place, keyFile: answer }, clock);
    expect(again).toMatchObject({ kind: 'failed', failure: { kind: 'recoveryKeyWrong' } });
  }, 60_000);

  it('gets nothing for an answer to another desk, for the wrong key, or for a file that is none', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    const { config } = world;
    await world.office.call('home.copyNow', {});
    await world.office.close();
    const to = join(world.folder, 'carried');
    mkdirSync(to);
    const made = await came(config, { kind: 'errand', folder: place, to });

    const stranger = await newAgeKey();
    const refused = await answerErrand(made.path, [stranger.identity], 'other.txt', join(to, 'none'));
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'recoveryKeyWrong', file: 'other.txt' } });
    expect(statSync(join(to, 'none'), { throwIfNoEntry: false })).toBeUndefined();
    expect(await answerErrand(keyFile, [stranger.identity], 'k', join(to, 'none'))).toMatchObject({
      failure: { kind: 'parcelRefused', reason: 'wrongKind' },
    });

    const answer = join(to, 'a.respuesta');
    await answerErrand(made.path, identitiesIn(readFileSync(keyFile, 'utf8')), keyFile, answer);
    // Carried to another desk, it is of no use there.
    const other = { ...config, dataDir: join(world.folder, 'other') };
    mkdirSync(other.dataDir);
    for (const file of [answer, made.path]) {
      const end = await recoverHome(other, { kind: 'open', folder: place, keyFile: file }, clock);
      expect(end, file).toMatchObject({ kind: 'failed', failure: { kind: 'recoveryKeyWrong' } });
    }
    const nothing = await recoverHome(other, { kind: 'errand', folder: to, to }, clock);
    expect(nothing).toMatchObject({ kind: 'failed', failure: { kind: 'copyMissing' } });
    const absent = await recoverHome(config, { kind: 'errand', folder: place, to: join(to, 'absent') }, clock);
    expect(absent).toMatchObject({ kind: 'failed', failure: { kind: 'fileUnreadable' } });
  }, 60_000);

  it('brings back the one that a person chose, and says of each why it cannot', async () => {
    const { world, place, keyFile } = await homeWorld({ offline: true });
    const { config } = world;
    await world.ended(await world.sign(world.acts.slice(0, 1)));
    await world.office.call('home.copyNow', {});
    await world.ended(await world.sign(world.acts.slice(1)));
    await world.office.call('home.copyNow', {});
    await world.office.close();
    const opened = await came(config, { kind: 'open', folder: place, keyFile });
    const usable = opened.generations.flatMap((one) => (one.usable ? [one] : []));
    const older = usable.find(({ holds }) => holds.signedActs === 1);
    expect(older, JSON.stringify(opened)).toBeDefined();
    const wish = { kind: 'bring', folder: place, keyFile, generation: older!.name, storeKey: freshKey } as const;
    // Another key than the damaged journal's: nothing newer is salvaged.
    expect(await came(config, wish)).toMatchObject({ generation: older!.name, signedActs: 1 });
  }, 60_000);
});
