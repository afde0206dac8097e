import type { DeviceRecord, GrantStatement } from '../../contract/people.ts';
import type { Holder } from '../../contract/permissions.ts';
import type { ProblemCode } from '../../contract/wire.ts';
import type { PeopleBook } from './book.ts';
import type { ProofJudge } from './dpop.ts';
import { isInForce } from './grants.ts';
import { deviceOf, personOf } from './records.ts';
import { type HandOver, type InForce, inForceAt } from './substitutes.ts';

export type Admission =
  | {
      readonly kind: 'in';
      readonly officeId: string;
      readonly holder: Holder;
      readonly jkt: string;
      /** The proof carried an older nonce: the answer brings the newest. */
      readonly nonce: string | null;
    }
  | {
      readonly kind: 'no';
      readonly code: ProblemCode;
      readonly detail: string;
      readonly nonce?: string;
      readonly refusal?: string;
    };

/** Turns a grant and a proof into rights. */
export interface Gate {
  admit(shown: {
    readonly token: string;
    readonly proof: string | undefined;
    readonly method: string;
    readonly path: string;
  }): Promise<Admission>;
  /** Who that device speaks for in that office by now, for what is answered long after it was asked; null: for nobody any more. */
  holderNow(jkt: string, officeId: string, asked: Holder): Promise<Holder | null>;
  /** Who a device speaks for in an office, of what it signed and others carried here; null: for nobody, or nobody here can say. */
  signerNow(jkt: string, officeId: string): Promise<Holder | 'revoked' | null>;
}

export interface GateOptions {
  readonly judge: ProofJudge;
  readonly read: (token: string) => GrantStatement | null;
  /** What stands now; null inside an office, where the signed grant alone decides until it ends. */
  readonly book: PeopleBook | null;
  /** Says of a device, signed, that it was revoked: nobody on the way can have one wiped. */
  readonly revoke: (device: DeviceRecord) => string;
  /** Inside an office: what the central repository said so; null where it did not, as far as is known. */
  readonly revocationOf: (jkt: string) => string | null;
  /** Inside an office: in whose places the desk's person signs now, by what the central repository signed for that desk. */
  readonly inForceFor: (jkt: string, officeId: string, at: Date) => InForce;
  /** Awaited before who stands for another is let in. */
  readonly handOver: HandOver;
  readonly clock: () => Date;
}

/**
 * Who shows a grant is let in where the repository signed it, it has not ended, and the device proves its key. At the central repository
 * roles and clearance are those that stand now, so that what was revoked is revoked at the next request; a repository inside an office
 * cannot ask while the line is away, and honours what is signed for as long as a desk does, or until it learns of a revocation.
 */
export function openGate(options: GateOptions): Gate {
  const { judge, read, book, revoke, revocationOf, inForceFor, handOver, clock } = options;
  const standing = async (alone: Holder, officeId: string, inForce: InForce): Promise<Holder> => {
    if (inForce.length === 0) return alone;
    const holder = { ...alone, standsFor: inForce.map((one) => one.standsFor) };
    await handOver(officeId, holder, inForce);
    return holder;
  };
  const inForce = async (people: PeopleBook, device: DeviceRecord, officeId: string): Promise<Holder | null> => {
    const person = await personOf(people, device.personId);
    const grant = person?.grants.find((one) => one.officeId === officeId);
    if (!person || !grant || !isInForce(grant, clock())) return null;
    const { personId, name } = person;
    const { roles, validator, clearance } = grant;
    return standing({ personId, name, roles, validator, clearance }, officeId, inForceAt(person, officeId, clock()));
  };
  const holderNow: Gate['holderNow'] = async (jkt, officeId, asked) => {
    if (book === null) return revocationOf(jkt) === null ? asked : null;
    const device = await deviceOf(book, jkt);
    return device && !device.revoked ? inForce(book, device, officeId) : null;
  };
  const admit: Gate['admit'] = async ({ token, proof, method, path }) => {
    const statement = read(token);
    if (!statement) return no('unauthorized', 'no grant of this repository');
    const ruling = await judge.judge(proof, { method, path, token });
    if (ruling.kind === 'nonce') return { ...no('use-dpop-nonce', ruling.reason), nonce: judge.nonce() };
    if (ruling.kind === 'full') return no('overloaded', ruling.reason);
    if (ruling.kind !== 'holds') return no('unauthorized', ruling.reason);
    if (ruling.jkt !== statement.cnf.jkt) return no('unauthorized', 'a grant of another device');
    const now = clock();
    const nonce = ruling.staleNonce ? judge.nonce() : null;
    const { officeId } = statement.office;
    const inside = { kind: 'in' as const, officeId, jkt: ruling.jkt, nonce };
    if (book === null) {
      const refusal = revocationOf(ruling.jkt);
      if (refusal !== null) return { ...no('device-revoked', 'this device was revoked'), refusal };
      if (new Date(statement.offlineUntil) <= now) return no('grant-ended', 'the grant was not renewed in time');
      const { personId, name, roles, validator, clearance } = statement;
      const alone = { personId, name, roles: [...roles], validator, clearance };
      return { ...inside, holder: await standing(alone, officeId, inForceFor(ruling.jkt, officeId, now)) };
    }
    const device = await deviceOf(book, ruling.jkt);
    // Only what is written down is a revocation: a register that was put back knows nothing of a device, and wipes none.
    if (!device) return no('unauthorized', 'this device is not enrolled here');
    if (device.revoked) return { ...no('device-revoked', 'this device was revoked'), refusal: revoke(device) };
    const holder = await inForce(book, device, officeId);
    return holder ? { ...inside, holder } : no('grant-ended', 'no grant in force in this office');
  };
  const signerNow: Gate['signerNow'] = async (jkt, officeId) => {
    const device = book && (await deviceOf(book, jkt));
    if (!book || !device) return null;
    return device.revoked ? 'revoked' : inForce(book, device, officeId);
  };
  return { admit, holderNow, signerNow };
}

const no = (code: ProblemCode, detail: string): Extract<Admission, { kind: 'no' }> => ({ kind: 'no', code, detail });
