import { z } from 'zod';
import { UpdateNotes, UpdateRing, UpdateVersion } from '../contract/updates.ts';

export const Platform = z.enum(['linux', 'win32', 'darwin']);
export const Format = z.enum(['deb', 'rpm', 'nsis', 'zip']);
export type Format = z.infer<typeof Format>;

/** Names of files of a release: one folder, nothing that a shell or a file system takes for something else. */
export const TargetName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,119}$/);

const Percentage = z.int().min(0).max(100);

/** What the release managers sign about a file, beside its length and hash (TUF: `custom` of a target). */
export const Release = z.strictObject({
  version: UpdateVersion,
  platform: Platform,
  arch: z.enum(['x64', 'arm64']),
  format: Format,
  /** Which rings get it, and how many PCs of each, in percent. A ring that is not named gets nothing. */
  rings: z.record(UpdateRing, Percentage),
  notBefore: z.iso.datetime().nullable(),
  /** Older versions than this one go through another first. */
  minimumFrom: UpdateVersion.nullable(),
  critical: z.boolean(),
  /** The versions that this (older) one is the way back from. The only way to go down. */
  rollbackOf: z.array(UpdateVersion).max(50),
  /** Shape of the journal that this version writes (number of its last migration). */
  schema: z.int().min(0),
  notes: UpdateNotes,
});
export type Release = z.infer<typeof Release>;

/** What holds for every PC, signed with the targets. */
export const Standing = z.strictObject({
  minimumVersion: UpdateVersion.nullable(),
  blockedVersions: z.array(UpdateVersion).max(500),
});
export type Standing = z.infer<typeof Standing>;

/** A file of a release, as signed. */
export interface Target {
  readonly name: string;
  readonly length: number;
  /** Hexadecimal. */
  readonly sha512: string;
  readonly release: Release;
}

/** Where a target lies below a source's address: its hash goes first, so that no mirror can mix two files of one name. */
export const targetPath = ({ name, sha512 }: Pick<Target, 'name' | 'sha512'>): string => `targets/${sha512}.${name}`;
