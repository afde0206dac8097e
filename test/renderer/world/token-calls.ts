import type { calls, CertificateOffer, LibraryState } from '../../../src/contract/calls.ts';
import type { Finding } from '../../../src/contract/doctor.ts';
import type { Failure, Outcome } from '../../../src/contract/failures.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import type { Bends, Emit } from './office.ts';

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const no = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Names =
  | 'tokens.list'
  | 'tokens.retry'
  | 'tokens.changePin'
  | 'tokens.unblockPin'
  | 'doctor.run'
  | 'doctor.save'
  | 'electronic.read'
  | 'electronic.make'
  | 'practice.rehearseRemoval';

/** Tokens, their PINs and the doctor, as the contract has them. */
export function makeTokens(
  libraries: () => LibraryState[],
  bends: Bends,
  emit: Emit,
): Pick<Handlers<typeof calls>, Names> {
  const newPin = async (): Promise<Outcome<Record<string, never>>> => {
    await wait(100);
    while (bends.newPin === 'never') await wait(50);
    return bends.newPin === 'right' ? ok({}) : no(bends.newPin);
  };
  return {
    'tokens.list': async () =>
      ok({ libraries: libraries(), readers: null, unserved: bends.unserved, offers: offersOf(libraries()) }),
    'tokens.retry': async ({ libraryId }) => {
      for (const library of libraries()) if (library.libraryId === libraryId) library.failure = null;
      emit('tokens.changed', {});
      return ok({});
    },
    'practice.rehearseRemoval': async ({ wish }) => {
      const now = { state: wish === 'pullOut' ? 'armed' : 'none', how: 'staged' } as const;
      emit('rehearsal.changed', now);
      return ok(now);
    },
    'tokens.changePin': newPin,
    'tokens.unblockPin': newPin,
    'doctor.run': async ({ trial }) => {
      await wait(80);
      const tried: Finding[] = trial
        ? [{ id: 'trialGood', area: 'trial', severity: 'ok', facts: { ms: 812 }, fix: null }]
        : [];
      return ok({ findings: [...bends.findings, ...tried], report: '{"version":1}' });
    },
    'electronic.read': async () => ok(bends.electronic),
    'electronic.make': async () => no({ kind: 'electronicNotAllowed', actType: '' }),
    'doctor.save': async () => ok({ path: '/home/quiros/fojas/reports/fojas-doctor-20261122-103000.json' }),
  };
}

/** In the order of the token, as an office would rank them that knows nothing more. */
function offersOf(libraries: readonly LibraryState[]): CertificateOffer[] {
  return libraries
    .flatMap(({ libraryId, listing }) =>
      (listing?.tokens ?? []).flatMap((token) => token.certificates.map((one) => ({ libraryId, token, one }))),
    )
    .map(({ libraryId, token, one }, rank) => ({
      ...{ libraryId, tokenSerial: token.serial, certificateSha256: one.certificateSha256, rank },
      ...{ usable: one.unsuitable === null, owner: 'unknown', cuil: null, daysLeft: 400, expiry: 'fine' },
      ...{ revocation: 'unknown', chosenLast: false, electronic: false },
    }));
}
