import { type Holder, openUpTo } from '../../contract/permissions.ts';
import type { Register } from '../register/port.ts';
import { seesAct } from '../visible.ts';
import type { HandOver, InForce } from './substitutes.ts';

/**
 * Brings to a substitute what was put before the appointment began. A feed is read once: what is for other eyes is left out of the pages that a
 * desk is given, and its cursor goes on past it. So the first request under an appointment has the feed tell anew, once for ever, what waits for
 * the one who is away and was hidden from whoever asks; everybody else knows it already, or goes on seeing nothing of it.
 */
export function handOverIn(
  register: Pick<Register, 'handovers' | 'proposalOf' | 'caseOf' | 'entries'>,
  onBug: (error: unknown) => void,
): HandOver {
  const { handovers } = register;
  /** Those that this process knows to be told, or is telling. */
  const known = new Map<string, Promise<void>>();
  const tellAll = async (officeId: string, holder: Holder, { standsFor, from }: InForce[number]): Promise<void> => {
    const handover = { officeId, personId: holder.personId, standsFor, from };
    if (await handovers.isTold(handover)) return;
    const { standsFor: _places, ...alone } = holder;
    const above = Math.max(...holder.roles.map(openUpTo));
    for (const actId of await handovers.waitingFor(officeId, standsFor, above)) {
      const proposal = await register.proposalOf(actId);
      if (!proposal || !(await seesAct(holder, register, proposal))) continue;
      if (!(await seesAct(alone, register, proposal))) await handovers.tellAnew(officeId, actId);
    }
    await handovers.markTold(handover);
  };
  return async (officeId, holder, inForce) => {
    for (const one of inForce) {
      const key = JSON.stringify([officeId, holder.personId, one.standsFor, one.from]);
      const telling = known.get(key) ?? tellAll(officeId, holder, one);
      known.set(key, telling);
      // Whoever asks is answered all the same; it is tried again with the next request.
      await telling.catch((error: unknown) => {
        known.delete(key);
        onBug(error);
      });
    }
  };
}
