import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const fileIn = (userData: string): string => path.join(userData, 'seat');

/** The seat that was taken last on this machine; none where nobody chose. A name that is not granted opens the first one. */
export function readSeat(userData: string): string | undefined {
  try {
    return readFileSync(fileIn(userData), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Remembered for the next start; where that cannot be written, the next start begins at the first seat. */
export function keepSeat(userData: string, seatId: string): void {
  try {
    writeFileSync(fileIn(userData), `${seatId}\n`);
  } catch {
    // Nothing is lost by it.
  }
}
