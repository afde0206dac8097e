import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import { openPostgresRegister } from '../../src/repository/register/postgres/register.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { repositoryFolder, startRepository } from '../helpers/repository.ts';
import { permissionMatrix } from './matrix.ts';

permissionMatrix('SQLite', async () => {
  const folder = repositoryFolder();
  let stop = (): Promise<void> => Promise.resolve();
  return {
    async console(work) {
      const register = openSqliteRegister(folder.dir);
      return work(register.people).finally(() => register.close());
    },
    async start(clock) {
      const repository = await startRepository(folder.dir, { clock });
      stop = () => repository.close();
      return repository;
    },
    async stop() {
      await stop();
      folder.remove();
    },
  };
});

permissionMatrix('PostgreSQL', async () => {
  const folder = repositoryFolder();
  const server = await startPostgres();
  const registerUrl = await server.database();
  let stop = (): Promise<void> => Promise.resolve();
  return {
    async console(work) {
      const register = await openPostgresRegister(registerUrl);
      return work(register.people).finally(() => register.close());
    },
    async start(clock) {
      const repository = await startRepository(folder.dir, { clock, registerUrl });
      stop = () => repository.close();
      return repository;
    },
    async stop() {
      await stop();
      await server.stop();
      folder.remove();
    },
  };
});
