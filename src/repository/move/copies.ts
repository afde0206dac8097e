import { createHash } from 'node:crypto';
import type { Sha256 } from '../../contract/ids.ts';
import type { CopyFiles } from '../../contract/wire-copies.ts';
import type { CopyPlace, SlotPlace, SlotView } from '../copies/port.ts';
import { MoveError } from '../register/move/trouble.ts';

export interface CopiesReport {
  /** Workstations whose copies these are. */
  readonly slots: number;
  readonly generations: number;
  readonly bytes: number;
  /** Generations that were written by this run; the others were there. */
  readonly written: number;
  /** Generations that stay behind: their list or a file of theirs is spoilt or missing, so that they would not open anywhere. */
  readonly spoilt: number;
}

type Files = CopyFiles['files'];
interface Sides {
  readonly target: CopyPlace;
  /** The same place, opened by itself: it remembers nothing of what was written. */
  readonly check: CopyPlace;
  readonly dryRun: boolean;
}

/**
 * Brings the second copies of all workstations from one place to another: of each slot whose it is, then its generations, the oldest first. A
 * generation counts there once each of its files was read back and hashed. What is there is not sent again, and what was cut goes on. Files that
 * came for a generation that is not whole stay behind: their desk sends them again.
 * @throws {MoveError} `differs` where something reads back otherwise, `storageFull`
 */
export async function moveCopies(
  from: CopyPlace,
  sides: Sides,
  tell: (generations: number) => void = () => undefined,
): Promise<CopiesReport> {
  const report = { slots: 0, generations: 0, bytes: 0, written: 0, spoilt: 0 };
  for (const { slot, owner } of await from.owned()) {
    report.slots += 1;
    const source = from.look(slot);
    if (!sides.dryRun) await sides.target.own(slot, owner);
    const there = sides.dryRun ? null : await sides.target.slot(slot);
    for (const { name } of (await source.generations()).toReversed()) {
      const files = await source.filesOf(name);
      const done = files && (await moveGeneration(source, name, files, there, () => sides.check.look(slot)));
      if (!files || done === 'spoilt') {
        report.spoilt += 1;
        continue;
      }
      report.generations += 1;
      if (done === 'written') report.written += 1;
      report.bytes += files.reduce((sum, { size }) => sum + size, 0);
      tell(report.generations);
    }
  }
  return report;
}

async function moveGeneration(
  source: SlotView,
  name: string,
  files: Files,
  there: SlotPlace | null,
  check: () => SlotView,
): Promise<'written' | 'present' | 'spoilt'> {
  for (const { sha256, size } of files) {
    if ((await source.blobs.size(sha256)) !== size) return 'spoilt';
    if (there && (await bring(source, there, sha256, size)) === 'spoilt') return 'spoilt';
  }
  if (!there) return 'present';
  for (const { sha256 } of files)
    if ((await hashIn(check(), sha256)) !== sha256)
      throw new MoveError('differs', `${name}: ${sha256} reads back otherwise`);
  const before = await there.filesOf(name);
  if (!before) await there.keep(name, { files: [...files] });
  if (JSON.stringify(await check().filesOf(name)) !== JSON.stringify(files))
    throw new MoveError('differs', `${name}: its list reads back otherwise`);
  return before ? 'present' : 'written';
}

/** A file of which a beginning is there is gone on with. */
async function bring(source: SlotView, there: SlotPlace, sha256: Sha256, size: number): Promise<'brought' | 'spoilt'> {
  if ((await there.blobs.size(sha256)) === size) return 'brought';
  const upload = { officeId: '', sha256, length: size };
  const at = (await there.uploads.offset(upload)) ?? 0;
  const file = await source.blobs.open(sha256);
  if (!file) return 'spoilt';
  try {
    const put = await there.uploads.append(upload, at, file.stream(at, size));
    if (put.kind === 'created' || put.kind === 'present') return 'brought';
    if (put.kind === 'hashMismatch') return 'spoilt';
    throw new MoveError(put.kind === 'storageFull' ? 'storageFull' : 'differs', sha256);
  } finally {
    file.close();
  }
}

async function hashIn(view: SlotView, sha256: Sha256): Promise<string | null> {
  const file = await view.blobs.open(sha256);
  if (!file) return null;
  try {
    const hash = createHash('sha256');
    for await (const piece of file.stream(0, file.size)) hash.update(piece);
    return hash.digest('hex');
  } finally {
    file.close();
  }
}
