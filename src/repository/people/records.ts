import { DeviceRecord, OfficeEntry, PersonRecord } from '../../contract/people.ts';
import type { PeopleBook } from './book.ts';

export const personOf = async (book: PeopleBook, personId: string): Promise<PersonRecord | null> =>
  parsed(PersonRecord, await book.get('person', personId));

export const officeOf = async (book: PeopleBook, officeId: string): Promise<OfficeEntry | null> =>
  parsed(OfficeEntry, await book.get('office', officeId));

export const deviceOf = async (book: PeopleBook, jkt: string): Promise<DeviceRecord | null> =>
  parsed(DeviceRecord, await book.get('device', jkt));

export const everybody = async (book: PeopleBook): Promise<PersonRecord[]> =>
  (await book.list('person')).map((text) => PersonRecord.parse(JSON.parse(text)));

export function parsed<T>(schema: { parse(value: unknown): T }, text: string | null): T | null {
  return text === null ? null : schema.parse(JSON.parse(text));
}
