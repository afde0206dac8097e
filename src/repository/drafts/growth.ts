import { DraftVersion, type DraftVersionId, type Lease, type LeaseWish } from '../../contract/wire-drafts.ts';

/**
 * Which texts of a draft are open once a version has come. A text that goes on keeps its place; one that comes beside (what it grew from
 * is not open any more) stands behind the others, and closes only what it brings together.
 */
export function openAfter(
  open: readonly DraftVersionId[],
  { versionId, parents }: Pick<DraftVersion, 'versionId' | 'parents'>,
  grewFrom: DraftVersionId | null,
): { readonly beside: boolean; readonly next: readonly DraftVersionId[] } {
  const at = grewFrom === null ? -1 : open.indexOf(grewFrom);
  const gone = new Set<DraftVersionId>(at < 0 ? parents : [...parents, ...(grewFrom === null ? [] : [grewFrom])]);
  const left = open.filter((one) => !gone.has(one));
  const place = at < 0 ? left.length : open.slice(0, at).filter((one) => !gone.has(one)).length;
  return { beside: at < 0, next: [...left.slice(0, place), versionId, ...left.slice(place)] };
}

/** The same, where another one is known to have taken its place before it came: it closes what it brings together, and is not open. */
export const openWithout = (
  open: readonly DraftVersionId[],
  { parents }: Pick<DraftVersion, 'parents'>,
): readonly DraftVersionId[] => open.filter((one) => !parents.includes(one));

/**
 * Whether a version that came again is the one that is kept. What it is said to take the place of may differ: on a stick and on the line it
 * is told of the same text at two times.
 */
export function isSameVersion(kept: string, version: DraftVersion): boolean {
  const without = (one: unknown): string => JSON.stringify({ ...DraftVersion.parse(one), parents: [] });
  return without(JSON.parse(kept)) === without(version);
}

/** Who is said to be writing once somebody asked: another one who has it keeps it; `told` when somebody begins or ends. */
export function leaseAfter(
  known: Lease | null,
  { holder, deviceId, seconds }: LeaseWish,
  now: Date,
):
  | { readonly kind: 'held'; readonly lease: Lease }
  | { readonly kind: 'given'; readonly lease: Lease | null; readonly told: boolean } {
  const held = known && Date.parse(known.until) > now.getTime() ? known : null;
  if (held && held.deviceId !== deviceId) return { kind: 'held', lease: held };
  const until = new Date(now.getTime() + seconds * 1000).toISOString();
  const lease = seconds === 0 ? null : { holder, deviceId, until };
  return { kind: 'given', lease, told: (held === null) !== (lease === null) };
}
