import type { OfficeConfig } from '../../contract/config.ts';
import type { Raiser } from './port.ts';
import { ownValidator } from './signature-room.ts';

/** Raises with the signature room, over the authorities of the configuration. */
export function officeRaiser(config: OfficeConfig, _now: () => Date): Raiser {
  const { look } = ownValidator(config.trustAnchors);
  return {
    look,
    raise: async () => ({
      kind: 'later',
      failure: { kind: 'timestampMissing', detail: 'no authority configured' },
    }),
  };
}
