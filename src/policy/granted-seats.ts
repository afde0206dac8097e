import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeConfig } from '../contract/config.ts';
import { GrantedSeats, grantedSeatsFile, withGrantedSeats } from '../contract/granted-seats.ts';

/** What a desk wrote down of the seats granted at it; null where nothing is there, or nothing that reads: the next contact brings it again. */
export function readGrantedSeats(dataDir: string): GrantedSeats | null {
  try {
    return GrantedSeats.safeParse(JSON.parse(readFileSync(join(dataDir, grantedSeatsFile), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** A configuration with what was granted at it until now. */
export const withSeatsGranted = (config: OfficeConfig): OfficeConfig => withGrantedSeats(config, readGrantedSeats);
