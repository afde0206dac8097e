import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { blocksOf, blocksPath } from '../updates/blocks.ts';
import { writeDurably } from '../at-rest/durable.ts';
import { readIfThere } from '../updates/read-if-there.ts';
import { Release, TargetName, targetPath } from '../updates/release.ts';
import { keyIdOf, type NamedKey, type Signer } from './keys.ts';
import {
  encode,
  type Envelope,
  expiryIn,
  isEnough,
  type RoleName,
  type Root,
  RootEnvelope,
  type Signed,
  signersOf,
  signWith,
  SnapshotEnvelope,
  snapshotOf,
  type Targets,
  TargetsEnvelope,
  TimestampEnvelope,
  timestampOf,
  unsigned,
} from './metadata.ts';

/** Why the workshop does not do something, for the terminal to say in three languages. */
export type WorkshopTrouble =
  | 'notAWorkshop'
  | 'exists'
  | 'pending'
  | 'nothingPending'
  | 'notARoleKey'
  | 'tooFewKeys'
  | 'unknownTarget'
  | 'badName'
  | 'badRelease'
  | 'rootUnsigned'
  | 'targetsUnsigned'
  | 'outdated'
  | 'versionTaken';

export class WorkshopError extends Error {
  override name = 'WorkshopError';
  readonly kind: WorkshopTrouble;
  constructor(kind: WorkshopTrouble, detail = '') {
    super(detail);
    this.kind = kind;
  }
}

/** Days until metadata expire: the online ones are renewed by a timer, the others at a ceremony. */
export const expiryDays = { root: 730, targets: 180, snapshot: 30, timestamp: 14 } as const;

/** Roles that people sign; the other two are signed by the publishing server's key. */
export type PeopleRole = 'root' | 'targets';

/** Who may sign what. */
export interface Constitution {
  readonly root: readonly NamedKey[];
  readonly rootThreshold: number;
  readonly targets: readonly NamedKey[];
  readonly targetsThreshold: number;
  readonly online: readonly NamedKey[];
}

const schemas = { root: RootEnvelope, targets: TargetsEnvelope } as const;

/** The folder that release managers work in and hand round. What lies in `pending/` waits for signatures. */
export class Workshop {
  readonly folder: string;
  readonly #now: () => Date;

  constructor(folder: string, now: () => Date = () => new Date()) {
    this.folder = folder;
    this.#now = now;
  }

  /** Begins: the first root and an empty list of files wait for their signatures. */
  async begin(constitution: Constitution): Promise<void> {
    if (await readIfThere(this.#pending('root'))) throw new WorkshopError('exists');
    if (await readIfThere(this.#accepted('root'))) throw new WorkshopError('exists');
    await this.#write(this.#pending('root'), unsigned(this.#root(constitution, 1)));
    const fojas = { minimumVersion: null, blockedVersions: [] };
    await this.#write(this.#pending('targets'), unsigned(this.#targets({ targets: {}, fojas }, 1)));
  }

  /** A next root: other keys, another threshold. It takes signatures of the present root's keys and of its own. */
  async rotate(constitution: Constitution): Promise<void> {
    await this.#mustBeIdle('root');
    const { signed } = await this.root();
    await this.#write(this.#pending('root'), unsigned(this.#root(constitution, signed.version + 1)));
  }

  /** The list as it is, for another half year. */
  renew(): Promise<void> {
    return this.#change((content) => content);
  }

  /** A release: the file is taken in, and signed when enough managers said so. */
  async add(file: string, name: string, facts: unknown): Promise<void> {
    if (!TargetName.safeParse(name).success) throw new WorkshopError('badName', name);
    const release = Release.safeParse(facts);
    if (!release.success) throw new WorkshopError('badRelease', z.prettifyError(release.error));
    const { size } = await stat(file);
    const sha512 = await digestOf(file);
    await this.#change(({ targets, ...rest }) => {
      const before = targets[name];
      if (before !== undefined && before.hashes.sha512 !== sha512) throw new WorkshopError('versionTaken', name);
      return { ...rest, targets: { ...targets, [name]: { length: size, hashes: { sha512 }, custom: release.data } } };
    });
    const own = path.join(this.folder, targetPath({ name, sha512 }));
    await mkdir(path.dirname(own), { recursive: true });
    await copyFile(file, own);
    await writeDurably(blocksPath(own), JSON.stringify(await blocksOf(own)));
  }

  /** Changes what is said about a release: rings and percentages, what it is the way back from. */
  async amend(name: string, change: (release: Release) => Release): Promise<void> {
    await this.#change(({ targets, ...rest }) => {
      const target = targets[name];
      if (target === undefined) throw new WorkshopError('unknownTarget', name);
      const release = Release.safeParse(change(Release.parse(target.custom)));
      if (!release.success) throw new WorkshopError('badRelease', z.prettifyError(release.error));
      return { ...rest, targets: { ...targets, [name]: { ...target, custom: release.data } } };
    });
  }

