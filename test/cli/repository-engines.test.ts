import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type TestPostgres, startPostgres } from '../helpers/postgres.ts';
import { fojas, scratch } from './harness.ts';

let server: TestPostgres;
beforeAll(async () => void (server = await startPostgres()));
afterAll(() => server.stop());

interface Answer {
  readonly url: string;
  readonly statusUrl: string;
  readonly engines: { readonly register: string };
}

/** Starts `repository serve`; answers its first line, and what it said when it was told to end. */
async function served(dir: string, ...args: string[]): Promise<{ answer: Answer; end: () => Promise<string> }> {
  const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
  const child = spawn(
    process.execPath,
    [entry, 'repository', 'serve', '--dir', dir, '--port', '0', '--office', 'ufij-3', '--json', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    answer: JSON.parse(line) as Answer,
    end: async () => {
      child.kill('SIGTERM');
      expect((await once(child, 'exit'))[0]).toBe(0);
      return said;
    },
  };
}

describe('a repository on other engines', () => {
  it('is moved there by one command, and served from there only', async () => {
    const dir = scratch();
    const url = await server.database();
    await (await served(dir)).end();
    const dry = await fojas(['repository', 'move', '--dir', dir, '--register', url, '--dry-run']);
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('Sin --dry-run se mudaría esto.')]);
    const moved = await fojas(['repository', 'move', '--dir', dir, '--register', url, '--json']);
    expect(moved.code).toBe(0);
    expect(JSON.parse(moved.stdout)).toMatchObject({ dryRun: false, files: null, register: { logSize: 0 } });
    expect((await fojas(['repository', 'move', '--dir', dir, '--register', url])).code).toBe(5);
    const old = await fojas(['repository', 'serve', '--dir', dir, '--office', 'ufij-3', '--port', '0']);
    expect([old.code, old.stderr]).toEqual([5, expect.stringContaining('se mudó')]);

    const args = ['--register', url, '--status-port', '0', '--log', '--log-format', 'json', '--notice', '1'];
    const { answer, end } = await served(dir, ...args);
    expect(answer.engines.register).toBe('postgres');
    expect((await fetch(`${answer.statusUrl}/ready`)).status).toBe(200);
    await fetch(`${answer.url}/v1/capabilities`);
    const lines = (await end()).trim().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ event: 'request', route: '/v1/capabilities', status: 401 });
  });

  it('takes no secret on the command line, and says what it cannot use', async () => {
    const dir = scratch();
    const refused = async (...args: string[]) => {
      const { code, stderr } = await fojas(['repository', 'serve', '--dir', dir, '--office', 'ufij-3', ...args]);
      return [code, stderr];
    };
    const secret = expect.stringContaining('contraseña');
    expect(await refused('--register', 'postgres://fojas:secreto@127.0.0.1/fojas')).toEqual([2, secret]);
    expect(await refused('--blobs', 's3://llave:secreta@fojas')).toEqual([2, secret]);
    const other = expect.stringContaining('no es una dirección');
    expect(await refused('--register', 'mysql://127.0.0.1/fojas')).toEqual([2, other]);
    expect(await refused('--blobs', 's3://fojas?retain-days=nunca')).toEqual([2, other]);
    const nobody = 'postgres://fojas@localhost/fojas?host=%2Fnobody%2Fhere';
    expect(await refused('--register', nobody)).toEqual([4, expect.stringContaining('no responde')]);
    expect((await fojas(['repository', 'move', '--dir', dir])).code).toBe(2);
  });
});
