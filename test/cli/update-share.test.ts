import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { fojas, scratch } from './harness.ts';

function officeFile(folder: string): string {
  const file = path.join(folder, 'office.json');
  const person = { personId: 'p', name: 'P', role: 'magistrate', capacity: 'Agente Fiscal', cuil: null };
  const rest = { repository: null, tokenLibraries: [], trustAnchors: [], office: { officeId: 'u', name: 'U' }, person };
  const updates = { mode: 'self', folder: path.join(folder, 'updates') };
  writeFileSync(file, JSON.stringify({ version: 1, mode: 'normal', dataDir: folder, deviceId: 'd', ...rest, updates }));
  return file;
}

it('fojas update share hands out what was fetched until it is told to end', async () => {
  const folder = scratch();
  mkdirSync(path.join(folder, 'updates', 'metadata'), { recursive: true });
  writeFileSync(path.join(folder, 'updates', 'metadata', 'timestamp.json'), '{"signed": {}}');
  const entry = path.join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
  const args = [entry, 'update', 'share', '--config', officeFile(folder), '--port', '0', '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(said.toString()) as { port: number };
  expect(await (await fetch(`http://127.0.0.1:${port}/timestamp.json`)).text()).toBe('{"signed": {}}');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('fojas update share says that its port is taken', async () => {
  const server = createServer();
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const ran = await fojas(['update', 'share', '--config', officeFile(scratch()), '--port', String(port)]);
  expect(ran).toMatchObject({ code: 5, stderr: expect.stringContaining('EADDRINUSE') as string });
});
