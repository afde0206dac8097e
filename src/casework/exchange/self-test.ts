import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import type { SelfTestCheck } from '../../contract/updates.ts';
import { cryptoSelfTest } from '../../signature/index.ts';
import { tryMigration } from '../store/trial.ts';

/**
 * The office's part of `--self-test`: are all primitives there and right, does the journal open with its key, and would its
 * migration work? The data are only read; without an office a new journal is made and migrated.
 */
export function selfTestOffice(config: OfficeConfig | null, storeKey: string | null): SelfTestCheck[] {
  const crypto = cryptoSelfTest();
  const work = mkdtempSync(join(tmpdir(), 'fojas-self-test-'));
  try {
    const trial = tryMigration({ dataDir: storeKey === null ? null : (config?.dataDir ?? null), storeKey, work });
    return [
      { name: 'crypto', ok: crypto.kind === 'ok', detail: crypto.kind === 'ok' ? '' : crypto.primitives.join(', ') },
      {
        name: 'database',
        ok: trial.kind !== 'unreadable',
        detail: trial.kind === 'unreadable' ? trial.failure.kind : config === null ? 'none' : '',
      },
      {
        name: 'migration',
        ok: trial.kind === 'fine',
        detail:
          trial.kind === 'fine' ? `${trial.from} → ${trial.to}` : trial.kind === 'notMigrated' ? trial.detail : '',
      },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
