/** Enrolling with the institution's own login, against a provider of OpenID Connect that is nobody's double. */
import Provider from 'oidc-provider';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { idTokenFor } from '../../../src/casework/enrolment/oidc.ts';
import { peopledWorld } from './world.ts';

const clientId = 'fojas-desk';

/** A provider at which one person signs in; `onAsked` hears each path that is asked for. */
async function startProvider(login: string, onAsked: (path: string) => void = () => undefined): Promise<string> {
  const server: Server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: clientId, application_type: 'native', token_endpoint_auth_method: 'none' },
        ...{ redirect_uris: ['http://127.0.0.1/callback'], grant_types: ['authorization_code'] },
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // Claims of the scopes stand in the ID token itself.
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: login, email_verified: true }),
    }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['only for a test'] },
  });
  server.on('request', ({ url }) => onAsked(url ?? ''));
  server.on('request', provider.callback());
  onTestFinished(() => new Promise<void>((done) => void (server.closeAllConnections(), server.close(() => done()))));
  return issuer;
}

/** A browser with one person before it: follows redirections, signs in, and says yes, or leaves by the provider's own way out. Answers the last page. */
async function browse(start: string, refuses = false): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | null = null;
  for (let steps = 0; steps < 20; steps += 1) {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: form.toString() } : {}),
    });
    form = null;
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const [name, ...value] = pair!.split('=');
      jar.set(name!, value.join('='));
    }
    const next = response.headers.get('location');
    if (next) {
      url = new URL(next, url).href;
      continue;
    }
    const page = await response.text();
    const wayOut = refuses ? /href="([^"]+\/abort)"/.exec(page)?.[1] : undefined;
    if (wayOut !== undefined) {
      url = new URL(wayOut, url).href;
      continue;
    }
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined) return page;
    url = new URL(action, url).href;
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? 'login';
    form = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login: 'p-one', password: 'x' } : {}) });
  }
  throw new Error('the provider went in circles');
}

it("is enrolled through the institution's provider, by code and PKCE, and works", async () => {
  const issuer = await startProvider('juana@mp.example');
  const world = await peopledWorld({ oidc: { issuer, clientId } });
  const office = await world.open();
  expect((await office.call('enrolment.ways', {})).ways).toContain('oidc');
  office.office.subscribe((event, data) => {
    if (event === 'enrolment.page') void browse((data as { url: string }).url);
  });
  expect(await office.call('enrolment.enrol', { way: 'oidc' })).toMatchObject({
    ...{ state: 'enrolled', grants: [{ roles: ['magistrate'] }] },
  });
  expect(await office.call('trays.counts', {})).toMatchObject({ toSign: 0 });
});

it('enrols nobody whom the repository does not know by that login', async () => {
  const issuer = await startProvider('otra@mp.example');
  const world = await peopledWorld({ oidc: { issuer, clientId } });
  const office = await world.open();
  office.office.subscribe((event, data) => {
    if (event === 'enrolment.page') void browse((data as { url: string }).url);
  });
  expect(await office.refusal('enrolment.enrol', { way: 'oidc' })).toEqual({
    ...{ kind: 'enrolmentRefused', reason: 'personUnknown' },
  });
});

it('says that the login was refused when the person says no, and enrols afterwards', async () => {
  const issuer = await startProvider('juana@mp.example');
  const world = await peopledWorld({ oidc: { issuer, clientId } });
  const office = await world.open();
  let refuses = true;
  const seen: Promise<string>[] = [];
  office.office.subscribe((event, data) => {
    if (event !== 'enrolment.page') return;
    const { url } = data as { url: string };
    seen.push(browse(url, refuses));
  });
  expect(await office.refusal('enrolment.enrol', { way: 'oidc' })).toEqual({
    ...{ kind: 'enrolmentRefused', reason: 'provider' },
  });
  refuses = false;
  expect(await office.call('enrolment.enrol', { way: 'oidc' })).toMatchObject({ state: 'enrolled' });
  // The browser says what it came to, too.
  expect(await Promise.all(seen)).toEqual([expect.stringContaining('No se ingresó'), expect.stringContaining('Listo')]);
});

