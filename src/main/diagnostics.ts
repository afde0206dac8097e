import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bundle, DiagnosticsCalls, OfficeDiagnostics } from '../contract/diagnostics.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import { Sha256 } from '../contract/ids.ts';
import type { Tell } from '../contract/diary.ts';
import { ErrorName } from '../contract/diary-fields.ts';
import type { Handlers } from '../contract/rpc.ts';
import { type BundleParts, composeBundle } from '../diagnostics/bundle.ts';

export interface DiagnosticsRooms {
  /** What the bundle is made of now. */
  readonly parts: () => Promise<Omit<BundleParts, 'office'>>;
  readonly office: () => Promise<Outcome<OfficeDiagnostics>>;
  /** Where a saved bundle goes: where a person finds it. */
  readonly folder: string;
  readonly tell: Tell;
}

/** A bundle is read first, and only what was read is written. */
export function diagnosticsHandlers(rooms: DiagnosticsRooms): Handlers<DiagnosticsCalls> {
  let shown: Bundle | null = null;
  return {
    'diagnostics.read': async () => {
      const [parts, office] = await Promise.all([rooms.parts(), rooms.office()]);
      const text = await composeBundle({ ...parts, office: office.ok ? office.value : office.failure });
      shown = { text, sha256: Sha256.parse(createHash('sha256').update(text).digest('hex')) };
      return done(shown);
    },
    'diagnostics.save': async ({ sha256 }) => {
      if (shown?.sha256 !== sha256) return failed({ kind: 'notAllowed' });
      const stamp = (JSON.parse(shown.text) as { at: string }).at.replaceAll(/[-:]|\.\d+Z$/g, '');
      const file = path.join(rooms.folder, `fojas-diagnostico-${stamp}.json`);
      try {
        await writeFile(file, shown.text, { flag: 'wx', mode: 0o600 });
      } catch (error) {
        return failed(failureOf(error, file));
      }
      return done({ path: file });
    },
    'diagnostics.fell': async ({ part, error }) => {
      rooms.tell('partFell', { part, error: ErrorName.safeParse(error).data ?? 'other' });
      return done({});
    },
  };
}

function failureOf(error: unknown, file: string): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  if (code === 'EEXIST') return { kind: 'fileExists', file };
  return code === 'ENOSPC' ? { kind: 'diskFull' } : { kind: 'fileUnreadable', file, code };
}
