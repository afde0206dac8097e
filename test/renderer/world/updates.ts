import type { DiagnosticsCalls } from '../../../src/contract/diagnostics.ts';
import type { LockCalls, LockState } from '../../../src/contract/lock.ts';
import { bundle } from './diagnostics.ts';
import type { Failure, Outcome } from '../../../src/contract/failures.ts';
import type { LinkCalls } from '../../../src/contract/links.ts';
import type { Handlers, Input } from '../../../src/contract/rpc.ts';
import type { PolicyCalls, PolicyReport } from '../../../src/contract/policy.ts';
import type { ServingCalls, ServingState } from '../../../src/contract/office-repository.ts';
import type { PlacesCalls } from '../../../src/contract/places.ts';
import type { RecoveryCalls } from '../../../src/contract/recovery.ts';
import type { SetupCalls } from '../../../src/contract/setup.ts';
import type { UpdateCalls, UpdateStatus } from '../../../src/contract/updates.ts';
import type { FojasLink } from '../../../src/contract/links.ts';
import type { Answer } from '../../../src/renderer/desk.ts';

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** The program itself, as a test bends it. */
export interface FakeProgram {
  updates: UpdateStatus;
  link: FojasLink | null;
  policy: PolicyReport;
  /** No office yet: what the first start is told, and what it asked for. */
  setup: Answer<'setup.read'>;
  setUp: Input<SetupCalls['setup.apply']> | null;
  lock: LockState;
  /** What becomes of the next token that is to open the desk; null: it does. */
  lockFailure: Failure | null;
  serving: ServingState;
  /** What a desk that has to be brought back is told. */
  recovery: Answer<'recovery.read'>;
  places: Answer<'places.list'>;
  readonly handlers: Handlers<
    UpdateCalls &
      LinkCalls &
      PolicyCalls &
      SetupCalls &
      DiagnosticsCalls &
      LockCalls &
      RecoveryCalls &
      ServingCalls &
      PlacesCalls
  >;
}

export const waiting: UpdateStatus['waiting'] = {
  ...{ version: '1.1.0', kind: 'update', critical: true, bytes: 98_400_000, received: 98_400_000, stage: 'ready' },
  notes: {
    'es-AR': 'Los lotes de más de cien actos firman más rápido.\nSe corrigió el pie de la hoja en las cédulas.',
    en: 'Batches of more than a hundred acts sign faster.\nThe foot of writs was put right.',
    'pt-BR': 'Lotes de mais de cem atos assinam mais rápido.\nCorrigiu-se o rodapé das intimações.',
  },
};

const copies = [
  ...[{ name: 'g-000012', writtenAt: '2026-11-21T13:05:00.000Z', files: 214, bytes: 181_000_000, damaged: 0 }],
  ...[{ name: 'g-000011', writtenAt: '2026-11-20T13:05:00.000Z', files: 209, bytes: 178_400_000, damaged: 2 }],
];
const broughtBack: Answer<'recovery.bring'> = {
  ...{ generation: 'g-000012', madeAt: '2026-11-21T13:05:00.000Z', journalEntries: 3410, signedActs: 88, files: 214 },
  ...{ unsent: 3, salvaged: 2, setAside: '/home/oquiros/.local/share/Fojas.apartado-20261123' },
  passedOver: [{ name: 'g-000013', reason: 'damaged' }],
};

const notAllowed = { ok: false, failure: { kind: 'notAllowed' } } as const;
const notServing: ServingState = {
  ...{ bar: null, mayJoin: true, state: 'off', reason: null, port: 7440, addresses: [], invitation: null },
  standing: null,
};
const serving: ServingState = {
  ...{ bar: null, mayJoin: true, state: 'serving', reason: null, port: 7440, addresses: ['http://192.0.2.10:7440'] },
  invitation: `fojas-oficina:v1 ufi-3 7c1f=${'A'.repeat(43)} http://192.0.2.10:7440`,
  standing: { desks: 3, waiting: 2, reached: false, lastContactAt: '2026-11-22T11:40:00.000Z', aside: [] },
};

