import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../contract/failures.ts';
import { Instant } from '../contract/ids.ts';
import { LastInstall, UpdateStatus, UpdateVersion } from '../contract/updates.ts';
import { writeDurably } from '../at-rest/durable.ts';
import { readIfThere } from './read-if-there.ts';
import { Release, TargetName } from './release.ts';

const Offer = z.strictObject({
  name: TargetName,
  length: z.int(),
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  release: Release,
  kind: z.enum(['update', 'return']),
  /** Whole and verified when it was last looked at. It is looked at again before it is installed. */
  ready: z.boolean(),
});
export type Offer = z.infer<typeof Offer>;

const Install = LastInstall.extend({
  /** So many times the version began its trial without ending it. */
  starts: z.int(),
  /** The journal's copy from before, absolute; null where there was no journal. */
  backup: z.string().nullable(),
  /** What of the self-test failed already before it: a driver that was broken then is not the new version's fault. */
  failedBefore: z.array(z.string()),
});
export type Install = z.infer<typeof Install>;

/** What this PC remembers of updates. Small, and written whole at every change. */
export const UpdateState = z.strictObject({
  format: z.literal(1),
  /** Secret and of this PC alone: its place in percentages. */
  installId: z.string().regex(/^[0-9a-f]{64}$/),
  /** The latest time at which something signed was seen to hold. */
  seenAt: Instant.nullable(),
  lastCheckAt: Instant.nullable(),
  lastFailure: Failure.nullable(),
  standing: UpdateStatus.shape.standing,
  offer: Offer.nullable(),
  installOnQuit: z.boolean(),
  /** Versions that did not pass their test here. */
  refused: z.array(UpdateVersion),
  install: Install.nullable(),
});
export type UpdateState = z.infer<typeof UpdateState>;

/** Of a PC that remembers nothing yet. */
export const first = (): UpdateState => ({
  format: 1,
  installId: randomBytes(32).toString('hex'),
  ...{ seenAt: null, lastCheckAt: null, lastFailure: null, standing: 'fine', offer: null },
  ...{ installOnQuit: true, refused: [], install: null },
});

/** Reads the state; one that is missing or that another program wrote begins anew, or is `otherwise`. */
export async function readState(folder: string, otherwise?: UpdateState): Promise<UpdateState> {
  const bytes = await readIfThere(path.join(folder, 'state.json'));
  if (bytes === null) return otherwise ?? first();
  try {
    return UpdateState.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return otherwise ?? first();
  }
}

export const writeState = (folder: string, state: UpdateState): Promise<void> =>
  writeDurably(path.join(folder, 'state.json'), `${JSON.stringify(state, null, 1)}\n`);
