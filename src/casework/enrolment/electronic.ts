import { createHash } from 'node:crypto';
import type { ElectronicStanding } from '../../contract/calls.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { SessionId } from '../../contract/ids.ts';
import { ElectronicKeyAnswer, electronicKeyText } from '../../contract/people.ts';
import { electronicLibrary, type TokenCertificate } from '../../contract/token.ts';
import { cuilOf, isElectronic } from '../../signature/index.ts';
import { readCertificate } from '../certificates.ts';
import type { TokenPorts } from '../signing/token-ports.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';

export interface ElectronicRooms {
  readonly tokens: TokenPorts;
  /** Null where no repository is configured. */
  readonly client: Pick<RepositoryClient, 'small'> | null;
  /** The institution's policy lets people sign electronically. */
  readonly isOffered: boolean;
  readonly actTypes: () => readonly string[];
  readonly person: { readonly personId: string; readonly name: string; readonly cuil: string | null };
  readonly practice: boolean;
  readonly ids: () => string;
  readonly now: () => Date;
}

/** A passphrase is thought of, and typed twice. */
const makingMs = 11 * 60_000;
const keepingMs = 20_000;
const dayMs = 86_400_000;
/** A certificate that ends sooner than this is asked for anew, whenever somebody looks. */
const renewBeforeMs = 60 * dayMs;

/** This person's electronic signature at this desk. */
export interface ElectronicDesk {
  read(): Promise<ElectronicStanding>;
  /** Makes a new key and has it certified; one that was here is left behind. */
  make(): Promise<Outcome<ElectronicStanding>>;
}

export function electronicDesk(rooms: ElectronicRooms): ElectronicDesk {
  const { tokens, client, isOffered, actTypes, person } = rooms;
  let renewing = false;

  const own = async (): Promise<TokenCertificate | null> => {
    const listing = isOffered ? await tokens.list(electronicLibrary) : null;
    const all = listing?.ok ? listing.value.tokens.flatMap(({ certificates }) => certificates) : [];
    return all.find((one) => isOf(one, person)) ?? null;
  };
  const read = async (): Promise<ElectronicStanding> => {
    const certificate = await own();
    if (certificate && Date.parse(certificate.notAfter) - rooms.now().getTime() < renewBeforeMs)
      void renew(certificate);
    return {
      ...{ isOffered, actTypes: isOffered ? [...actTypes()] : [] },
      certificate: certificate && {
        ...{ certificateSha256: certificate.certificateSha256, until: certificate.notAfter },
        ...{ issuer: certificate.issuer, isUsable: certificate.unsuitable === null },
      },
    };
  };
  const certify = async (spki: Uint8Array, signature?: Uint8Array): Promise<Outcome<null>> => {
    if (!client) return failed({ kind: 'repositoryNotConfigured' });
    const body = { spki: base64(spki), ...(signature ? { signature: base64(signature) } : {}) };
    const ask = () => client.small({ method: 'POST', path: '/v1/electronic-key', body });
    const once = await ask();
    // Behind an office's repository the proof is for the central one, whose nonce came with its no; and so it is after a long thought.
    const answer = !once.ok && once.failure.kind === 'repositoryBusy' && once.failure.ofItself ? await ask() : once;
    if (!answer.ok) return answer;
    const parsed = ElectronicKeyAnswer.safeParse(answer.value.body);
    const certificates = parsed.success ? parsed.data.certificates.map((der) => Buffer.from(der, 'base64')) : [];
    const [first] = certificates.map((der) => readCertificate(der));
    if (!first || !isElectronic(first))
      return failed({ kind: 'repositoryGarbage', detail: 'no certificate of an electronic signature' });
    const host = await tokens.client(electronicLibrary);
    if (!host.ok) return host;
    const input = { certificates: certificates.map((der) => Uint8Array.from(der)) };
    const kept = await host.value.call('token.keepCertificates', input, { deadlineMs: keepingMs });
    return kept.ok ? done(null) : kept;
  };
  /** The key was proved before: only its certificate ends. Without a line, the next look asks again. */
  const renew = async ({ der }: TokenCertificate): Promise<void> => {
    const certificate = readCertificate(der);
    if (renewing || !certificate) return;
    renewing = true;
    await certify(certificate.spki).finally(() => (renewing = false));
  };
  return {
    read,
    async make() {
      if (!isOffered) return failed({ kind: 'electronicNotAllowed', actType: '' });
      if (!client) return failed({ kind: 'repositoryNotConfigured' });
      // Nobody thinks of a passphrase for a key that could not be certified.
      const reached = await client.small({ method: 'GET', path: '/v1/capabilities' });
      if (!reached.ok) return reached;
      const host = await tokens.client(electronicLibrary);
      if (!host.ok) return host;
      const { personId, name } = person;
      const input = {
        ...{ sessionId: rooms.ids() as SessionId, person: { personId, name }, practice: rooms.practice },
        text: electronicKeyText(personId),
      };
      const made = await host.value.call('token.makeKey', input, { deadlineMs: makingMs });
      if (!made.ok) return made;
      const certified = await certify(made.value.spki, made.value.signature);
      return certified.ok ? done(await read()) : certified;
    },
  };
}

/** What the repository writes into the certificate of a person whose CUIL it does not know. */
export const electronicIdOf = (personId: string): string =>
  `ID ${createHash('sha256').update(personId).digest('hex').slice(0, 16)}`;

/** By the CUIL, or by what the repository writes in its place. */
function isOf({ serialNumber, der }: TokenCertificate, { personId, cuil }: ElectronicRooms['person']): boolean {
  const certificate = readCertificate(der);
  if (!certificate || !isElectronic(certificate)) return false;
  const named = cuilOf(serialNumber);
  return named === null ? serialNumber === electronicIdOf(personId) : named === (cuil?.replace(/\D/g, '') ?? null);
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
