/** Who looks after people at the repository of a run: gives codes to desks, and revokes them, past the line. */
import { mkdirSync } from 'node:fs';
import { PeopleAnswer, type PeopleOrder } from '../../../src/contract/people.ts';
import { atConsole, carryOut } from '../../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../../src/repository/register/sqlite.ts';
import { type TestDevice, enrolByCode, makeDevice, offerOf, sendWith } from '../../helpers/device.ts';
import { officeId } from '../../helpers/office.ts';

const admin = 'p-it';
const until = '2099-01-01T00:00:00.000Z';

/** Before the repository's first start: its people are known. Answers the code by which who looks after them comes in. */
export async function knowPeople(dir: string, desks: number): Promise<string> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const register = openSqliteRegister(dir);
  const rooms = { book: register.people, clock: () => new Date() };
  const row = (personId: string, role: 'itAdmin' | 'magistrate') => ({
    ...{ personId, name: `Persona ${personId}`, cuil: null, login: null },
    grant: { officeId, roles: [role], clearance: 5, validator: false, until },
  });
  await carryOut(rooms, { kind: 'office', office: { officeId, name: 'UFI N.º 3' } }, atConsole);
  const persons = Array.from({ length: desks }, (_, index) => row(`p-${index}`, 'magistrate'));
  await carryOut(rooms, { kind: 'import', rows: [row(admin, 'itAdmin'), ...persons] }, atConsole);
  const given = await carryOut(rooms, { kind: 'code', personId: admin }, atConsole);
  await register.close();
  if (given.kind !== 'code') throw new Error(JSON.stringify(given));
  return given.code;
}

export interface People {
  /** A code for this person's next device. */
  code(personId: string): Promise<string>;
  /** Until it is done: the repository may be down, or its disk full. */
  revoke(jkt: string): Promise<void>;
}

/** @param url the repository, past the line */
export async function lookAfterPeople(url: string, code: string): Promise<People> {
  const device = await makeDevice();
  const { grants } = await enrolByCode(url, device, admin, code);
  const order = async (what: PeopleOrder): Promise<PeopleAnswer> => {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await asDevice(url, device, grants[0]!, 'POST', '/v1/people', what);
        if (answer.ok) return PeopleAnswer.parse(await answer.json());
        throw new Error(`${answer.status} ${await answer.text()}`);
      } catch (error) {
        if (tries >= 120) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };
  return {
    async code(personId) {
      const answer = await order({ kind: 'code', personId });
      if (answer.kind !== 'code') throw new Error(JSON.stringify(answer));
      return answer.code;
    },
    async revoke(jkt) {
      const answer = await order({ kind: 'revokeDevice', jkt, reason: 'perdida' });
      if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    },
  };
}

/** One request by a device with its grant, and a nonce of this moment: who offers enrolment may pass another's nonce on. */
export async function asDevice(
  url: string,
  device: TestDevice,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const { nonce } = await offerOf(url);
  const first = await sendWith(url, { device, token, nonce }, method, path, body);
  const wanted = first.headers.get('dpop-nonce');
  if (first.status !== 401 || wanted === null) return first;
  return sendWith(url, { device, token, nonce: wanted }, method, path, body);
}