it('gives up when nobody signs in, and says so when nobody is there', async () => {
  const issuer = await startProvider('juana@mp.example');
  const given = { issuer, clientId, nonce: 'n', openPage: () => undefined };
  expect(await idTokenFor({ ...given, patienceMs: 50 })).toEqual({
    ...{ ok: false, failure: { kind: 'enrolmentRefused', reason: 'provider' } },
  });
  const nobody = await idTokenFor({ ...given, issuer: 'http://127.0.0.1:9' });
  expect(nobody.ok).toBe(false);
});

it('ends at once when the person cancels, hears nothing that comes late, and enrols at the next try', async () => {
  const issuer = await startProvider('juana@mp.example');
  const world = await peopledWorld({ oidc: { issuer, clientId } });
  const office = await world.open();
  let cancels = true;
  const pages: string[] = [];
  const seen: Promise<string>[] = [];
  office.office.subscribe((event, data) => {
    if (event !== 'enrolment.page') return;
    const { url } = data as { url: string };
    pages.push(url);
    if (cancels) void office.call('enrolment.stop', {});
    else seen.push(browse(url));
  });
  // Nothing was enrolled, and nothing failed: five minutes would be more than this test has.
  expect(await office.call('enrolment.enrol', { way: 'oidc' })).toMatchObject({ state: 'none', grants: [] });

  // The provider's page is still open in the browser, and the person signs in there after all.
  expect(await browse(pages[0]!)).toMatch(/se canceló en Fojas.*was cancelled in Fojas.*foi cancelado/);
  expect(await office.call('enrolment.read', {})).toMatchObject({ state: 'none' });
  // Said once; then nobody listens there.
  const there = new URL(pages[0]!).searchParams.get('redirect_uri')!;
  await expect(fetch(`${there}?code=x&state=x`)).rejects.toThrow('fetch failed');

  cancels = false;
  expect(await office.call('enrolment.enrol', { way: 'oidc' })).toMatchObject({ state: 'enrolled' });
  expect(await Promise.all(seen)).toEqual([expect.stringContaining('Listo')]);
  expect(new URL(pages[1]!).searchParams.get('state')).not.toBe(new URL(pages[0]!).searchParams.get('state'));
  // With nothing to cancel any more it stands as it does.
  await office.call('enrolment.stop', {});
  expect(await office.call('enrolment.read', {})).toMatchObject({ state: 'enrolled' });
});

it('leaves the page before alone when it is begun anew', async () => {
  const issuer = await startProvider('juana@mp.example');
  const world = await peopledWorld({ oidc: { issuer, clientId } });
  const office = await world.open();
  let again: Promise<unknown> | null = null;
  office.office.subscribe((event, data) => {
    if (event !== 'enrolment.page') return;
    if (again) void browse((data as { url: string }).url);
    else again = office.call('enrolment.enrol', { way: 'oidc' });
  });
  expect(await office.call('enrolment.enrol', { way: 'oidc' })).toMatchObject({ state: 'none' });
  expect(await again!).toMatchObject({ state: 'enrolled' });
});

it('enrols nobody who cancels while the provider is asked for the token', async () => {
  let asked: Promise<unknown> | null = null;
  const issuer = await startProvider('juana@mp.example', (path) => {
    if (path === '/token') asked = office.call('enrolment.stop', {});
  });
  const world = await peopledWorld({ oidc: { issuer, clientId } });
  const office = await world.open();
  office.office.subscribe((event, data) => {
    if (event === 'enrolment.page') void browse((data as { url: string }).url);
  });
  expect(await office.call('enrolment.enrol', { way: 'oidc' })).toMatchObject({ state: 'none' });
  expect(await asked).toEqual({});
});

it('does not open a page that was cancelled before there was one', async () => {
  const issuer = await startProvider('juana@mp.example');
  const opened: string[] = [];
  const given = { issuer, clientId, nonce: 'n', openPage: (url: string) => void opened.push(url) };
  expect(await idTokenFor({ ...given, stopped: AbortSignal.abort() })).toEqual({ ok: true, value: null });
  expect(opened).toEqual([]);
});
