import { z } from 'zod';
import { DeviceRecord, OfficeRecord, PersonRecord } from '../../contract/people.ts';
import type { PeopleBook } from './book.ts';

/** A one-time code as it is kept: by its digest. */
export const CodeRecord = z.strictObject({
  personId: z.string(),
  digest: z.string(),
  expiresAt: z.iso.datetime(),
  triesLeft: z.int().min(0),
});
export type CodeRecord = z.infer<typeof CodeRecord>;

export const personOf = async (book: PeopleBook, personId: string): Promise<PersonRecord | null> =>
  parsed(PersonRecord, await book.get('person', personId));

export const officeOf = async (book: PeopleBook, officeId: string): Promise<OfficeRecord | null> =>
  parsed(OfficeRecord, await book.get('office', officeId));

export const deviceOf = async (book: PeopleBook, jkt: string): Promise<DeviceRecord | null> =>
  parsed(DeviceRecord, await book.get('device', jkt));

export const everybody = async (book: PeopleBook): Promise<PersonRecord[]> =>
  (await book.list('person')).map((text) => PersonRecord.parse(JSON.parse(text)));

export function parsed<T>(schema: z.ZodType<T>, text: string | null): T | null {
  return text === null ? null : schema.parse(JSON.parse(text));
}
