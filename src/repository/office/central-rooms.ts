import type Database from 'better-sqlite3-multiple-ciphers';
import type { Oddity } from '../../contract/diary.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { OfficeRegister } from './register.ts';

/** What it takes to take in what the central repository says. */
export interface CentralRooms {
  readonly db: Database.Database;
  readonly register: OfficeRegister;
  /** Of the central repository: only receipts signed with one of these are passed on. */
  readonly pins: readonly ReceiptKey[];
  readonly clock: () => Date;
  /** Something of the central feed could not be believed. */
  readonly onOddity: (what: Oddity) => void;
}
