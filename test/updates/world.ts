import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileSigner, makeFileKey, type NamedKey, type Signer } from '../../src/release/keys.ts';
import { encode, type Envelope, signWith, type Signed } from '../../src/release/metadata.ts';
import { folderShelf, publish } from '../../src/release/publish.ts';
import { type Constitution, Workshop } from '../../src/release/workshop.ts';
import type { Release } from '../../src/updates/release.ts';

/** Somebody with a key file. */
export interface Person extends NamedKey {
  readonly signer: Signer;
}

export function person(name: string): Person {
  const { pem, key } = makeFileKey('clave');
  const signer = fileSigner(pem, 'clave');
  if (signer === null) throw new Error('the key file does not open');
  return { name, key, signer };
}

export const aRelease = (version: string, more: Partial<Release> = {}): Release => ({
  version,
  platform: 'linux',
  arch: 'x64',
  format: 'deb',
  rings: { piloto: 100, general: 100 },
  notBefore: null,
  minimumFrom: null,
  critical: false,
  rollbackOf: [],
  schema: 100,
  notes: { 'es-AR': `Versión ${version}.`, en: `Version ${version}.`, 'pt-BR': `Versão ${version}.` },
  ...more,
});

/** An organisation that makes releases, in a temporary folder: real keys, real signatures. */
export interface Organisation {
  readonly folder: string;
  readonly workshop: Workshop;
  readonly published: string;
  readonly leaders: readonly Person[];
  readonly managers: readonly Person[];
  readonly online: Person;
  /** The first root, as it comes with the program. */
  readonly root: Uint8Array;
  readonly constitution: Constitution;
  release(version: string, options?: { bytes?: Uint8Array; more?: Partial<Release> }): Promise<string>;
  signTargets(): Promise<void>;
  publish(): Promise<void>;
  /** What lies published, to be read and overwritten. */
  read<S extends Signed>(name: string): Envelope<S>;
  forge(name: string, envelope: Envelope, ...signers: Signer[]): Promise<void>;
  remove(): void;
}

export async function organisation(options: { now?: () => Date } = {}): Promise<Organisation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fojas-releases-'));
  const workshop = new Workshop(path.join(folder, 'workshop'), options.now);
  const published = path.join(folder, 'published');
  const [leaders, managers, online] = [['Ana', 'Beto', 'Ceci'].map(person), ['Dora'].map(person), person('servidor')];
  const named = (people: readonly Person[]): NamedKey[] => people.map(({ name, key }) => ({ name, key }));
  const constitution: Constitution = {
    ...{
      root: named(leaders),
      rootThreshold: 2,
      targets: named(managers),
      targetsThreshold: 1,
      online: named([online]),
    },
  };
  await workshop.begin(constitution);
  for (const { signer } of leaders.slice(0, 2)) await workshop.sign('root', signer);
  await workshop.sign('targets', managers[0]!.signer);
  const at = (name: string): string => path.join(published, name);
  const own: Organisation = {
    ...{ folder, workshop, published, leaders, managers, online, constitution },
    root: readFileSync(path.join(workshop.folder, 'metadata', '1.root.json')),
    async release(version, { bytes = randomBytes(300_000), more = {} } = {}) {
      const name = `fojas_${version}_amd64.deb`;
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      await workshop.add(file, name, aRelease(version, more));
      await own.signTargets();
      await own.publish();
      return name;
    },
    async signTargets() {
      for (const { signer } of managers) await workshop.sign('targets', signer);
    },
    async publish() {
      await workshop.seal(online.signer);
      await publish(workshop, folderShelf(published));
    },
    read: (name) => JSON.parse(readFileSync(at(name), 'utf8')) as never,
    async forge(name, envelope, ...signers) {
      let signed: Envelope = { ...envelope, signatures: [] };
      for (const signer of signers) signed = await signWith(signed, signer);
      writeFileSync(at(name), encode(signers.length === 0 ? envelope : signed));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  await own.publish();
  return own;
}
