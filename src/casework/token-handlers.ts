import type { Standing } from './standing/standing.ts';
import { randomUUID } from 'node:crypto';
import type { Calls } from '../contract/calls.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import { SessionId } from '../contract/ids.ts';
import type { Handlers } from '../contract/rpc.ts';
import { mightEver } from '../contract/permissions.ts';
import { type DoctorRooms, runDoctor } from './doctor/run.ts';
import { readSettings } from './settings.ts';
import type { SigningDesk } from './signing/desk.ts';
import type { TokenPorts } from './signing/token-ports.ts';
import type { Store } from './store/index.ts';
import type { LineState } from './sync/line.ts';
import { rankOffers } from './tokens/offers.ts';
import type { Revocations } from './tokens/revocations.ts';
import type { Readers } from './tokens/readers.ts';
import { unservedCards } from './tokens/unserved.ts';

export interface TokenRooms extends DoctorRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly tokens: TokenPorts;
  readonly readers: Readers;
  readonly signing: SigningDesk;
  readonly revocations: Revocations;
  readonly standing: Standing;
  readonly line: LineState;
  /** Tells whoever started the token hosts that a person wants a parked driver tried again. */
  readonly retryToken: (libraryId: string) => void;
}

/** Somebody types three secrets; the host itself gives up earlier. */
const newPinMs = 11 * 60_000;

export function aboutTokens(
  rooms: TokenRooms,
): Pick<Handlers<Calls>, 'tokens.list' | 'tokens.retry' | 'tokens.changePin' | 'tokens.unblockPin' | 'doctor.run'> {
  const { tokens, readers, config, store, signing, line } = rooms;
  const giveNewPin = async (
    call: 'token.changePin' | 'token.unblockPin',
    { libraryId, tokenSerial }: { libraryId: string; tokenSerial: string },
  ): Promise<Outcome<Record<string, never>>> => {
    if (signing.isRunning()) return failed({ kind: 'tokenBusy' });
    const host = await tokens.client(libraryId);
    if (!host.ok) return host;
    const sessionId = SessionId.parse(randomUUID());
    return host.value.call(call, { sessionId, tokenSerial }, { deadlineMs: newPinMs });
  };
  return {
    'tokens.list': async () => {
      const [libraries, told] = await Promise.all([tokens.listAll(), readers.read()]);
      const revocationOf = await rooms.revocations.read(libraries);
      const offers = rankOffers(libraries, {
        now: line.now(),
        ...{ cuil: config.person.cuil, personId: config.person.personId },
        chosenLast: readSettings(store.journal, config.desk).certificateSha256,
        issuers: config.signing?.issuers ?? [],
        revocationOf,
      });
      rooms.standing.seen(libraries, offers);
      const unserved = told ? unservedCards(told, libraries) : [];
      return done({ libraries, readers: told, unserved, offers });
    },
    'tokens.retry': async ({ libraryId }) => {
      const library = tokens.libraries.find(({ id }) => id === libraryId);
      if (!library) return failed({ kind: 'driverMissing', library: libraryId });
      rooms.retryToken(libraryId);
      return done({});
    },
    'tokens.changePin': (which) => giveNewPin('token.changePin', which),
    'tokens.unblockPin': (which) => giveNewPin('token.unblockPin', which),
    'doctor.run': async ({ trial }) => {
      if (trial && !mightEver(config.person.role, 'sign')) return failed({ kind: 'notAllowed' });
      if (trial && signing.isRunning()) return failed({ kind: 'tokenBusy' });
      return done(await runDoctor(rooms, trial));
    },
  };
}
