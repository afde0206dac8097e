import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { UpdateRing, UpdateVersion } from '../../contract/updates.ts';
import { fileSigner, keyIdOf, makeFileKey, NamedKey, type Signer } from '../../release/keys.ts';
import { folderShelf, publish, s3Shelf } from '../../release/publish.ts';
import { type Constitution, readNamedKey, Workshop } from '../../release/workshop.ts';
import { chooseRelease } from '../../updates/choose.ts';
import { download } from '../../updates/download.ts';
import { writeDurably } from '../../at-rest/durable.ts';
import { Format, Platform, Release } from '../../updates/release.ts';
import { sourceOf } from '../../updates/sources/index.ts';
import { refreshTrust } from '../../updates/trust.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { lineReader, readSecret } from '../terminal.ts';
import type { Ui } from '../ui.ts';
import { withTokenSigner } from './token-signer.ts';
import type { ReleaseCommandName, ReleaseWords } from './release-words.ts';

/** What the words of a command line became: options by name, several where they may be repeated. */
export interface Given {
  readonly words: readonly string[];
  readonly one: (name: string) => string | undefined;
  readonly many: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

export type ReleaseCommand = (given: Given, ui: Ui, words: ReleaseWords) => Promise<ExitCode>;

/** The call itself is wrong: which word or option. */
export class Misused extends Error {
  override name = 'Misused';
}
export class WrongPassphrase extends Error {
  override name = 'WrongPassphrase';
}

const must = (given: Given, option: string): string => {
  const value = given.one(option);
  if (value === undefined) throw new Misused(`--${option}`);
  return value;
};
const word = (given: Given, at: number, name: string): string => {
  const value = given.words[at];
  if (value === undefined) throw new Misused(name);
  return value;
};
const workshopOf = (given: Given): Workshop => new Workshop(path.resolve(word(given, 0, 'WORKSHOP')));
const numberOf = (given: Given, option: string, usual?: number): number => {
  const text = given.one(option) ?? (usual === undefined ? undefined : String(usual));
  if (text === undefined || !/^\d{1,9}$/.test(text)) throw new Misused(`--${option}`);
  return Number(text);
};
const parsed = <T>(schema: z.ZodType<T>, value: unknown, option: string): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw new Misused(option);
  return result.data;
};

async function secret(question: string, given: Given): Promise<string> {
  const typed = given.flag('pin-stdin') ? await lineReader(process.stdin).next() : await readSecret(question);
  if (typed === null || typed === '') throw new WrongPassphrase();
  return typed;
}

async function withSigner<T>(
  given: Given,
  caption: string,
  ui: Ui,
  words: ReleaseWords,
  work: (signer: Signer) => Promise<T>,
): Promise<T> {
  const file = given.one('key');
  if (file === undefined) {
    const wish = {
      module: given.one('module'),
      label: given.one('token-label'),
      serial: given.one('serial'),
      cert: given.one('cert'),
    };
    const pin = { fromStdin: given.flag('pin-stdin'), lastTryConfirmed: given.flag('last-try') };
    return withTokenSigner({ wish, pin, caption }, ui, work);
  }
  const signer = fileSigner(await readFile(file, 'utf8'), await secret(words.passphrase, given));
  if (signer === null) throw new WrongPassphrase();
  return work(signer);
}

async function constitutionOf(given: Given): Promise<Constitution> {
  const keys = (option: string): Promise<NamedKey[]> =>
    Promise.all(
      given.many(option).map(async (file) => parsed(NamedKey, await readNamedKey(file), `--${option} ${file}`)),
    );
  return {
    ...{ root: await keys('root'), rootThreshold: numberOf(given, 'root-threshold') },
    ...{ targets: await keys('targets'), targetsThreshold: numberOf(given, 'targets-threshold', 1) },
    online: await keys('online'),
  };
}

function ringsOf(given: Given): Release['rings'] {
  const rings = given.many('ring').map((text) => {
    const [, ring, percentage] = /^([^=]+)=(\d{1,3})$/.exec(text) ?? [];
    return [
      parsed(UpdateRing, ring, `--ring ${text}`),
      parsed(z.int().max(100), Number(percentage), `--ring ${text}`),
    ] as const;
  });
  if (rings.length === 0) throw new Misused('--ring');
  return Object.fromEntries(rings);
}

