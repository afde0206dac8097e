import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWishes } from '../../src/main/command-line.ts';
import { childEnvironment } from '../../src/main/environment.ts';
import { isOwn, lockDownApp, lockDownContents, lockDownSession } from '../../src/main/lock-down.ts';
import { openOfficeConfig } from '../../src/policy/office.ts';
import { nobody } from '../../src/policy/resolve.ts';
import { answerFile, PAPER_PAGE, privileges } from '../../src/main/scheme.ts';
import { officeConfig } from './processes.ts';

let folder: string;
let root: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fojas-doors-'));
  root = path.join(folder, 'renderer');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await writeFile(path.join(root, 'index.html'), '<title>Fojas</title>');
  await writeFile(path.join(root, 'pin.html'), '<title>PIN</title>');
  await writeFile(path.join(root, 'paper.html'), '<title>paper</title>');
  await writeFile(path.join(root, 'assets', 'a.js'), 'a');
  await writeFile(path.join(folder, 'secret.json'), '{}');
  await writeFile(path.join(root, 'notes.txt'), 'no such type');
});
afterAll(() => rm(folder, { recursive: true }));

test('the scheme answers files of the renderer with their type and policy', async () => {
  const page = await answerFile(root, 'app://fojas/index.html?x=1');
  expect(page.status).toBe(200);
  expect(await page.text()).toBe('<title>Fojas</title>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
  expect(page.headers.get('content-security-policy')).toMatch(/; trusted-types default$/);
  expect((await answerFile(root, 'app://fojas/assets/a.js')).headers.get('content-type')).toBe(
    'text/javascript; charset=utf-8',
  );
});

test('the PIN window may reach nothing beyond its own files', async () => {
  const policy =
    (await answerFile(root, 'app://fojas/pin.html?locale=en')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("trusted-types 'none'");
  expect(policy).not.toContain('connect-src');
  expect(policy).not.toContain('worker-src');
  expect(policy).not.toContain('frame-src');
});

test('what draws documents has a site of its own and a policy that gives it no origin', async () => {
  expect(privileges.map(({ scheme }) => scheme)).toEqual(['app', 'paper']);
  const page = await answerFile(root, PAPER_PAGE);
  expect([page.status, await page.text()]).toEqual([200, '<title>paper</title>']);
  const policy = page.headers.get('content-security-policy')?.split('; ') ?? [];
  expect(policy).toContain('sandbox allow-scripts');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain('connect-src paper://view');
  expect(policy).toContain('frame-ancestors app://fojas');
  expect(policy.join()).not.toContain("'self'");
  const outer = (await answerFile(root, 'app://fojas/index.html')).headers.get('content-security-policy') ?? '';
  expect(outer).toContain('frame-src paper://view;');
  for (const loose of ['wasm', 'worker-src', 'blob: ;', "'unsafe"]) expect(outer).not.toContain(loose);
  // Neither serves the other's pages; files of the program are the same for both.
  for (const url of [
    'paper://view/index.html',
    'paper://view/pin.html',
    'paper://other/paper.html',
    'app://fojas/paper.html',
  ])
    expect([403, 404], url).toContain((await answerFile(root, url)).status);
  expect((await answerFile(root, 'app://fojas/assets/a.js')).headers.get('access-control-allow-origin')).toBeNull();
  expect((await answerFile(root, 'paper://view/assets/a.js')).headers.get('access-control-allow-origin')).toBe('*');
});

test.each([
  'app://fojas/../secret.json',
  'app://fojas/%2e%2e/secret.json',
  'app://fojas/..%2fsecret.json',
  'app://fojas/..%5csecret.json',
  'app://fojas/%00index.html',
  'app://fojas/%zz.html',
  'app://fojas/notes.txt',
  'app://fojas/',
  'app://fojas/missing.html',
  'app://other/index.html',
  'https://fojas/index.html',
  'not an address',
])('%s gets nothing', async (url) => {
  const answer = await answerFile(root, url);
  expect([403, 404]).toContain(answer.status);
  expect(await answer.text()).toBe('');
});

test('an address is ours by its origin, not by how it begins', () => {
  expect(isOwn('app://fojas/index.html')).toBe(true);
  for (const url of [
    'app://fojas.example/',
    'app://fojas@evil/',
    'app:fojas',
    'https://fojas/',
    'blob:app://fojas/1',
    'paper://view/paper.html',
    '',
  ]) {
    expect(isOwn(url), url).toBe(false);
  }
});

test('permissions, devices and the network are refused', () => {
  const set: Record<string, (...args: unknown[]) => unknown> = {};
  const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => void (set[name] = handler);
  lockDownSession(
    {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      webRequest: { onBeforeRequest: keep('before') },
    } as never,
    true,
  );
  const requested = (permission: string, requestingUrl: string): unknown => {
    let granted: unknown;
    set['request']?.(null, permission, (answer: unknown) => (granted = answer), { requestingUrl });
    return granted;
  };
  for (const permission of [
    'media',
    'geolocation',
    'usb',
    'hid',
    'serial',
    'smart-card',
    'clipboard-read',
    'openExternal',
  ]) {
    expect(requested(permission, 'app://fojas/'), permission).toBe(false);
    expect(set['check']?.(null, permission, 'app://fojas'), permission).toBe(false);
  }
  expect(requested('clipboard-sanitized-write', 'app://fojas/')).toBe(true);
  expect(requested('clipboard-sanitized-write', 'https://example.invalid/')).toBe(false);
  expect(set['device']?.({})).toBe(false);
  const cancelled = (url: string): unknown => {
    let answer: { cancel?: boolean } = {};
    set['before']?.({ url }, (given: { cancel: boolean }) => (answer = given));
    return answer.cancel;
  };
  for (const url of [
    'http://127.0.0.1:9/',
    'https://example.invalid/',
    'file:///etc/passwd',
    'ws://127.0.0.1/',
    'devtools://x/',
  ]) {
    expect(cancelled(url), url).toBe(true);
  }
  expect(cancelled('app://fojas/index.html')).toBe(false);
  expect(cancelled('blob:app://fojas/0000')).toBe(false);
  expect(cancelled('paper://view/assets/a.js')).toBe(false);
  expect(cancelled('paper://view.example/a.js')).toBe(true);
});

test('pages go nowhere, and no certificate is offered by itself', () => {
  const prevented: string[] = [];
  const listeners = new Map<string, (...args: unknown[]) => void>();
  let open: ((details: object) => unknown) | undefined;
  lockDownContents({
    on: (name: string, listener: (event: unknown) => void) => {
      const all = [
        { url: 'https://example.invalid/', isMainFrame: false },
        { url: `${PAPER_PAGE}?x`, isMainFrame: false },
        // What draws documents is a frame, never the window itself.
        { url: PAPER_PAGE, isMainFrame: true },
        { url: PAPER_PAGE, isMainFrame: false },
      ];
      for (const event of all) listener({ ...event, preventDefault: () => prevented.push(name) });
    },
    setWindowOpenHandler: (handler: (details: object) => unknown) => (open = handler),
  } as never);
  const times = (name: string): number => prevented.filter((one) => one === name).length;
  expect(['will-attach-webview', 'will-navigate', 'will-redirect'].map(times)).toEqual([4, 4, 4]);
  expect(times('will-frame-navigate')).toBe(3);
  expect(open?.({ url: 'app://fojas/index.html' })).toEqual({ action: 'deny' });

  lockDownApp({ on: (name: string, listener: (...args: unknown[]) => void) => listeners.set(name, listener) } as never);
  const chosen: unknown[][] = [];
  let stopped = 0;
  const event = { preventDefault: () => stopped++ };
  listeners.get('select-client-certificate')?.(event, null, 'https://x/', [{}], (...args: unknown[]) =>
    chosen.push(args),
  );
  expect(chosen).toEqual([[]]);
  listeners.get('certificate-error')?.(event, null, 'https://x/', 'bad', {}, (...args: unknown[]) => chosen.push(args));
  expect(chosen).toEqual([[], [false]]);
  expect(stopped).toBe(2);
});

test('a child process learns of the environment only what it needs', () => {
  const env = {
    PATH: '/bin',
    HOME: '/home/x',
    SOFTHSM2_CONF: '/c',
    NODE_OPTIONS: '--require x',
    ELECTRON_RUN_AS_NODE: '1',
    AWS_SECRET: 's',
    GITHUB_TOKEN: 't',
    LC_ALL: 'C',
    EMPTY: undefined,
  };
  expect(childEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/home/x', SOFTHSM2_CONF: '/c', LC_ALL: 'C' });
});

test.each([
  [['--office-config', 'a.json'], 'a.json', null],
  [['app', '--office-config=b.json', '--store-key-file', 'k'], 'b.json', 'k'],
  [['--office-config'], null, null],
  [['--office-config='], null, null],
  [[], null, null],
])('the command line %j', (argv, officeConfig, storeKeyFile) => {
  const nothingElse = { selfTest: false, rootErrand: null, link: null };
  expect(readWishes(argv)).toEqual({ officeConfig, storeKeyFile, ...nothingElse });
});

test.each([
  [['--self-test'], { selfTest: true }],
  [
    ['--update-install', '/tmp/staged', '--update-name=a.deb'],
    { rootErrand: { kind: 'install', staged: '/tmp/staged', name: 'a.deb' } },
  ],
  [['--update-install', '/tmp/staged'], { rootErrand: null }],
  [['--update-return'], { rootErrand: { kind: 'return' } }],
  [['--update-recover'], { rootErrand: { kind: 'recover' } }],
])('the command line %j asks for an errand', (argv, wish) => {
  expect(readWishes(argv)).toMatchObject(wish);
});

const id = '0b54bb2b-9d9e-4bd9-b3c4-5a4d6c6f0a11';
test.each<readonly [string, object | null]>([
  [`fojas://act/${id}`, { kind: 'act', actId: id }],
  [`fojas://case/${id}`, { kind: 'case', caseId: id }],
  ...[
    ...[
      `fojas://act/${id}/`,
      `fojas://act/${id}?x=1`,
      `fojas://act/${id}#x`,
      `FOJAS://act/${id}`,
      `fojas://act/${id.toUpperCase()}`,
    ],
    ...[
      `fojas://act/../${id}`,
      `fojas://user@act/${id}`,
      `fojas:act/${id}`,
      `fojas://sign/${id}`,
      `x fojas://act/${id}`,
    ],
    ...[
      'fojas://act/',
      'fojas://',
      `fojas://act/${id} --self-test`,
      `fojas://act/${'z'.repeat(36)}`,
      `fojas://act/${id}\n`,
    ],
  ].map((text) => [text, null] as const),
])('the address %j', (text, link) => {
  expect(readWishes(['fojas', text]).link).toEqual(link);
});

test('an office file that does not fit is refused with the place that is wrong', async () => {
  const write = async (content: unknown): Promise<string> => {
    const file = path.join(folder, 'office.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const read = (file: string) => openOfficeConfig(file, async () => nobody);
  expect(await read(await write(officeConfig()))).toMatchObject({ ok: true, value: { config: officeConfig() } });
  expect(await read(await write('{'))).toMatchObject({ failure: { kind: 'officeFileBroken', places: [] } });
  const wrong = await read(await write({ ...officeConfig(), mode: 'free for all', extra: 1 }));
  expect(wrong).toMatchObject({ ok: false, failure: { kind: 'officeFileBroken', places: ['mode', 'extra'] } });
  expect(await read(path.join(folder, 'none.json'))).toMatchObject({
    failure: { kind: 'fileUnreadable', code: 'ENOENT' },
  });
});
