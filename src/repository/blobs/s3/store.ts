import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { S3Address } from './address.ts';

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  readonly modifiedAt: Date;
}

/** Until when a version cannot be removed by anybody (object lock, mode COMPLIANCE); null: no lock. */
export type Retention = Date | null;

/** The few things we ask of an S3 service. Keys are without the address's prefix. Errors are the client's. */
export interface ObjectStore {
  /** Writes where nothing is yet: `exists` otherwise. The service checks the bytes against their SHA-256. */
  create(key: string, bytes: Uint8Array, retention: Retention): Promise<'created' | 'exists'>;
  /** The same for what is too large to be held in memory, part by part. */
  createLarge(key: string, parts: AsyncIterable<Uint8Array>, retention: Retention): Promise<'created' | 'exists'>;
  size(key: string): Promise<number | null>;
  get(key: string): Promise<{ readonly size: number; readonly bytes: Readable } | null>;
  /** Everything under a folder, by key. */
  list(folder: string): Promise<readonly StoredObject[]>;
  copy(from: string, to: string): Promise<void>;
  /** Takes the newest version out of sight; with a version, removes that one. `refused` where it is locked. */
  remove(key: string, versionId?: string): Promise<'removed' | 'refused'>;
  /** Newest first. */
  versions(folder: string): Promise<readonly StoredVersion[]>;
  close(): void;
}

/** The account comes from the environment or the files that it names (AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_WEB_IDENTITY_TOKEN_FILE, …). */
export function connectS3({ bucket, prefix, endpoint, region, pathStyle }: S3Address): ObjectStore {
  const client = new S3Client({
    region,
    ...(endpoint === null ? {} : { endpoint }),
    forcePathStyle: pathStyle,
    maxAttempts: 4,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  });
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  const locked = (retention: Retention) =>
    retention === null ? {} : { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: retention };
  const without = (key: string | undefined): string => (key ?? '').slice(prefix.length);

  const size: ObjectStore['size'] = (key) =>
    unlessMissing(async () => (await client.send(new HeadObjectCommand(at(key)))).ContentLength ?? 0);
  const unlessSeen = async (
    key: string,
    write: (condition: { readonly IfNoneMatch?: '*' }) => Promise<unknown>,
  ): Promise<'created' | 'exists'> => {
    if ((await unlessThere(() => write({ IfNoneMatch: '*' }))) === 'created') return 'created';
    if ((await size(key)) !== null) return 'exists';
    // What was taken out of sight has left a mark that some services take for a file: it is written above it, as a new version.
    await write({});
    return 'created';
  };

  return {
    create: (key, bytes, retention) =>
      unlessSeen(key, (condition) =>
        client.send(
          new PutObjectCommand({
            ...{ ...at(key), ...locked(retention), Body: bytes, ContentLength: bytes.length, ...condition },
            ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
          }),
        ),
      ),
    async createLarge(key, parts, retention) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ ...at(key), ...locked(retention), ChecksumAlgorithm: 'SHA256' }),
      );
      try {
        const done: { PartNumber: number; ETag: string | undefined; ChecksumSHA256: string }[] = [];
        for await (const part of parts) {
          const PartNumber = done.length + 1;
          const ChecksumSHA256 = createHash('sha256').update(part).digest('base64');
          const sent = await client.send(
            new UploadPartCommand({
              ...{ ...at(key), UploadId, PartNumber, Body: part, ContentLength: part.length, ChecksumSHA256 },
            }),
          );
          done.push({ PartNumber, ETag: sent.ETag, ChecksumSHA256 });
        }
        const outcome = await unlessSeen(key, (condition) =>
          client.send(
            new CompleteMultipartUploadCommand({
              ...{ ...at(key), UploadId, MultipartUpload: { Parts: done }, ...condition },
            }),
          ),
        );
        if (outcome === 'exists') await client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId }));
        return outcome;
      } catch (error) {
        await client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId })).catch(() => undefined);
        throw error;
      }
    },
    size: (key) => unlessMissing(async () => (await client.send(new HeadObjectCommand(at(key)))).ContentLength ?? 0),
    get: (key) =>
      unlessMissing(async () => {
        const { Body, ContentLength } = await client.send(new GetObjectCommand(at(key)));
        if (!(Body instanceof Readable)) throw new Error('the storage answered without bytes');
        return { size: ContentLength ?? 0, bytes: Body };
      }),
    async list(folder) {
      const found: StoredObject[] = [];
      let token: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + folder, ContinuationToken: token }),
        );
        for (const { Key, Size, LastModified } of page.Contents ?? [])
          found.push({ key: without(Key), size: Size ?? 0, modifiedAt: LastModified ?? new Date(0) });
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    },
    async copy(from, to) {
      const source = `${bucket}/${prefix}${from}`.split('/').map(encodeURIComponent).join('/');
      await client.send(new CopyObjectCommand({ ...at(to), CopySource: source }));
    },
    async remove(key, versionId) {
      try {
        await client.send(
          new DeleteObjectCommand({ ...at(key), ...(versionId === undefined ? {} : { VersionId: versionId }) }),
        );
        return 'removed';
      } catch (error) {
        if (statusOf(error) === 403 || nameOf(error) === 'ObjectLocked') return 'refused';
        throw error;
      }
    },
    async versions(folder) {
      const found: StoredVersion[] = [];
      let [KeyMarker, VersionIdMarker]: (string | undefined)[] = [];
      do {
        const page: ListObjectVersionsCommandOutput = await client.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix + folder, KeyMarker, VersionIdMarker }),
        );
        for (const { Key, VersionId, LastModified } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
          found.push({ key: without(Key), versionId: VersionId ?? 'null', modifiedAt: LastModified ?? new Date(0) });
        [KeyMarker, VersionIdMarker] = page.IsTruncated === true ? [page.NextKeyMarker, page.NextVersionIdMarker] : [];
      } while (KeyMarker !== undefined);
      return found;
    },
    close: () => client.destroy(),
  };
}

/** A conditional write (RFC 9110 §13.1.2): 412 where something is there, 409 where another one is being written right now. */
async function unlessThere(write: () => Promise<unknown>): Promise<'created' | 'exists'> {
  for (let nth = 1; ; nth += 1) {
    try {
      await write();
      return 'created';
    } catch (error) {
      if (statusOf(error) === 412) return 'exists';
      if (statusOf(error) !== 409 || nth >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** nth));
    }
  }
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
const nameOf = (error: unknown): string => (error instanceof S3ServiceException ? error.name : '');

const full = ['InsufficientStorage', 'QuotaExceeded', 'XMinioStorageFull', 'StorageFull', 'InsufficientCapacity'];
/** The storage has no room, whatever it calls that. */
export const isStorageFull = (error: unknown): boolean => statusOf(error) === 507 || full.includes(nameOf(error));