const changed = async (ui: Ui, words: ReleaseWords): Promise<ExitCode> => {
  ui.print(words.mustSign);
  ui.answer({ waits: 'targets' });
  return exitCodes.ok;
};

export const releaseCommands: Readonly<Record<ReleaseCommandName, ReleaseCommand>> = {
  async key(given, ui, words) {
    const file = word(given, 0, 'FILE');
    const passphrase = await secret(words.newPassphrase, given);
    if (passphrase.length < 12) throw new WrongPassphrase();
    const { pem, key } = makeFileKey(passphrase);
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
    return sayKey(`${file}.pub.json`, { name: must(given, 'name'), key }, ui, words);
  },
  async 'token-key'(given, ui, words) {
    const file = word(given, 0, 'FILE');
    const name = must(given, 'name');
    return withSigner(given, name, ui, words, ({ key }) => sayKey(file, { name, key }, ui, words));
  },
  async init(given, ui, words) {
    await workshopOf(given).begin(await constitutionOf(given));
    return sayStatus(given, ui, words);
  },
  async rotate(given, ui, words) {
    await workshopOf(given).rotate(await constitutionOf(given));
    return sayStatus(given, ui, words);
  },
  status: sayStatus,
  async sign(given, ui, words) {
    const role = parsed(z.enum(['root', 'targets']), given.words[1], 'root|targets');
    const caption = `fojas-release: ${role}`;
    const signed = await withSigner(given, caption, ui, words, (signer) => workshopOf(given).sign(role, signer));
    ui.answer({ role, ...signed });
    ui.print(signed.accepted ? words.accepted(role) : words.signed(role, signed.signed));
    return exitCodes.ok;
  },
  async add(given, ui, words) {
    const file = word(given, 1, 'PACKAGE');
    await workshopOf(given).add(file, path.basename(file), {
      ...{ version: must(given, 'version'), platform: must(given, 'platform'), arch: must(given, 'arch') },
      ...{ format: must(given, 'format'), schema: numberOf(given, 'schema'), rings: ringsOf(given) },
      ...{ critical: given.flag('critical'), rollbackOf: [], notBefore: given.one('not-before') ?? null },
      minimumFrom: given.one('minimum-from') ?? null,
      notes: JSON.parse(await readFile(must(given, 'notes'), 'utf8')) as unknown,
    });
    return changed(ui, words);
  },
  async ring(given, ui, words) {
    const rings = ringsOf(given);
    await workshopOf(given).amend(word(given, 1, 'PACKAGE'), (release) => ({
      ...release,
      rings: { ...release.rings, ...rings },
    }));
    return changed(ui, words);
  },
  async block(given, ui, words) {
    const version = parsed(UpdateVersion, given.words[1], 'X.Y.Z');
    await workshopOf(given).decide((standing) => ({
      ...standing,
      blockedVersions: [...standing.blockedVersions.filter((one) => one !== version), version],
    }));
    return changed(ui, words);
  },
  async unblock(given, ui, words) {
    const version = parsed(UpdateVersion, given.words[1], 'X.Y.Z');
    await workshopOf(given).decide((standing) => ({
      ...standing,
      blockedVersions: standing.blockedVersions.filter((one) => one !== version),
    }));
    return changed(ui, words);
  },
  async minimum(given, ui, words) {
    const minimumVersion = given.words[1] === 'none' ? null : parsed(UpdateVersion, given.words[1], 'X.Y.Z|none');
    await workshopOf(given).decide((standing) => ({ ...standing, minimumVersion }));
    return changed(ui, words);
  },
  async 'roll-back'(given, ui, words) {
    const rollbackOf = given.many('of').map((version) => parsed(UpdateVersion, version, '--of'));
    if (rollbackOf.length === 0) throw new Misused('--of');
    await workshopOf(given).amend(word(given, 1, 'PACKAGE'), (release) => ({ ...release, rollbackOf }));
    return changed(ui, words);
  },
  async renew(given, ui, words) {
    await workshopOf(given).renew();
    return changed(ui, words);
  },
  async publish(given, ui, words) {
    const workshop = workshopOf(given);
    const bucket = given.one('s3');
    const shelf =
      bucket === undefined
        ? folderShelf(path.resolve(must(given, 'to')))
        : await s3Shelf({
            ...{ bucket, prefix: given.one('prefix') ?? '', region: must(given, 'region') },
            ...(given.one('endpoint') === undefined ? {} : { endpoint: must(given, 'endpoint') }),
          });
    await withSigner(given, 'fojas-release: snapshot, timestamp', ui, words, (signer) => workshop.seal(signer));
    const only = given.many('only');
    const put = await publish(workshop, shelf, only.length === 0 ? undefined : (name) => only.includes(name));
    for (const file of put) ui.print(words.put(file));
    ui.print(words.published(put.length));
    ui.answer({ put });
    return exitCodes.ok;
  },
  verify: sayWhatIsSeen,
};

