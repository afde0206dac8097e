import type { Role } from '../../contract/config.ts';
import { assertNever } from '../../contract/ids.ts';

/** What a role may do with acts. Whoever is not named may not (law 9). */
export interface Permissions {
  readonly read: boolean;
  readonly sign: boolean;
  readonly returnActs: boolean;
  readonly draft: boolean;
}

/** IT looks after health without reading content; an auditor reads the index and the log, and never signs. */
export function permissionsOf(role: Role): Permissions {
  switch (role) {
    case 'magistrate':
    case 'secretary':
      return { read: true, sign: true, returnActs: true, draft: true };
    case 'clerk':
      return { read: true, sign: true, returnActs: false, draft: true };
    case 'auxiliary':
      return { read: true, sign: false, returnActs: false, draft: true };
    case 'auditor':
    case 'itAdmin':
      return { read: false, sign: false, returnActs: false, draft: false };
    default:
      return assertNever(role, 'role');
  }
}
