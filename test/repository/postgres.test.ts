import { afterAll, beforeAll } from 'vitest';
import { openPostgresRegister } from '../../src/repository/register/postgres/register.ts';
import { type TestPostgres, startPostgres } from '../helpers/postgres.ts';
import { logConformance, registerConformance } from './conformance.ts';
import { movesConformance } from './moves-conformance.ts';
import { peopleConformance } from './people-conformance.ts';

let server: TestPostgres;
let ready: string;

beforeAll(async () => {
  server = await startPostgres();
  const url = await server.database();
  // Made once, and copied: what is tested is the register, not how it is made.
  await (await openPostgresRegister(url)).close();
  ready = server.nameIn(url);
});
afterAll(() => server.stop());

const fresh = async () => openPostgresRegister(await server.database(ready));

registerConformance('PostgreSQL', fresh);
logConformance('PostgreSQL', fresh);
peopleConformance('PostgreSQL', fresh);
movesConformance('PostgreSQL', fresh);
