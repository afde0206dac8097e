/** A repository that knows people, and a desk that shows no office key. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OfficeOptions } from '../../../src/casework/office.ts';
import type { OfficeConfig, Role } from '../../../src/contract/config.ts';
import { type PeopleOrder, PeopleAnswer } from '../../../src/contract/people.ts';
import { atConsole, carryOut } from '../../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../../src/repository/register/sqlite.ts';
import type { RepositoryOptions } from '../../../src/repository/repository.ts';
import { enrolByCode, makeDevice, sendWith } from '../../helpers/device.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import {
  type TestOffice,
  makeTestFolder,
  officeId,
  openTestOffice,
  startTestRepository,
  testConfig,
} from '../../helpers/office.ts';

/** As the certificate of the tests' signer has it. */
export const cuil = '27123456780';
export const until = '2099-01-01T00:00:00.000Z';

export const personRow = (personId: string, role: Role, more: object = {}) => ({
  ...{ personId, name: `Persona ${personId}`, cuil: null, login: null },
  ...more,
  grant: { officeId, roles: [role], clearance: 5, validator: false, until },
});

export async function peopledWorld(
  options: Partial<RepositoryOptions> = {},
  configure: (config: OfficeConfig) => OfficeConfig = (config) => config,
) {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  mkdirSync(folder.repository, { recursive: true, mode: 0o700 });
  const register = openSqliteRegister(folder.repository);
  const rooms = { book: register.people, clock: () => new Date() };
  await carryOut(rooms, { kind: 'office', office: { officeId, name: 'UFI N.º 3' } }, atConsole);
  const rows = [personRow('p-it', 'itAdmin'), personRow('p-1', 'magistrate', { cuil, login: 'juana@mp.example' })];
  await carryOut(rooms, { kind: 'import', rows }, atConsole);
  const given = await carryOut(rooms, { kind: 'code', personId: 'p-it' }, atConsole);
  await register.close();
  const token = createFakeToken();
  const repository = await startTestRepository(folder.repository, { trustAnchors: [token.rootPem], ...options });
  onTestFinished(() => repository.stop());
  const device = await makeDevice();
  const session = await enrolByCode(repository.url, device, 'p-it', given.kind === 'code' ? given.code : '');
  const admin = { device, token: session.grants[0]!, nonce: session.nonce };
  const base = testConfig(folder.data, { repository, libraries: [token.library], anchors: [token.rootPem] });
  const { url, pinnedKeys } = base.repository!;
  const config = configure({ ...base, repository: { url, pinnedKeys } });
  const open = async (given: Partial<OfficeOptions> = {}): Promise<TestOffice> => {
    const office = await openTestOffice({ config, ...given });
    office.office.attachToken(token.library.id, token.port());
    onTestFinished(() => office.close());
    return office;
  };
  return {
    ...{ repository, token, config, folder, open },
    order: async (order: PeopleOrder) =>
      PeopleAnswer.parse(await (await sendWith(repository.url, admin, 'POST', '/v1/people', order)).json()),
    async code(personId = 'p-1'): Promise<string> {
      const answer = await this.order({ kind: 'code', personId });
      return answer.kind === 'code' ? answer.code : '';
    },
    fetchedFiles: (): number => {
      const at = join(folder.data, 'documents', 'fetched');
      return existsSync(at)
        ? readdirSync(at, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length
        : 0;
    },
  };
}
