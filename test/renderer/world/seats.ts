import type { Calls, Status } from '../../../src/contract/calls.ts';
import { callRights } from '../../../src/contract/call-rights.ts';
import { done, failed } from '../../../src/contract/failures.ts';
import { Action, matrix, mightEver } from '../../../src/contract/permissions.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';

type Seats = NonNullable<Status['seats']>;
type Person = Status['person'];

/** The seats of a practice office. A test puts them into the status to have more than one. */
export const practiceSeats: Seats = [
  { seatId: 'first', name: 'Ofelia Quirós Balmaceda', role: 'magistrate', capacity: 'Agente Fiscal' },
  { seatId: 'secretary', name: 'Bruno Cáceres Tolosa', role: 'secretary', capacity: 'Secretario' },
  { seatId: 'clerk', name: 'Nerea Lapacó', role: 'clerk', capacity: 'Instructora' },
  { seatId: 'auditor', name: 'Evaristo Peñaloza Rul', role: 'auditor', capacity: 'Auditor' },
].map((seat) => ({ office: 'UFIyJ N.º 3 — Laguna Clara', ...seat }) as Seats[number]);

export const personAt = ({ name, role, capacity }: Pick<Person, 'name' | 'role' | 'capacity'>): Person => ({
  ...{ name, role, capacity },
  permits: Action.options.filter((action) => mightEver(role, action) && matrix[action][role] !== 'validator'),
});

/** Whether the person's role answers to this call at all. */
export function isOpenTo({ role }: Person, name: string): boolean {
  const right = callRights[name as keyof typeof callRights] ?? 'everybody';
  return right === 'everybody' || mightEver(role, right);
}

interface Sitting {
  status: Status;
}

export const seatHandlers = (sitting: Sitting, restarted: () => void): Pick<Handlers<Calls>, 'office.sit'> => ({
  'office.sit': async ({ seatId }) => {
    const seat = sitting.status.seats?.find((one) => one.seatId === seatId);
    if (!seat) return failed({ kind: 'notAllowed' });
    sitting.status = { ...sitting.status, office: seat.office, person: personAt(seat), seat: seatId };
    restarted();
    return done({});
  },
});
