/** People, devices and grants of a repository: what its doors need of them. */
import { randomBytes } from 'node:crypto';
import {
  DeviceRecord,
  type DeviceSession,
  type EnrolmentOffer,
  GrantStatement,
  type PersonRecord,
  RevocationStatement,
} from '../../contract/people.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { SubstitutionStatement } from '../../contract/substitution.ts';
import { parseCertificates } from '../../signature/index.ts';
import type { SigningKey } from '../receipts.ts';
import type { PeopleBook } from './book.ts';
import { type ProofJudge, proofJudge } from './dpop.ts';
import type { EnrolmentRooms } from './enrol.ts';
import { type Gate, type GateOptions, openGate } from './gate.ts';
import { grantReader, isInForce, offlineMs, statementOf } from './grants.ts';
import { type OidcOptions, identityProvider } from './oidc.ts';
import { officeOf } from './records.ts';
import type { RevocationOptions } from './revocation.ts';
import { type HandOver, substitutionStatement, toldOf } from './substitutes.ts';

export interface PeopleOptions {
  readonly book: PeopleBook;
  /** How the repository calls itself. */
  readonly name: string;
  /** With what grants are signed; its root is what workstations pin. */
  readonly signing: SigningKey;
  readonly keys: () => readonly ReceiptKey[];
  readonly root: ReceiptKey;
  /** PEM. */
  readonly anchors: readonly string[];
  readonly oidc: OidcOptions | null;
  readonly revocation: RevocationOptions | null;
  readonly handOver: HandOver;
  readonly clock: () => Date;
}

export interface People {
  readonly gate: Gate;
  readonly judge: ProofJudge;
  readonly enrolment: EnrolmentRooms;
  offer(): EnrolmentOffer;
  /** Every grant in force, and every appointment as a substitute that has not ended long ago, signed for this device. */
  session(person: PersonRecord, device: DeviceRecord): Promise<DeviceSession>;
  /** That this device was revoked, signed. */
  revocationOf(device: DeviceRecord): string;
  /** The same of each that was revoked while a grant of before may still hold somewhere. */
  revocations(): Promise<string[]>;
}

export async function openPeople(options: PeopleOptions): Promise<People> {
  const { book, name, signing, keys, root, oidc, handOver, clock } = options;
  const judge = proofJudge(await secretOf(book), clock);
  const anchors = options.anchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  const provider = oidc && identityProvider(oidc);
  const revocationOf = ({ jkt, deviceId, revoked }: DeviceRecord): string =>
    signing.jws(
      'fojas-revocation+jws',
      RevocationStatement.parse({ v: 1, repository: name, jkt, deviceId, at: revoked?.at ?? clock().toISOString() }),
    );
  return {
    judge,
    gate: openGate({
      ...{ judge, read: grantReader(keys), book, handOver, clock },
      ...{ revocationOf: () => null, revoke: revocationOf, inForceFor: () => [] },
    }),
    enrolment: { book, root: root.kid, anchors, provider, revocation: options.revocation, clock },
    revocationOf,
    async revocations() {
      const since = new Date(clock().getTime() - offlineMs).toISOString();
      const devices = (await book.list('device')).map((text) => DeviceRecord.parse(JSON.parse(text)));
      return devices.filter(({ revoked }) => revoked !== null && revoked.at >= since).map(revocationOf);
    },
    offer: () => ({
      ...{ repository: name, root: root.kid, nonce: judge.nonce() },
      ways: [...(anchors.length > 0 ? (['token'] as const) : []), 'code', ...(oidc ? (['oidc'] as const) : [])],
      oidc: oidc && { issuer: oidc.issuer, clientId: oidc.clientId },
    }),
    async session(person, device) {
      const now = clock();
      const grants: string[] = [];
      for (const grant of person.grants.filter((one) => isInForce(one, now))) {
        const { officeId } = grant;
        // A grant names its office and says no more of it: what else is known is told apart (offices/).
        const office = { officeId, name: (await officeOf(book, officeId))?.name ?? officeId };
        const statement = statementOf({ repository: name, person, office, device, grant }, now);
        grants.push(signing.jws('fojas-grant+jws', GrantStatement.parse(statement)));
      }
      const { personId, name: called, cuil } = person;
      if (cuil !== null) {
        const facts = { repository: name, personId, cuil, jkt: device.jkt };
        for (const given of toldOf(person, now)) {
          const statement = SubstitutionStatement.parse(substitutionStatement({ ...facts, given }, now));
          grants.push(signing.jws('fojas-substitution+jws', statement));
        }
      }
      return { personId, name: called, grants, serverTime: now.toISOString(), nonce: judge.nonce() };
    },
  };
}

/**
 * Inside an office: what the central repository signed for a desk is honoured here while the line is away.
 * @param rooms what the central one signed of a device that it revoked, and of who stands for whom, as far as it is known here
 */
export async function openOfficeGate(
  book: PeopleBook,
  keys: () => readonly ReceiptKey[],
  rooms: Pick<GateOptions, 'revocationOf' | 'inForceFor' | 'handOver' | 'clock'>,
): Promise<{ readonly gate: Gate; readonly judge: ProofJudge }> {
  const judge = proofJudge(await secretOf(book), rooms.clock);
  const gate = openGate({ judge, read: grantReader(keys), book: null, revoke: () => '', ...rooms });
  return { gate, judge };
}

/** What makes nonces: the same at every node, made by the first. */
const secretOf = (book: PeopleBook): Promise<string> =>
  book.change('secret', 'nonces', (before) => {
    const secret = before ?? randomBytes(32).toString('base64url');
    return { after: secret, answer: secret };
  });
