import { z } from 'zod';

/**
 * What of the register's log does not agree with what was seen of it: its past is another one; it is shorter than it was; another office
 * was shown another one; a receipt is not in it; nobody vouched for signs it.
 */
export const LogAlarmKind = z.enum(['rewritten', 'rolledBack', 'forked', 'leafMissing', 'unsigned']);
export type LogAlarmKind = z.infer<typeof LogAlarmKind>;
