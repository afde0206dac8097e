import { RegisterError } from '../../refusal.ts';
import type { Blobs } from '../port.ts';
import type { Uploads } from '../uploads.ts';
import { readS3Address } from './address.ts';
import { s3Blobs } from './blobs.ts';
import { testStorage } from './self-test.ts';
import { openShelf } from './shelf.ts';
import { connectS3 } from './store.ts';
import { s3Uploads } from './uploads.ts';

export interface S3Files {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly immutable: boolean;
  /** Answers, or throws, whether the storage is there. */
  check(): Promise<void>;
}

const dayMs = 24 * 3600 * 1000;

/**
 * Files in an S3 bucket, after a look at what the storage really does.
 * @param options.dir for copies of what is in hand; can be thrown away.
 * @throws {RegisterError} `mutable` where it cannot keep what the address promises.
 */
export async function openS3Files(
  url: string,
  { dir, clock }: { readonly dir: string; readonly clock: () => Date },
): Promise<S3Files> {
  const address = readS3Address(url);
  if (!address) throw new RegisterError('notOurs', 'not the address of a bucket');
  const { retainDays } = address;
  const store = connectS3(address);
  try {
    await testStorage(store, { locked: retainDays !== null, now: clock() });
    const shelf = await openShelf(dir);
    const retention = (): Date | null =>
      retainDays === null ? null : new Date(clock().getTime() + retainDays * dayMs);
    const blobs = s3Blobs(store, shelf, { retention });
    return {
      blobs,
      uploads: s3Uploads(store, shelf, blobs),
      immutable: retainDays !== null,
      check: async () => void (await store.size('ready')),
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
