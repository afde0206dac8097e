import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type NewPinWanted, newPinAsker } from '../../src/cli/new-pin.ts';
import { createUi } from '../../src/cli/ui.ts';
import { SessionId } from '../../src/contract/ids.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';
import { setTable } from '../virtual-card/card-table.ts';
import { cardWith } from '../virtual-card/desk.ts';
import { fojas, json, scratch } from './harness.ts';

const old = '482916';
const fresh = '705318';

function token(): SoftToken {
  const made = createSoftToken({ pin: old });
  onTestFinished(() => made.remove());
  return made;
}
const run = (soft: SoftToken, errand: 'change-pin' | 'unblock', input: string, ...more: string[]) =>
  fojas(['tokens', errand, '--module', soft.library.path, '--pin-stdin', ...more], {
    ...{ env: soft.environment, input },
  });
const changes = async (soft: SoftToken, from: string, to: string) =>
  (await run(soft, 'change-pin', `${from}\n${to}\n`)).code === 0;

describe('tokens change-pin', () => {
  it('gives the token the new PIN, once, and says neither', async () => {
    const soft = token();
    const ran = await run(soft, 'change-pin', `${old}\n${fresh}\n`);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/El PIN de «Prueba» se cambió/);
    expect(ran.stdout + ran.stderr).not.toMatch(new RegExp(`${old}|${fresh}`));
    // The old one is gone and the new one holds.
    expect(await changes(soft, old, '111111')).toBe(false);
    expect(await changes(soft, fresh, old)).toBe(true);
  });

  it('stops at a wrong PIN, and leaves the old one', async () => {
    const soft = token();
    const ran = await run(soft, 'change-pin', `999999\n${fresh}\n`, '--json');
    expect(ran.code).toBe(3);
    expect(json<{ failure: { kind: string } }>(ran).failure.kind).toBe('pinWrong');
    expect(await changes(soft, old, fresh)).toBe(true);
  });

  it.each([
    [`${old}\n12\n`, 'length'],
    [`${old}\n${old}\n`, 'same'],
  ])('sends nothing that cannot be right: %j', async (input, notSent) => {
    const soft = token();
    const ran = await run(soft, 'change-pin', input, '--json');
    expect(ran.code).not.toBe(0);
    expect(json<{ notSent: string | null }>(ran).notSent).toBe(notSent);
    expect(ran.stderr).toMatch(/No se envió nada al token/);
    expect(await changes(soft, old, fresh)).toBe(true);
  });

  it('gives up where a line is missing, takes no PIN from the arguments, and asks who is meant', async () => {
    const soft = token();
    expect(json<{ failure: { kind: string } }>(await run(soft, 'change-pin', `${old}\n`, '--json')).failure.kind).toBe(
      'pinCancelled',
    );
    expect((await run(soft, 'change-pin', '', '--pin', old)).code).toBe(2);
    const other = await run(soft, 'change-pin', `${old}\n${fresh}\n`, '--serial', 'otro', '--json');
    expect(json<{ failure: { kind: string } }>(other).failure.kind).toBe('tokenAbsent');
    expect(await changes(soft, old, fresh)).toBe(true);
  });
});

describe('tokens unblock', () => {
  it('gives a new PIN with the PUK, and none with a wrong one', async () => {
    const soft = token();
    const wrong = await run(soft, 'unblock', `00000000\n${fresh}\n`, '--json');
    expect(json<{ failure: { kind: string } }>(wrong).failure.kind).toBe('pukWrong');
    const ran = await run(soft, 'unblock', `${soft.soPin}\n${fresh}\n`);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/tiene un PIN nuevo/);
    expect(await changes(soft, fresh, old)).toBe(true);
  });
});

