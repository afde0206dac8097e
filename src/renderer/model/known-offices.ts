import type { KnownOffice } from '../../contract/wire-offices.ts';

export const nameOf = ({ officeId, name }: KnownOffice): string => `${name} (${officeId})`;

/** Whether what is written so far may still become one of them. */
export const fits = (offices: readonly KnownOffice[], text: string): boolean =>
  offices.some((one) => lower(nameOf(one)).includes(lower(text)));

/** The office named by its identifier, or by a name that no other of them has. */
export function namedIn(offices: readonly KnownOffice[], text: string): string | undefined {
  const [only, ...others] = offices.filter((one) =>
    [one.officeId, one.name, nameOf(one)].some((known) => lower(known) === lower(text)),
  );
  return others.length === 0 ? only?.officeId : undefined;
}

const lower = (text: string): string => text.trim().toLowerCase();
