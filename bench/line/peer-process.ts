/**
 * One end of a peer, run in a namespace of the line: `server PEER PACKAGES FOLDER PORT` serves until its parent goes, `client PEER PACKAGES
 * FOLDER URL` sends every file of the folder and ends with code 0 when the other end has them all.
 */
import { createReadStream, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

const [role, peer, packages, folder, where] = process.argv.slice(2) as [string, string, string, string, string];
const take = createRequire(join(packages, 'package.json'));

/** Of packages that this project does not have, no more is known here than what is used. */
interface Express {
  (): { use(path: string, middleware: unknown): void; listen(port: number, host: string, ready: () => void): void };
}
interface Pouch {
  new (name: string): PouchDatabase;
  defaults(options: object): Pouch;
}
interface PouchDatabase {
  put(document: object): Promise<unknown>;
  info(): Promise<{ doc_count: number }>;
  readonly replicate: {
    to(url: string, options: object): Promise<unknown> & { on(event: string, run: () => void): void };
  };
}
interface TusUpload {
  start(): void;
}

/** At a time, as in the other programs' usual settings. */
const width = 4;
const files = (): string[] => (role === 'client' ? readdirSync(folder).sort() : []);

async function inParallel(names: readonly string[], send: (name: string) => Promise<void>): Promise<void> {
  const queue = [...names];
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await send(name);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  async 'server tus'() {
    const { Server } = take('@tus/server') as { Server: new (options: object) => { listen(to: object): void } };
    const { FileStore } = take('@tus/file-store') as { FileStore: new (options: object) => unknown };
    new Server({ path: '/files', datastore: new FileStore({ directory: folder }) }).listen({
      ...{ host: '0.0.0.0', port: Number(where) },
    });
    process.send?.('ready');
  },
  async 'client tus'() {
    const { Upload } = take('tus-js-client') as { Upload: new (file: unknown, options: object) => TusUpload };
    await inParallel(files(), (name) => {
      const path = join(folder, name);
      return new Promise((resolve, reject) => {
        const options = {
          ...{ endpoint: `${where}/files`, uploadSize: statSync(path).size, metadata: { filename: name } },
          retryDelays: Array.from({ length: 200 }, (_, n) => Math.min(5000, 500 * (n + 1))),
          ...{ onError: reject, onSuccess: () => resolve() },
        };
        new Upload(createReadStream(path), options).start();
      });
    });
  },
  async 'server PouchDB'() {
    const PouchDB = take('pouchdb') as Pouch;
    const express = take('express') as Express;
    const store = PouchDB.defaults({ prefix: `${folder}/` });
    const middleware = (take('express-pouchdb') as (pouch: Pouch, options: object) => unknown)(store, {
      ...{ mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt') },
    });
    const app = express();
    app.use('/', middleware);
    app.listen(Number(where), '0.0.0.0', () => process.send?.('ready'));
  },
  async 'client PouchDB'() {
    const PouchDB = take('pouchdb') as Pouch;
    const local = new PouchDB(`${folder}-pouch`);
    for (const name of files()) {
      const data = readFileSync(join(folder, name));
      await local.put({ _id: name, _attachments: { file: { content_type: 'application/octet-stream', data } } });
    }
    // Filling its database is not sending: the clock starts here.
    process.send?.('filled');
    for (;;) {
      try {
        await local.replicate.to(`${where}/acts`, { batch_size: 10, checkpoint: 'both' });
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  },
};

await parts[`${role} ${peer}`]!();
if (role === 'client') process.exit(0);
process.once('disconnect', () => process.exit(0));
