/** What every repository of the tests is told; apart from the rest, so that a process of its own starts fast. */
import type { OfficeBoundary } from '../../src/repository/office/forward.ts';
import type { RepositoryOptions } from '../../src/repository/repository.ts';

export const testOffice = { officeId: 'ufi-7', accessKey: 'clave-de-la-oficina-de-prueba' } as const;

/** What the folder of a repository inside the test's office is encrypted with. */
export const testFolderKey = '5e'.repeat(32);

/** Options that can be sent to another process. */
export type PlainOptions = Pick<
  RepositoryOptions,
  'trustAnchors' | 'maxBlobBytes' | 'stallMs' | 'port' | 'upstream' | 'registerUrl' | 'blobsUrl' | 'noticeMs' | 'status'
> & {
  readonly accessKeys?: RepositoryOptions['accessKeys'];
} & {
  /** At which boundary of a repository inside an office its process kills itself. */
  readonly dieAt?: OfficeBoundary;
};

const accessKeys = [
  { key: testOffice.accessKey, officeId: testOffice.officeId },
  { key: 'clave-de-otra-oficina', officeId: 'otra' },
];

export const repositoryOptions = (dir: string, options: PlainOptions = {}): RepositoryOptions => ({
  ...{ dir, name: 'Repositorio de prueba', accessKeys, settleMs: 0, ...options },
});
