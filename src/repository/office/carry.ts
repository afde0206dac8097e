import type { Sha256 } from '../../contract/ids.ts';
import { writeWhole } from '../../parcel/index.ts';
import type { Blobs } from '../blobs/port.ts';
import type { PassedOn } from '../stick/bring.ts';
import type { Answered, Upstream } from './upstream.ts';

/** Passes parcels on to the central repository: those of offices without a line, which somebody brought to this one's. */
export function parcelRelay({
  blobs,
  upstream,
  isAway,
}: {
  readonly blobs: Blobs;
  readonly upstream: Pick<Upstream, 'putFile' | 'bringParcel'>;
  /** Whether the central repository is known not to answer. */
  readonly isAway: () => boolean;
}): (sha256: Sha256, out: string) => Promise<PassedOn> {
  return async (sha256, out) => {
    if (isAway()) return away;
    const source = await blobs.open(sha256);
    if (!source) return { kind: 'no', code: 'blob-missing', detail: `no file ${sha256}` };
    try {
      // What a cut leaves there counts when the parcel is asked for again.
      const sent = await upstream.putFile(sha256, source, null);
      if (sent.kind !== 'ok') return noOf(sent);
    } finally {
      source.close();
    }
    for (;;) {
      const brought = await upstream.bringParcel(sha256);
      if (brought.kind !== 'ok') return noOf(brought);
      if (brought.value === null) continue;
      await writeWhole(out, once(brought.value));
      return { kind: 'done' };
    }
  };
}

const away: PassedOn = { kind: 'no', code: 'centre-away', detail: 'the parcel stays where it is' };

const noOf = (answer: Exclude<Answered<unknown>, { kind: 'ok' }>): PassedOn =>
  answer.kind === 'line' ? away : { kind: 'no', code: answer.code, detail: answer.detail };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