describe('the question for a new PIN', () => {
  const ui = createUi('es-AR', true);
  const question = (change: Partial<NewPinWanted> = {}): NewPinWanted => ({
    kind: 'newPinWanted',
    sessionId: SessionId.parse('00000000-0000-4000-8000-000000000000'),
    ...{ errand: 'changePin', tokenLabel: 'T', practice: true, pinState: 'normal', pukState: 'normal' },
    ...{ triesLeft: null, pinMin: 4, pinMax: 8, protectedPath: false, ...change },
  });
  const ask = (change: Partial<NewPinWanted>, lastTryConfirmed = false) => {
    const input = new PassThrough();
    input.end(`${old}\n${fresh}\n`);
    return newPinAsker({ fromStdin: true, lastTryConfirmed }, ui, input).ask(question(change));
  };

  it('never makes up the separate yes for the last try, of the PIN as of the PUK', async () => {
    expect(await ask({ pinState: 'finalTry' })).toBeNull();
    expect(await ask({ errand: 'unblockPin', pukState: 'finalTry' })).toBeNull();
    const given = { proof: old, newPin: fresh };
    // A PIN that is down to its last try says nothing of the PUK.
    expect(await ask({ errand: 'unblockPin', pinState: 'finalTry' })).toEqual({ ...given, lastTryConfirmed: false });
    expect(await ask({ pinState: 'finalTry' }, true)).toEqual({ ...given, lastTryConfirmed: true });
  });

  it('leaves everything to a reader with a keypad', async () => {
    expect(await ask({ protectedPath: true })).toEqual({ proof: '', newPin: '', lastTryConfirmed: false });
  });

  it('is typed unseen at a terminal, the new one twice, and two that differ spend no try', async () => {
    const soft = token();
    const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const command = `'${process.execPath}' '${entry}' tokens change-pin --module '${soft.library.path}'`;
    const child = spawn('script', ['-qfec', command, '/dev/null'], {
      env: { ...process.env, ...soft.environment, LANG: 'es_AR.UTF-8', LC_ALL: '' },
    });
    const answers = [
      ['PIN actual de', `${old}\r`],
      ['PIN nuevo (', `${fresh}\r`],
      ['otra vez', '111222\r'],
    ] as const;
    let screen = '';
    let next = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      const answer = answers[next];
      if (!answer || !screen.includes(answer[0])) return;
      next += 1;
      child.stdin.write(answer[1]);
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).not.toBe(0);
    expect(screen).toMatch(/Los dos PIN nuevos no coinciden[^]*no se gastó ningún intento/);
    expect(screen).not.toMatch(new RegExp(`${old}|${fresh}|111222`));
    expect(await changes(soft, old, fresh)).toBe(true);
  });
});

describe('a card behind OpenSC', () => {
  it('tells its tries before the PIN, locks, and is unblocked with the PUK as its library wants it', async () => {
    const table = await setTable();
    onTestFinished(() => table.remove());
    const card = cardWith('p256');
    await table.insert(card);
    const conf = join(scratch(), 'opensc.conf');
    // OpenSC unblocks only where its own configuration says how.
    const style = 'pkcs11 { user_pin_unblock_style = set_pin_in_unlogged_session; }';
    writeFileSync(conf, `app default { framework pkcs15 { } }\napp opensc-pkcs11 { ${style} }\n`);
    const env = { ...table.env, OPENSC_CONF: conf };
    const at = (...more: string[]) => ['tokens', ...more, '--module', table.library.path];
    const tries = async () =>
      json<{ libraries: { tokens: { triesLeft: number; pinState: string }[] }[] }>(
        await fojas([...at(), '--json'], { env }),
      ).libraries[0]!.tokens[0]!;
    expect(await tries()).toMatchObject({ triesLeft: 3 });
    for (const wrong of ['000001', '000002', '000003']) {
      const input = `${wrong}\n${fresh.slice(0, 6)}\n`;
      await fojas([...at('change-pin'), '--pin-stdin', '--last-try'], { env, input });
    }
    expect(card.tries).toHaveLength(3);
    expect(await tries()).toMatchObject({ pinState: 'locked' });
    const ran = await fojas([...at('unblock'), '--pin-stdin', '--json'], { env, input: `12345678\n654321\n` });
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
    expect(await tries()).toMatchObject({ triesLeft: 3 });
    expect(card.tries.at(-1)?.outcome).toBe('right');
  }, 60_000);
});