  /** Changes what holds for every PC. */
  async decide(change: (standing: Targets['fojas']) => Targets['fojas']): Promise<void> {
    await this.#change((content) => ({ ...content, fojas: change(content.fojas) }));
  }

  /** Adds one person's signature to what waits. Answers who has signed by now, and whether that was enough. */
  async sign(role: PeopleRole, signer: Signer): Promise<{ readonly signed: number; readonly accepted: boolean }> {
    const waiting = await this.#read(role, this.#pending(role));
    if (waiting === null) throw new WorkshopError('nothingPending', role);
    const judges = await this.#judges(role, waiting);
    const keyid = keyIdOf(signer.key);
    if (!judges.some((root) => root.roles[role].keyids.includes(keyid))) throw new WorkshopError('notARoleKey', keyid);
    const signed = await signWith(waiting as Envelope, signer);
    await this.#write(this.#pending(role), signed);
    const accepted = judges.every((root) => isEnough(signed, role, root));
    if (accepted) await this.#accept(role, signed);
    if (accepted && role === 'root') await this.#signAnewUnder(signed.signed as Root);
    const names = new Set(judges.flatMap((root) => signersOf(signed, role, root)));
    return { signed: names.size, accepted };
  }

  /** Makes snapshot and timestamp anew: with each release, and by a timer before they expire. */
  async seal(online: Signer): Promise<void> {
    const { signed: root } = await this.root();
    const targets = await this.targets();
    // What every PC would refuse is not published: it would keep them from what they could have.
    if (!isEnough(targets, 'targets', root)) throw new WorkshopError('targetsUnsigned');
    for (const { _type, expires } of [root, targets.signed])
      if (Date.parse(expires) <= this.#now().getTime()) throw new WorkshopError('outdated', _type);
    const expires = (role: 'snapshot' | 'timestamp'): string => expiryIn(expiryDays[role], this.#now());
    const before = await this.#readOf('snapshot', SnapshotEnvelope);
    const stamp = await this.#readOf('timestamp', TimestampEnvelope);
    const snapshot = await signWith(
      unsigned(snapshotOf(targets, (before?.signed.version ?? 0) + 1, expires('snapshot'))),
      online,
    );
    const timestamp = await signWith(
      unsigned(timestampOf(snapshot, (stamp?.signed.version ?? 0) + 1, expires('timestamp'))),
      online,
    );
    if (!isEnough(snapshot, 'snapshot', root) || !isEnough(timestamp, 'timestamp', root)) {
      throw new WorkshopError('notARoleKey', keyIdOf(online.key));
    }
    await this.#write(path.join(this.#metadata, `${snapshot.signed.version}.snapshot.json`), snapshot);
    await this.#write(this.#accepted('snapshot'), snapshot);
    await this.#write(this.#accepted('timestamp'), timestamp);
  }

  async root(): Promise<Envelope<Root>> {
    const root = await this.#read('root', this.#accepted('root'));
    if (root === null)
      throw new WorkshopError((await readIfThere(this.#pending('root'))) ? 'rootUnsigned' : 'notAWorkshop');
    return root as Envelope<Root>;
  }

  async targets(): Promise<Envelope<Targets>> {
    const targets = await this.#read('targets', this.#accepted('targets'));
    if (targets === null) throw new WorkshopError('targetsUnsigned');
    return targets as Envelope<Targets>;
  }

  /** What waits for signatures: how many it has, how many it takes. */
  async waiting(): Promise<{ readonly role: PeopleRole; readonly has: number; readonly takes: number }[]> {
    const found = [];
    for (const role of ['root', 'targets'] as const) {
      const waiting = await this.#read(role, this.#pending(role));
      if (waiting === null) continue;
      if (role === 'targets' && !(await readIfThere(this.#accepted('root')))) {
        // Who may sign it is not settled before the root is.
        const root = (await this.#read('root', this.#pending('root'))) as Envelope<Root> | null;
        found.push({ role, has: 0, takes: root?.signed.roles.targets.threshold ?? 1 });
        continue;
      }
      const judges = await this.#judges(role, waiting);
      const has = Math.min(...judges.map((root) => new Set(signersOf(waiting, role, root)).size));
      found.push({ role, has, takes: Math.max(...judges.map((root) => root.roles[role].threshold)) });
    }
    return found;
  }

  get #metadata(): string {
    return path.join(this.folder, 'metadata');
  }
  #pending = (role: PeopleRole): string => path.join(this.folder, 'pending', `${role}.json`);
  #accepted = (role: RoleName): string => path.join(this.#metadata, `${role}.json`);

  async #change(
    change: (content: Pick<Targets, 'targets' | 'fojas'>) => Pick<Targets, 'targets' | 'fojas'>,
  ): Promise<void> {
    const waiting = (await this.#read('targets', this.#pending('targets'))) as Envelope<Targets> | null;
    const accepted = (await this.#read('targets', this.#accepted('targets'))) as Envelope<Targets> | null;
    const base = waiting ?? accepted;
    if (base === null) throw new WorkshopError('notAWorkshop');
    // Whoever signed the text before has not signed this one.
    const version = (accepted?.signed.version ?? 0) + 1;
    await this.#write(this.#pending('targets'), unsigned(this.#targets(change(base.signed), version)));
  }

  /** Whose signatures count: for a root, the one before and the new one itself (TUF 1.0.31 §5.3). */
  async #judges(role: PeopleRole, waiting: Envelope): Promise<Root[]> {
    const accepted = (await this.#read('root', this.#accepted('root'))) as Envelope<Root> | null;
    if (role === 'targets') {
      if (accepted === null) throw new WorkshopError('rootUnsigned');
      return [accepted.signed];
    }
    return [...(accepted ? [accepted.signed] : []), waiting.signed as Root];
  }

  async #accept(role: PeopleRole, envelope: Envelope): Promise<void> {
    await this.#write(path.join(this.#metadata, `${envelope.signed.version}.${role}.json`), envelope);
    await this.#write(this.#accepted(role), envelope);
    await rm(this.#pending(role));
  }

  /** Whose signatures stood under the list may be gone with the root before: then it waits for those that count now. */
  async #signAnewUnder(root: Root): Promise<void> {
    const targets = (await this.#read('targets', this.#accepted('targets'))) as Envelope<Targets> | null;
    if (targets === null || isEnough(targets, 'targets', root)) return;
    if (!(await readIfThere(this.#pending('targets')))) await this.renew();
  }

  async #mustBeIdle(role: PeopleRole): Promise<void> {
    if (await readIfThere(this.#pending(role))) throw new WorkshopError('pending', role);
  }

  #root({ root, rootThreshold, targets, targetsThreshold, online }: Constitution, version: number): Root {
    if (new Set(root.map(({ key }) => keyIdOf(key))).size < rootThreshold)
      throw new WorkshopError('tooFewKeys', 'root');
    if (new Set(targets.map(({ key }) => keyIdOf(key))).size < targetsThreshold || online.length === 0) {
      throw new WorkshopError('tooFewKeys', 'targets');
    }
    const ids = (keys: readonly NamedKey[]): string[] => [...new Set(keys.map(({ key }) => keyIdOf(key)))];
    return {
      _type: 'root',
      spec_version: '1.0.31',
      version,
      expires: expiryIn(expiryDays.root, this.#now()),
      consistent_snapshot: true,
      keys: Object.fromEntries([...root, ...targets, ...online].map(({ key }) => [keyIdOf(key), key])),
      roles: {
        root: { keyids: ids(root), threshold: rootThreshold },
        targets: { keyids: ids(targets), threshold: targetsThreshold },
        snapshot: { keyids: ids(online), threshold: 1 },
        timestamp: { keyids: ids(online), threshold: 1 },
      },
    };
  }

  #targets({ targets, fojas }: Pick<Targets, 'targets' | 'fojas'>, version: number): Targets {
    const expires = expiryIn(expiryDays.targets, this.#now());
    return { _type: 'targets', spec_version: '1.0.31', version, expires, targets, fojas };
  }

  async #read(role: PeopleRole, file: string): Promise<Envelope | null> {
    const bytes = await readIfThere(file);
    return bytes && (schemas[role].parse(JSON.parse(bytes.toString('utf8'))) as Envelope);
  }

  async #readOf<S extends Signed>(
    role: 'snapshot' | 'timestamp',
    schema: z.ZodType<{ signed: S; signatures: { keyid: string; sig: string }[] }>,
  ): Promise<Envelope<S> | null> {
    const bytes = await readIfThere(this.#accepted(role));
    return bytes && schema.parse(JSON.parse(bytes.toString('utf8')));
  }

  #write = (file: string, envelope: Envelope): Promise<void> => writeDurably(file, encode(envelope));
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

/** Reads a named key's file. */
export async function readNamedKey(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8')) as unknown;
}
