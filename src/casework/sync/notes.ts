import { troubleOf } from '../store/index.ts';

/**
 * Writes down something of the line for people to read. A disk that is full must stop neither the line itself nor whoever tells of it:
 * then it is not written, and false is answered.
 */
export function noteWhereItCan(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!troubleOf(error)) throw error;
    return false;
  }
}
