/** What outlives a signature: whom to ask about certificates, and what makes signatures last. */
import { join } from 'node:path';
import { folderCache, nodeTransport } from '../../signature/index.ts';
import { type LevelsDesk, levelsDesk } from '../levels/desk.ts';
import { signatureRaiser, untilClosed } from '../levels/signature-raiser.ts';
import { ownValidator } from '../levels/signature-room.ts';
import { revocationAsker } from '../signing/preflight/revocation.ts';
import { type Revocations, revocationsOf } from '../tokens/revocations.ts';
import type { Base } from './base.ts';

/** A person waits before the PIN: what is not known by then is not known. */
const patienceMs = 4000;

export interface Authorities {
  readonly asker: ReturnType<typeof revocationAsker>;
  readonly revocations: Revocations;
  readonly validator: ReturnType<typeof ownValidator>;
  readonly raiser: ReturnType<typeof signatureRaiser>;
}

/** Authorities are asked over a line of their own: it works where the repository's does not, and the other way round. */
export function askAuthorities({ options, line, closing, onBug }: Base): Authorities {
  const { config } = options;
  const { trustAnchors } = config;
  const transport = untilClosed(nodeTransport(), closing.signal);
  const cache = folderCache(join(config.dataDir, 'revocation'));
  const asker = revocationAsker({ ...{ transport, cache, now: line.now, onBug }, patienceMs });
  return {
    asker,
    revocations: revocationsOf({ known: asker.known, trustAnchors, now: line.now, onBug }),
    validator: ownValidator({ config, transport, cache, patienceMs }),
    raiser: signatureRaiser({
      ...{ transport, cache, now: line.now, trustAnchors },
      authorities: config.signatures?.timestampAuthorities ?? [],
    }),
  };
}

/**
 * @param onLonger a signature became longer, and has to be sent again
 * @param bring has a file fetched (again)
 */
export function startLevels(
  base: Base,
  { raiser }: Authorities,
  onLonger: () => void,
  bring: (sha256: string) => void,
): LevelsDesk {
  const { options, store, kept, fetched, hub, line, onBug, boundary, pace, random } = base;
  const { config, clock } = options;
  return levelsDesk({
    ...{ config, store, kept, fetched, bring, clock, boundary, pace, random, onBug, onLonger, now: line.now },
    raiser: options.raiser ?? raiser,
    receiptKeys: base.witness.keys,
    onChange: () => hub.traysChanged('signed', 'queue', 'registered'),
  });
}
