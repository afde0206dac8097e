/** A real S3 service for tests: versitygw, with versions and object lock, over plain files on loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';

export const testAccount = { AWS_ACCESS_KEY_ID: 'practice', AWS_SECRET_ACCESS_KEY: 'practice-secret-key' } as const;

export interface TestS3 {
  readonly endpoint: string;
  /** The address of a new bucket; `query` goes behind it. */
  bucket(kind: 'locking' | 'versioned' | 'plain' | 'retaining', query?: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startS3(program: string): Promise<TestS3> {
  const root = mkdtempSync(join(tmpdir(), 'fojas-s3-'));
  const [files, versions] = [join(root, 'files'), join(root, 'versions')];
  for (const folder of [files, versions]) mkdirSync(folder);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const { AWS_ACCESS_KEY_ID: access, AWS_SECRET_ACCESS_KEY: secret } = testAccount;
  const server: ChildProcess = spawn(
    program,
    ['--port', `127.0.0.1:${port}`, 'posix', '--versioning-dir', versions, files],
    { env: { PATH: process.env['PATH'], ROOT_ACCESS_KEY: access, ROOT_SECRET_KEY: secret }, stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const client = new S3Client({
    ...{ endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: access, secretAccessKey: secret },
  });
  for (let nth = 0; ; nth += 1) {
    if (server.exitCode !== null || nth > 400) throw new Error('versitygw does not answer');
    if (await fetch(endpoint).catch(() => null)) break;
    await sleep(50);
  }
  let next = 0;
  return {
    endpoint,
    async bucket(kind, query = '') {
      const Bucket = `fojas-test-${next++}`;
      await client.send(
        new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: kind === 'locking' || kind === 'retaining' }),
      );
      if (kind === 'versioned') {
        const VersioningConfiguration = { Status: 'Enabled' as const };
        await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      }
      if (kind === 'retaining') {
        const Rule = { DefaultRetention: { Mode: 'COMPLIANCE' as const, Days: 1 } };
        const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule };
        await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
      }
      return `s3://${Bucket}/fojas?endpoint=${encodeURIComponent(endpoint)}${query}`;
    },
    async stop() {
      client.destroy();
      server.kill('SIGTERM');
      await gone;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** One that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
