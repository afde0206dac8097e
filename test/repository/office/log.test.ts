import { describe, expect, it } from 'vitest';
import type { LogHead } from '../../../src/contract/log.ts';
import { type ReceiptKey } from '../../../src/contract/receipts.ts';
import { type Hash, leafHash, rootOf, writeCheckpoint } from '../../../src/proof/index.ts';
import { logRelay } from '../../../src/repository/office/log-relay.ts';
import type { Upstream } from '../../../src/repository/office/upstream.ts';

const key: ReceiptKey = { kid: 'k', kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) };
const headOf = (size: number, root: Hash): LogHead => ({
  checkpoint: writeCheckpoint({ origin: 'o', size, root }, key, () => new Uint8Array(64)),
  keys: null,
  consistency: '',
});

describe('the log as the PCs of an office hear of it', () => {
  it('comes with what another PC was shown, so that two pasts meet', async () => {
    const told = [
      headOf(1, leafHash('a')),
      headOf(2, leafHash('b')),
      headOf(2, rootOf([leafHash('c')])),
      headOf(1, leafHash('d')),
    ];
    const heads = [...told];
    const relay = logRelay({ read: (async () => ({ kind: 'ok', value: heads.shift()! })) as Upstream['read'] });
    const seen = [];
    for (const _ of told) {
      const head = await relay.head(0);
      seen.push(head === 'away' ? head : (head.seen ?? []));
    }
    // The last is shorter than what was shown before: that is an alarm by itself, and what was shown is let go.
    expect(seen).toEqual([[], [told[0]!.checkpoint], [told[1]!.checkpoint], [told[0]!.checkpoint]]);
  });

  it('is silent where the central repository is', async () => {
    const relay = logRelay({ read: (async () => ({ kind: 'line', detail: 'cut' })) as Upstream['read'] });
    expect(await relay.head(0)).toBe('away');
    expect(await relay.growth(0, 1)).toBe('away');
    expect(await relay.proofs(1, [leafHash('a')])).toBe('away');
    expect(await relay.stampUpTo(1)).toBe('away');
  });
});
