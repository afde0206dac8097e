import type { FleetRow } from './wire-fleet.ts';

/** Why a desk needs a hand, the most pressing first. */
export const fleetNeeds = [
  'selfTestFailed',
  'certificateEnded',
  'queueStuck',
  'refused',
  'certificateEnding',
  'notSeen',
  'oldVersion',
  'otherPolicy',
] as const;
export type FleetNeed = (typeof fleetNeeds)[number];

export interface JudgedDesk {
  readonly row: FleetRow;
  /** The most pressing first; empty where all is well. */
  readonly needs: readonly FleetNeed[];
}

export interface FleetLimits {
  /** A desk that told nothing for so many days. */
  readonly notSeenDays: number;
  readonly certificateDays: number;
  /** Something signed so many hours ago still waits. */
  readonly queueHours: number;
}
export const usualFleetLimits: FleetLimits = { notSeenDays: 7, certificateDays: 30, queueHours: 24 };

const hourMs = 3_600_000;

/** Judges every desk against the others of its ring and against the limits; who needs a hand most comes first. Pure. */
export function judgeFleet(rows: readonly FleetRow[], now: Date, limits: FleetLimits = usualFleetLimits): JudgedDesk[] {
  const newest = new Map<string, string>();
  const policies = new Map<string, Map<string, number>>();
  for (const { standing } of rows) {
    const { ring, version, policySha256 } = standing;
    if (compareVersions(version, newest.get(ring) ?? '0.0.0') > 0) newest.set(ring, version);
    const counted = policies.get(ring) ?? new Map<string, number>();
    policies.set(ring, counted.set(policySha256, (counted.get(policySha256) ?? 0) + 1));
  }
  const usual = new Map([...policies].map(([ring, counted]) => [ring, mostOf(counted)]));
  const needsOf = ({ seenAt, standing }: FleetRow): FleetNeed[] => {
    const { certificateEnds, queue, selfTest, ring, version, policySha256 } = standing;
    const left = certificateEnds === null ? Number.POSITIVE_INFINITY : Date.parse(certificateEnds) - now.getTime();
    const waits = queue.oldest === null ? 0 : now.getTime() - Date.parse(queue.oldest);
    const common = usual.get(ring);
    const found: Readonly<Record<FleetNeed, boolean>> = {
      selfTestFailed: selfTest?.ok === false,
      certificateEnded: left < 0,
      queueStuck: queue.waiting > 0 && waits > limits.queueHours * hourMs,
      refused: queue.refused > 0,
      certificateEnding: left >= 0 && left < limits.certificateDays * 24 * hourMs,
      notSeen: now.getTime() - Date.parse(seenAt) > limits.notSeenDays * 24 * hourMs,
      oldVersion: compareVersions(version, newest.get(ring) ?? version) < 0,
      otherPolicy: common !== null && common !== undefined && policySha256 !== common,
    };
    return fleetNeeds.filter((need) => found[need]);
  };
  return rows
    .map((row) => ({ row, needs: needsOf(row) }))
    .sort((a, b) => rankOf(a) - rankOf(b) || nameOf(a).localeCompare(nameOf(b)));
}

const rankOf = ({ needs }: JudgedDesk): number =>
  needs[0] === undefined ? fleetNeeds.length : fleetNeeds.indexOf(needs[0]);
const nameOf = ({ row }: JudgedDesk): string => `${row.officeId} ${row.standing.ring} ${row.deviceId}`;

/** The policy that more than half of a ring has; null where none is that common. */
function mostOf(counted: ReadonlyMap<string, number>): string | null {
  const all = [...counted.values()].reduce((sum, one) => sum + one, 0);
  return [...counted].find(([, count]) => count * 2 > all)?.[0] ?? null;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let n = 0; n < 3; n += 1) {
    const by = (left![n] ?? 0) - (right![n] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}
