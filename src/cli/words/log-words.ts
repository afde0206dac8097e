import type { LogAlarmKind } from '../../contract/log-alarm.ts';
import type { ReceiptFileFault } from '../../proof/index.ts';

/** What proves that the register only grew, and receipts that leave as files. */
export type LogCommandName =
  'receipt export' | 'receipt verify' | 'log show' | 'log accept' | 'log seen' | 'repository keys rotate';

export interface LogWords {
  readonly exported: (path: string) => string;
  readonly holds: (file: string, repository: string) => string;
  readonly registration: (caseNumber: string, number: number, from: number, to: number, at: string) => string;
  readonly bytes: (sha256: string) => string;
  readonly place: (leaf: number, size: number) => string;
  readonly stamped: (at: string, by: string) => string;
  readonly stampUntrusted: (at: string) => string;
  readonly stampBad: string;
  readonly notStamped: string;
  readonly fails: (file: string, why: string) => string;
  readonly faults: Readonly<Record<ReceiptFileFault | 'form' | 'document', string>>;
  readonly noPins: (file: string) => string;
  readonly pinnedIn: (file: string) => string;
  readonly pinnedByPolicy: string;
  /** @param file where an office of this PC would be */
  readonly nothingPinned: (file: string) => string;
  readonly nothingSeen: string;
  readonly seen: (size: number, at: string) => string;
  readonly lastStamp: (at: string) => string;
  readonly alarm: (kind: LogAlarmKind, at: string) => string;
  readonly agrees: string;
  readonly accepted: (size: number) => string;
  readonly believed: string;
  readonly notBelieved: string;
  readonly rotated: (retired: string, key: string) => string;
  readonly rootMoved: (file: string) => string;
  readonly otherRoot: (file: string) => string;
}
