import type { calls } from '../../../src/contract/calls.ts';
import { Sha256 } from '../../../src/contract/ids.ts';
import type { CarriedParcel, Carrying } from '../../../src/contract/stick.ts';
import type { Outcome } from '../../../src/contract/failures.ts';
import type { KeptSlot } from '../../../src/contract/wire-copies.ts';
import type { HomeStatus } from '../../../src/contract/home.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';

type Answers = Pick<
  Handlers<typeof calls>,
  | 'home.status'
  | 'home.copyNow'
  | 'home.check'
  | 'home.leave'
  | 'home.slots'
  | 'home.fetchSlot'
  | 'stick.export'
  | 'stick.wish'
  | 'stick.import'
  | 'stick.carry'
  | 'stick.carried'
  | 'stick.passOn'
  | 'stick.handOut'
>;

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** Copies at a second place, as a test bends them. */
export interface FakeHome {
  status: HomeStatus;
  carrying: Carrying;
  slots: Outcome<{ slots: KeptSlot[] }>;
  readonly handlers: Answers;
}

export function makeHome(): FakeHome {
  const home: FakeHome = {
    status: {
      ...{ state: 'good', folder: '/media/copias', copying: false, lastCopyAt: '2026-11-21T13:05:00.000Z' },
      ...{ uncovered: 0, unsent: 3, sameDisk: false, repository: false, failure: null },
    },
    carrying: { parcels: [], failure: null },
    slots: ok({ slots: [] }),
    handlers: {
      'stick.carry': async ({ path }) => {
        if (!path.endsWith('.encomienda'))
          return { ok: false, failure: { kind: 'parcelRefused', reason: 'wrongKind' } };
        const parcel: CarriedParcel = {
          ...{ sha256: Sha256.parse('c'.repeat(64)), size: 181_000, name: 'fojas-jpaz.encomienda' },
          ...{ takenAt: '2026-11-21T13:05:00.000Z', state: 'waiting', reason: null, handedAt: null },
        };
        home.carrying = { parcels: [parcel], failure: { kind: 'repositoryUnreachable', detail: 'no line' } };
        return ok(parcel);
      },
      'stick.carried': async () => ok(home.carrying),
      'stick.passOn': async () => {
        const parcels = home.carrying.parcels.map((one) => ({ ...one, state: 'answered' as const }));
        home.carrying = { parcels, failure: null };
        return ok(home.carrying);
      },
      'stick.handOut': async ({ folder }) => ok({ files: [`${folder}/fojas-jpaz.respuesta`], waiting: 0, refused: 0 }),
      'home.status': async () => ok(home.status),
      'home.copyNow': async () => {
        if (home.status.state === 'absent') {
          return { ok: false, failure: { kind: 'copyPlaceAbsent', folder: '/media/copias' } };
        }
        home.status = { ...home.status, state: 'good', uncovered: 0 };
        return ok(home.status);
      },
      'home.check': async () =>
        ok({
          folder: '/media/copias',
          generations: [
            { name: 'g-000012', damaged: [], files: 5 },
            { name: 'g-000011', damaged: ['g-000011.journal.age'], files: 4 },
          ],
        }),
      'home.slots': async () => home.slots,
      'home.fetchSlot': async ({ slot, to }) => {
        const found = home.slots.ok ? home.slots.value.slots.find((one) => one.slot === slot) : undefined;
        return found && to.startsWith('/')
          ? ok({ folder: `${to}/${found.officeId}--${found.deviceId}`, generations: ['g-000012'] })
          : { ok: false, failure: { kind: 'copyPlaceAbsent', folder: to } };
      },
      'home.leave': async ({ really }) => {
        const { unsent, uncovered } = home.status;
        const copied = uncovered === 0;
        if (really && !copied) return { ok: false, failure: { kind: 'leavesUnsent', files: unsent, drafts: 0 } };
        const left = really ? ['/datos/fojas-left-20261122T130500Z'] : [];
        return ok({ files: unsent, drafts: 0, copied, recoverable: true, left });
      },
      'stick.export': async ({ folder }) =>
        ok({
          ...{ path: `${folder}/fojas-ufij-3.encomienda`, parcelId: '0b54bb2b-9d9e-4bd9-b3c4-5a4d6c6f0a11' },
          ...{ sealedTo: 'Registro de prueba', acts: 3, returns: 1, renditions: 0, bytes: 181_000, leftOut: 0 },
          ...{ cases: 1, proposals: 0, signatures: 1, drafts: 2, entries: 3 },
        }),
      'stick.wish': async ({ folder }) =>
        ok({
          ...{ path: `${folder}/fojas-ufij-3.encomienda`, parcelId: '0b54bb2b-9d9e-4bd9-b3c4-5a4d6c6f0a12' },
          sealedTo: 'Registro de prueba',
        }),
      'stick.import': async () =>
        ok({
          ...{ kind: 'answer' as const, registered: 3, received: 0, refused: 0, later: 1, delivered: 2 },
          ...{ cases: 0, acts: 0, drafts: 0, files: 0, unknown: [] },
        }),
    },
  };
  return home;
}
