import type { Notices } from '../../contract/acts.ts';
import type { Addressee, EntryOf, Party, PartyPole } from '../../contract/wire-entries.ts';

export type AboutNotices = EntryOf<'addressees'> | EntryOf<'notified'>;

/**
 * How an act stands with those who are to be told of it, by what was noted: who was named last, and what was noted last of each. Where nobody
 * was named, they are those of whom a notice was noted; null where there is neither. An addressee is known by the name, however it is written.
 */
export function noticesOf(noted: readonly AboutNotices[]): Notices | null {
  if (noted.length === 0) return null;
  const inOrder = noted.toSorted((a, b) => (said(a) < said(b) ? -1 : 1));
  const given = inOrder.filter((one): one is EntryOf<'notified'> => one.kind === 'notified');
  const last = new Map(given.map((one) => [plain(one.addressee), one]));
  const named = inOrder.findLast((one): one is EntryOf<'addressees'> => one.kind === 'addressees');
  const addressees: readonly Addressee[] =
    named?.addressees ?? [...last.values()].map(({ addressee }) => ({ name: addressee, pole: null }));
  return {
    chosen: named !== undefined,
    addressees: addressees.map((one) => {
      const notice = last.get(plain(one.name));
      return { ...one, state: notice ? (notice.trouble?.kind ?? 'done') : 'pending' };
    }),
  };
}

/** Those who are still to be told. */
export const openIn = ({ addressees }: Notices): Notices['addressees'] =>
  addressees.filter(({ state }) => state !== 'done');

/** An act is notified once all who are to be told of it are; where that is nobody, it is not. */
export const isNotified = (notices: Notices): boolean => notices.addressees.length > 0 && openIn(notices).length === 0;

/** Of the parties of a case, those of these poles, each once. */
export function addresseesAmong(parties: readonly Party[], poles: readonly PartyPole[]): Addressee[] {
  const named = parties.filter(({ pole }) => poles.includes(pole)).map(({ name, pole }) => ({ name, pole }));
  return [...new Map(named.map((one) => [plain(one.name), one])).values()];
}

const said = ({ at, entryId }: AboutNotices): string => `${new Date(at).toISOString()}|${entryId}`;
const plain = (name: string): string => name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
