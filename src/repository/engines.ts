import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Level } from '../contract/levels.ts';
import { openFolderBlobs } from './blobs/folder.ts';
import { openSealedBlobs } from './blobs/sealed.ts';
import type { Blobs } from './blobs/port.ts';
import { copiesName, folderCopies, sharedCopiesName } from './copies/folder.ts';
import type { CopyPlace } from './copies/port.ts';
import { type Uploads, openFolderUploads } from './blobs/uploads.ts';
import { flagsOf, readMoved, readMoving } from './move/mark.ts';
import { type RaisingRows, raisingRows } from './raising/rows.ts';
import { RegisterError } from './refusal.ts';
import type { Register } from './register/port.ts';
import type { FolderKeys } from './sealed/keys.ts';
import { openRegisterDatabase, sqliteRegister } from './register/sqlite.ts';

export interface EngineWishes {
  readonly dir: string;
  readonly maxRegisterBytes?: number | undefined;
  /** `postgres://…`; without it, SQLite in the folder. */
  readonly registerUrl?: string | undefined;
  /** `s3://bucket/prefix?…`; without it, files in the folder. */
  readonly blobsUrl?: string | undefined;
  /** Where acts are raised, to what. */
  readonly raisedTo?: Level | undefined;
  readonly clock: () => Date;
  /** Of an office's folder, which is encrypted. */
  readonly sealedBy?: FolderKeys | undefined;
}