async function sayKey(file: string, named: NamedKey, ui: Ui, words: ReleaseWords): Promise<ExitCode> {
  await writeDurably(file, `${JSON.stringify(named, null, 1)}\n`);
  const id = keyIdOf(named.key);
  ui.answer({ file, id });
  ui.print(words.keyMade(file, id));
  return exitCodes.ok;
}

async function sayStatus(given: Given, ui: Ui, words: ReleaseWords): Promise<ExitCode> {
  const workshop = workshopOf(given);
  const waiting = await workshop.waiting();
  const targets = await workshop.targets().catch(() => null);
  const root = await workshop.root().catch(() => null);
  const expires = root && targets && { root: root.signed.expires, targets: targets.signed.expires };
  ui.answer({ waiting, targets: targets?.signed.targets ?? {}, standing: targets?.signed.fojas ?? null, expires });
  for (const [name, { custom }] of Object.entries(targets?.signed.targets ?? {})) {
    const { version, rings } = Release.parse(custom);
    const said = Object.entries(rings).map(([ring, percentage]) => `${ring}=${percentage}`);
    ui.print(words.target(name, version, said.join(' ')));
  }
  const standing = targets?.signed.fojas;
  if (standing && standing.blockedVersions.length > 0) ui.print(words.blocked(standing.blockedVersions.join(' ')));
  if (standing?.minimumVersion) ui.print(words.minimum(standing.minimumVersion));
  if (expires) ui.print(words.holds(expires.root.slice(0, 10), expires.targets.slice(0, 10)));
  for (const { role, has, takes } of waiting) ui.print(words.waits(role, has, takes));
  if (waiting.length === 0) ui.print(words.nothingWaits);
  return exitCodes.ok;
}

/** As a PC would: from the root of trust on, with a memory of its own that begins empty, the file included. */
async function sayWhatIsSeen(given: Given, ui: Ui, words: ReleaseWords): Promise<ExitCode> {
  const from = must(given, 'from');
  const source = sourceOf(
    /^https?:/.test(from) ? { kind: 'http', url: from } : { kind: 'folder', path: path.resolve(from) },
    fetch,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'fojas-release-'));
  try {
    const root = await readFile(must(given, 'root'));
    const trusted = await refreshTrust({ folder: path.join(folder, 'metadata'), root, source });
    if (!trusted.ok) return ui.fail(trusted.failure);
    const here = {
      ...{ version: parsed(UpdateVersion, given.one('version'), '--version'), ring: given.one('ring') ?? 'general' },
      platform: parsed(Platform, given.one('platform') ?? 'linux', '--platform'),
      arch: parsed(z.enum(['x64', 'arm64']), given.one('arch') ?? 'x64', '--arch'),
      format: parsed(Format, given.one('format') ?? 'deb', '--format'),
      ...{ installId: given.one('install-id') ?? '0'.repeat(64), refused: [], schema: null },
    };
    const { target, kind, standing } = chooseRelease(trusted.value, here, new Date());
    ui.print(words.standing[standing]);
    if (target === null) {
      ui.answer({ standing, offered: null });
      ui.print(words.offersNothing);
      return exitCodes.ok;
    }
    ui.print(words.offers(target.release.version, target.length));
    const signal = new AbortController().signal;
    const fetched = await download({ target, sources: [source], folder, take: async () => undefined, signal });
    if (!fetched.ok) return ui.fail(fetched.failure);
    ui.print(target.release.notes[ui.locale]);
    ui.print(words.fileHolds);
    ui.answer({ standing, kind, offered: { name: target.name, ...target.release } });
    return exitCodes.ok;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