export function makeProgram(): FakeProgram {
  const program: FakeProgram = {
    updates: {
      ...{
        mode: 'self',
        version: '1.0.0',
        ring: 'general',
        lastCheckAt: '2026-11-21T13:05:00.000Z',
        lastFailure: null,
      },
      ...{ standing: 'fine', waiting: null, putOff: [], installOnQuit: true, lastInstall: null },
    },
    link: null,
    policy: { settings: [], troubles: [], waiting: [] },
    lockFailure: null,
    lock: { passphrase: false, token: false, wants: 'nothing' },
    setup: { wanted: false, repository: null, repositoryKeys: [], account: 'oquiros' },
    setUp: null,
    serving: notServing,
    recovery: { need: null, deviceId: '', folder: null, repository: false, keyBeside: false },
    places: { volumes: [], chooser: false },
    handlers: {
      'setup.read': async () => ok(program.setup),
      'setup.apply': async (input) => {
        program.setUp = input;
        program.setup = { ...program.setup, wanted: false };
        return ok({ state: 'written', file: '/home/oquiros/.config/Fojas/office.json', deviceId: 'pc-1' });
      },
      'recovery.read': async () => ok(program.recovery),
      'recovery.look': async ({ folder }) => ok({ folder, generations: copies }),
      'recovery.fetch': async () => notAllowed,
      'recovery.errand': async ({ to }) => ok({ path: `${to}/fojas-pc-3.pedido`, mark: 'JUNCO-LAGO-41', files: 214 }),
      'recovery.open': async () => notAllowed,
      'recovery.key': async () => notAllowed,
      'recovery.bring': async () => ok(broughtBack),
      'recovery.finish': async () => notAllowed,
      'places.list': async () => ok(program.places),
      'places.choose': async ({ what }) =>
        ok({
          path: program.places.chooser ? (what === 'folder' ? '/media/elegida' : '/media/elegida/x.respuesta') : null,
        }),
      'serving.read': async () => ok(program.serving),
      'serving.set': async ({ on, port }) => ok((program.serving = on ? { ...serving, port } : notServing)),
      'serving.takeKey': async ({ path }) => (path.startsWith('/') ? ok((program.serving = notServing)) : notAllowed),
      'serving.join': async () => ok({ officeId: 'ufi-3' }),
      'lock.read': async () => ok(program.lock),
      'lock.now': async () => {
        const { passphrase, token } = program.lock;
        if (!passphrase && !token) return notAllowed;
        return ok((program.lock = { ...program.lock, wants: passphrase ? 'passphrase' : 'token' }));
      },
      'lock.openByToken': async () => {
        if (program.lockFailure) return { ok: false, failure: program.lockFailure };
        return ok((program.lock = { ...program.lock, token: true, wants: 'nothing' }));
      },
      'lock.open': async ({ passphrase }) =>
        passphrase === 'frase de prueba'
          ? ok((program.lock = { ...program.lock, passphrase: true, wants: 'nothing' }))
          : { ok: false, failure: { kind: 'passphraseWrong', waitSeconds: 4 } },
      'lock.person': async ({ seatId }) => {
        const people = program.lock.people?.map((one) => ({ ...one, present: one.seatId === seatId }));
        return ok(
          (program.lock = { ...program.lock, passphrase: true, wants: 'passphrase', ...(people ? { people } : {}) }),
        );
      },
      'lock.choose': async () => ok((program.lock = { ...program.lock, passphrase: true, wants: 'nothing' })),
      'diagnostics.read': async () => ok(bundle),
      'diagnostics.save': async () => ok({ path: '/home/oquiros/Descargas/fojas-diagnostico-20261122T120000.json' }),
      'diagnostics.fell': async () => ok({}),
      'policy.read': async () => ok(program.policy),
      'policy.choose': async ({ name, value }) => {
        if (value === 'nada' || value === 0) return { ok: false, failure: { kind: 'badInput', detail: name } };
        const settings = program.policy.settings.map((one) =>
          one.name === name
            ? { ...one, value, level: value === null ? ('program' as const) : ('person' as const) }
            : one,
        );
        program.policy = { ...program.policy, settings };
        return ok(program.policy);
      },
      'updates.status': async () => ok(program.updates),
      'updates.check': async () => {
        program.updates = { ...program.updates, waiting };
        return ok(program.updates);
      },
      'updates.onQuit': async ({ install }) => {
        program.updates = { ...program.updates, installOnQuit: install };
        return ok(program.updates);
      },
      'links.take': async () => {
        const { link } = program;
        program.link = null;
        return ok({ link });
      },
    },
  };
  return program;
}