/** What a repository stands on. */
export interface Engines {
  /** The embedded register's database; null where the register is elsewhere. */
  readonly db: ReturnType<typeof openRegisterDatabase> | null;
  readonly register: Register;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly raising: RaisingRows | null;
  /** Second copies of workstations: wherever the files of acts lie. */
  readonly copies: CopyPlace;
  /** What the engines are, for people and for metrics; no address, no name of an account. */
  readonly standing: {
    readonly register: 'sqlite' | 'postgres';
    readonly blobs: 'folder' | 's3';
    /** Whether files cannot be removed by whoever holds the keys of the storage, as a test at the start showed. */
    readonly immutable: boolean;
  };
  /** Connections to the database, where there is one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number } | null;
  /** Answer, or throw, soon: whether something can be registered now, and whether files can be kept and read. */
  check(): Promise<void>;
  checkFiles(): Promise<void>;
  /** @throws {RegisterError} `otherKeys` where another node of this register has other keys. */
  agreeOnKeys(kid: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what the wishes name. The engines of larger sites are loaded only where they are wanted.
 * @throws {RegisterError}; the system's error where a server does not answer.
 */
export async function openEngines(wishes: EngineWishes): Promise<Engines> {
  refuseMoved(wishes);
  const registers = await openRegister(wishes);
  try {
    const files = await openFiles(wishes, registers);
    const close = async (): Promise<void> => {
      files.copies.close();
      await registers.close();
    };
    return { ...registers, ...files, close };
  } catch (error) {
    await registers.close();
    throw error;
  }
}

/** What was moved elsewhere is not gone on with here: it would be numbered twice. Nor is a half of it there. */
function refuseMoved({ dir, registerUrl, blobsUrl }: EngineWishes): void {
  const moved = readMoved(dir);
  const gone = (registerUrl === undefined && moved?.register) || (blobsUrl === undefined && moved?.blobs);
  if (gone) throw new RegisterError('moved', gone);
  // What came there so far is a half: files without rows look like a register of nothing, and rows without files like a loss.
  const begun = readMoving(dir);
  const isHalf =
    begun !== null &&
    ((registerUrl !== undefined && begun.register !== null) || (blobsUrl !== undefined && begun.blobs !== null));
  if (isHalf) throw new RegisterError('moving', flagsOf(begun));
}

type Files = Pick<Engines, 'blobs' | 'uploads' | 'copies' | 'standing' | 'checkFiles'>;
type Registers = Omit<Engines, keyof Files> & {
  readonly kind: 'sqlite' | 'postgres';
};

async function openRegister(wishes: EngineWishes): Promise<Registers> {
  const { dir, maxRegisterBytes, registerUrl, raisedTo, clock, sealedBy } = wishes;
  if (registerUrl === undefined) {
    // It holds the folder against a second process.
    const db = openRegisterDatabase(dir, {
      ...(maxRegisterBytes === undefined ? {} : { maxBytes: maxRegisterBytes }),
      ...(sealedBy ? { key: sealedBy.register } : {}),
    });
    const raising = raisedTo === undefined ? null : raisingRows(db, raisedTo, clock);
    const register = sqliteRegister(db, {
      together: true,
      ...(raising ? { onEvent: (event) => raising.note(event) } : {}),
    });
    return {
      ...{ kind: 'sqlite', db, register, raising },
      connections: () => null,
      check: async () => void db.prepare('SELECT 1').get(),
      agreeOnKeys: async () => undefined,
      close: () => register.close(),
    };
  }
  const { openPostgres, postgresRegister } = await import('./register/postgres/register.ts');
  const { noteRaising, postgresRaising } = await import('./register/postgres/raising.ts');
  const database = await openPostgres(registerUrl);
  if (await database.one("SELECT 1 FROM settings WHERE name = 'moving'")) {
    await database.close();
    throw new RegisterError('moving', '--register');
  }
  const register = postgresRegister(
    database,
    raisedTo === undefined ? {} : { onEvent: (query, event) => noteRaising(query, event, clock()) },
  );
  try {
    const raising = raisedTo === undefined ? null : await postgresRaising(database, raisedTo, clock);
    return {
      ...{ kind: 'postgres', db: null, register, raising },
      connections: () => database.standing(),
      check: async () => void (await database.one('SELECT 1')),
      async agreeOnKeys(kid) {
        await database.run("INSERT INTO settings VALUES ('rootKey', $1) ON CONFLICT DO NOTHING", kid);
        const known = await database.one<{ value: string }>("SELECT value FROM settings WHERE name = 'rootKey'");
        if (known?.value === kid) return;
        throw new RegisterError('otherKeys', `the register was begun with other keys: bring those of its first node`);
      },
      close: () => register.close(),
    };
  } catch (error) {
    await register.close();
    throw error;
  }
}

async function openFiles(
  { dir, blobsUrl, clock, sealedBy }: EngineWishes,
  { kind: register }: Registers,
): Promise<Files> {
  if (blobsUrl === undefined) {
    const folder = join(dir, 'blobs');
    const blobs = await (sealedBy ? openSealedBlobs(folder, sealedBy.files) : openFolderBlobs(folder));
    const uploads = openFolderUploads(join(folder, 'partial'), blobs, { key: sealedBy?.growing ?? null });
    const checkFiles = async (): Promise<void> => void (await stat(join(dir, 'blobs')));
    const copies = folderCopies(join(dir, register === 'sqlite' ? copiesName : sharedCopiesName));
    return { blobs, uploads, copies, checkFiles, standing: { register, blobs: 'folder', immutable: false } };
  }
  const { openS3Files } = await import('./blobs/s3/open.ts');
  const {
    blobs,
    uploads,
    immutable,
    check: checkFiles,
  } = await openS3Files(blobsUrl, { dir: join(dir, 'blobs'), clock });
  const copies = await openCopies({ dir, blobsUrl });
  return { blobs, uploads, copies, checkFiles, standing: { register, blobs: 's3', immutable } };
}

/** Where copies lie in the folder of a repository that may be stopped: what a move had begun to bring elsewhere does not count yet. */
export function copiesIn(dir: string): string {
  const isOwn = existsSync(join(dir, 'register.db')) && !readMoved(dir)?.register;
  return join(dir, isOwn || !existsSync(join(dir, sharedCopiesName)) ? copiesName : sharedCopiesName);
}

/** Where second copies of workstations lie: in the bucket, or in the folder as its repository keeps them. */
export async function openCopies({ dir, blobsUrl }: Pick<EngineWishes, 'dir' | 'blobsUrl'>): Promise<CopyPlace> {
  if (blobsUrl === undefined) return folderCopies(copiesIn(dir));
  const { openS3Copies } = await import('./blobs/s3/copies.ts');
  return openS3Copies(blobsUrl, join(dir, 'blobs', copiesName));
}
