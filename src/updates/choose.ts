import { createHmac } from 'node:crypto';
import type { UpdateRefusal, UpdateStatus } from '../contract/updates.ts';
import type { Format, Release, Target } from './release.ts';
import type { Trusted } from './trust.ts';
import { compareVersions } from './version.ts';

/** What is known of this PC where a release is chosen for it. */
export interface Here {
  readonly version: string;
  readonly platform: Release['platform'];
  readonly arch: Release['arch'];
  readonly format: Format;
  readonly ring: string;
  /** Secret, of this PC alone, for ever the same: its place in percentages. */
  readonly installId: string;
  /** Versions that were tried here and did not pass their test. */
  readonly refused: readonly string[];
  /** Shape of the journal as it is now; null where nobody has asked yet. */
  readonly schema: number | null;
}

export interface Choice {
  readonly standing: UpdateStatus['standing'];
  readonly target: Target | null;
  readonly kind: 'update' | 'return';
}

/** Which release this PC is offered now: the newest it may have, or the way back that was signed for its version. */
export function chooseRelease({ targets, standing }: Trusted, here: Here, now: Date): Choice {
  const blocked = standing.blockedVersions.includes(here.version);
  const old = standing.minimumVersion !== null && compareVersions(here.version, standing.minimumVersion) < 0;
  const offered = targets
    .filter((target) => mayHave(target, here, standing.blockedVersions, now, blocked || old))
    .sort((a, b) => compareVersions(b.release.version, a.release.version));
  const back = offered.find(({ release }) => release.rollbackOf.includes(here.version));
  const newer = offered.find(({ release }) => compareVersions(release.version, here.version) > 0);
  // A way back is signed in an emergency; a version that goes forward out of it is better still.
  const target = newer ?? back ?? null;
  return {
    standing: blocked ? 'blocked' : old ? 'belowMinimum' : 'fine',
    target,
    kind: target !== null && compareVersions(target.release.version, here.version) < 0 ? 'return' : 'update',
  };
}

function mayHave(
  { name, release }: Target,
  here: Here,
  blockedVersions: readonly string[],
  now: Date,
  urgent: boolean,
): boolean {
  const percentage = release.rings[here.ring] ?? 0;
  const goesDown = release.rollbackOf.includes(here.version);
  return (
    mustNot(release, here) === null &&
    !blockedVersions.includes(release.version) &&
    !here.refused.includes(release.version) &&
    (release.notBefore === null || Date.parse(release.notBefore) <= now.getTime()) &&
    // Whoever must leave a version does not wait for a turn, once the ring has it at all.
    (percentage > placeOf(here.installId, name) || (percentage > 0 && (urgent || goesDown)))
  );
}

/** What no percentage and no ring can allow; null where nothing speaks against it. The rights of an administrator judge by this too. */
export function mustNot(
  release: Release,
  here: Pick<Here, 'version' | 'platform' | 'arch' | 'format' | 'schema'>,
): UpdateRefusal | null {
  const { platform, arch, format } = release;
  if (platform !== here.platform || arch !== here.arch || format !== here.format) return 'notForHere';
  const order = compareVersions(release.version, here.version);
  if (order === 0) return 'nothingWaits';
  if (order < 0 && !release.rollbackOf.includes(here.version)) return 'downgrade';
  if (order < 0 && here.schema !== null && here.schema > release.schema) return 'dataNewer';
  if (order > 0 && release.minimumFrom !== null && compareVersions(here.version, release.minimumFrom) < 0) {
    return 'notForHere';
  }
  return null;
}

/** This PC's place among all, from 0 to under 100: the same for a file for ever, another for the next file. */
export function placeOf(installId: string, name: string): number {
  const digest = createHmac('sha256', installId).update(name).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100;
}
