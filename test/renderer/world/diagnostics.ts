import type { Answer } from '../../../src/renderer/desk.ts';
import type { Sha256 } from '../../../src/contract/ids.ts';
import type { DeskStanding } from '../../../src/contract/wire-fleet.ts';

const standing: DeskStanding = {
  ...{ version: '1.4.0', platform: 'linux', arch: 'x64', ring: 'general', policySha256: 'a'.repeat(64) as Sha256 },
  ...{ drivers: ['opensc-pkcs11.so'], certificateEnds: '2026-12-10T12:00:00.000Z' },
  ...{
    queue: { waiting: 0, refused: 0, aside: 0, oldest: null },
    selfTest: { at: '2026-11-22T11:00:00.000Z', ok: true },
  },
};
const at = '2026-11-22T12:00:00.000Z';

/** A desk whose certificate ends soon. */
export const deskHealth: Answer<'health.read'> = {
  ...{ at, level: 'warning', standing },
  checks: [
    { id: 'store', level: 'good', count: 0, since: null },
    { id: 'queue', level: 'good', count: 0, since: null },
    { id: 'certificate', level: 'warning', count: 0, since: standing.certificateEnds },
    { id: 'copy', level: 'unknown', count: 0, since: null },
  ],
};

export const bundle: Answer<'diagnostics.read'> = {
  text: '{\n  "program": "Fojas",\n  "version": "1.4.0"\n}\n',
  sha256: 'b'.repeat(64) as Sha256,
};

/** Two desks, one of which did not pass its test. */
export const fleet: Answer<'fleet.read'> = {
  at,
  rows: [
    { officeId: 'ufi-3', deviceId: 'pc-01', seenAt: at, standing: { ...standing, certificateEnds: null } },
    {
      ...{ officeId: 'ufi-3', deviceId: 'pc-02', seenAt: at },
      standing: { ...standing, certificateEnds: null, selfTest: { at, ok: false } },
    },
    // Another office's, of the same name.
    { officeId: 'fiscalia-2', deviceId: 'pc-01', seenAt: at, standing: { ...standing, certificateEnds: null } },
  ],
};
