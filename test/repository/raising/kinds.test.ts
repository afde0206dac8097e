import { it, onTestFinished } from 'vitest';
import { raisingRows } from '../../../src/repository/raising/rows.ts';
import { openRegisterDatabase, sqliteRegister } from '../../../src/repository/register/sqlite.ts';
import { repositoryFolder } from '../../helpers/repository.ts';
import { expectDigitalOnesRaised } from './kinds.ts';

it('puts up nothing of which a signature is electronic, neither as it is registered nor when it starts', async () => {
  const folder = repositoryFolder();
  onTestFinished(() => folder.remove());
  const db = openRegisterDatabase(folder.dir, {});
  const clock = () => new Date();
  const rows = raisingRows(db, 'T', clock);
  const register = sqliteRegister(db, { onEvent: (event) => rows.note(event) });
  await expectDigitalOnesRaised(register, rows, async () => raisingRows(db, 'T', clock));
  await register.close();
});
