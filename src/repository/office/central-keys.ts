import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogHead } from '../../contract/log.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { Capabilities } from '../../contract/wire.ts';
import { extendsHistory, openKeyHistory, receiptKeysOf } from '../../proof/index.ts';
import type { Upstream } from './upstream.ts';

const historyFile = 'central-keys.jws';

/** Which keys of the central repository are believed here: those that are pinned, and those that a pinned root vouches for. */
export interface CentralKeys {
  /** One list for all who look at it: it grows in place. */
  readonly keys: readonly ReceiptKey[];
  /** Looks for what vouches for a key that the central repository names and nobody here knows. */
  learn(told: Capabilities, upstream: Pick<Upstream, 'read'>): Promise<void>;
}

export function centralKeys(dir: string, pinned: readonly ReceiptKey[]): CentralKeys {
  const path = join(dir, historyFile);
  let history = existsSync(path) ? openKeyHistory(readFileSync(path, 'utf8'), pinned) : null;
  const keys = [...receiptKeysOf(pinned, history)];
  return {
    keys,
    async learn({ receiptKeys }, upstream) {
      if (receiptKeys.every(({ kid }) => keys.some((known) => known.kid === kid))) return;
      const head = await upstream.read('/v1/log?from=0', LogHead);
      const text = head.kind === 'ok' ? head.value.keys : null;
      const told = text === null ? null : openKeyHistory(text, pinned);
      if (text === null || !told || (history && !extendsHistory(history, told))) return;
      history = told;
      // Lost, it is asked for again: no flush is worth it.
      writeFileSync(`${path}.new`, text, { mode: 0o600 });
      renameSync(`${path}.new`, path);
      keys.splice(0, keys.length, ...receiptKeysOf(pinned, history));
    },
  };
}
