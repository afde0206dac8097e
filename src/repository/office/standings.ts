import type { FleetRow } from '../../contract/wire-fleet.ts';
import type { Upstream } from './upstream.ts';

export interface StandingRooms {
  readonly upstream: Pick<Upstream, 'put'>;
  /** How the desks of the office stand, as they told it here. */
  readonly fleet: () => Promise<readonly FleetRow[]>;
  readonly clock: () => Date;
}

/**
 * Passes on what the office's desks told of their machinery, so that whoever looks after all of them sees these too. How long ago a desk
 * told it goes along instead of a moment: the centre's clock decides. What was passed on is forgotten with the process and told once more;
 * the same word twice changes nothing there.
 * @returns one round: false where the line does not carry
 */
export function passStandings({ upstream, fleet, clock }: StandingRooms): () => Promise<boolean> {
  const passed = new Map<string, string>();
  return async () => {
    for (const { deviceId, seenAt, standing } of await fleet()) {
      if (passed.get(deviceId) === seenAt) continue;
      const ago = Math.max(0, Math.round((clock().getTime() - Date.parse(seenAt)) / 1000));
      const path = `/v1/devices/${encodeURIComponent(deviceId)}/standing?ago=${ago}`;
      const answer = await upstream.put(path, JSON.stringify(standing));
      if (answer.kind === 'line') return false;
      // A centre of before desks told anything says no: told, as far as it can be.
      passed.set(deviceId, seenAt);
    }
    return true;
  };
}
