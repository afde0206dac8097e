import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { authoritiesWith } from '../../../../src/casework/sync/way/authorities.ts';
import type { Hop } from '../../../../src/casework/sync/way/proxies.ts';
import { methodsIn } from '../../../../src/casework/sync/way/methods.ts';
import { type Way, openWay } from '../../../../src/casework/sync/way/way.ts';
import type { Failure } from '../../../../src/contract/failures.ts';
import { sayFailure } from '../../../../src/contract/words/failures.ts';
import { makeAuthority, startProxy, startServer } from './ground.ts';

const through = (url: string): Hop => ({ kind: 'proxy', url });

function wayOf(hops: readonly Hop[], ca: readonly string[] | null = null): Way & { readonly asked: string[] } {
  const asked: string[] = [];
  const way = openWay({
    ca,
    async hops(url) {
      asked.push(url);
      return hops;
    },
  });
  onTestFinished(() => void way.dispatcher.destroy());
  return { ...way, asked };
}

async function said(way: Way, url: string): Promise<string> {
  try {
    const response = await fetch(url, { dispatcher: way.dispatcher });
    return await response.text();
  } catch {
    return 'nothing';
  }
}

describe('the way to the repository', () => {
  it('is straight where nothing says otherwise', async () => {
    const url = await startServer();
    const way = wayOf([{ kind: 'direct' }]);
    expect([await said(way, url), way.via(), way.trouble()]).toEqual(['hola', null, null]);
  });

  it.each(['http', 'https'])('leads through a proxy (%s)', async (scheme) => {
    const authority = scheme === 'https' ? makeAuthority() : null;
    const ca = authority ? await authoritiesWith(authority.caFile) : null;
    const url = await startServer(authority ?? undefined);
    const proxy = await startProxy();
    const way = wayOf([through(proxy.url)], ca?.ok ? ca.value : null);
    expect(await said(way, url)).toBe('hola');
    expect(way.via()).toBe(proxy.place);
    expect(proxy.seen).toHaveLength(1);
    expect(way.asked).toEqual([url]);
  });

  it.each(['http', 'https'])('asks for a password where the proxy does (%s), and goes on with it', async (scheme) => {
    const authority = scheme === 'https' ? makeAuthority() : null;
    const ca = authority ? await authoritiesWith(authority.caFile) : null;
    const url = await startServer(authority ?? undefined);
    const proxy = await startProxy({ user: 'juana', word: 'ñandú:1' });
    const way = wayOf([through(proxy.url), { kind: 'direct' }], ca?.ok ? ca.value : null);
    expect(await said(way, url)).toBe('nothing');
    expect(way.trouble()).toEqual({ kind: 'proxySignInNeeded', proxy: proxy.place });
    way.signIn('juana', 'otra');
    expect(await said(way, url)).toBe('nothing');
    expect(way.trouble()).toEqual({ kind: 'proxySignInNeeded', proxy: proxy.place });
    way.signIn('juana', 'ñandú:1');
    expect([await said(way, url), way.trouble()]).toEqual(['hola', null]);
    // The password of a proxy is no password for what is behind it.
    expect(proxy.refused).toHaveLength(2);
  });

  it.each(['http', 'https'])('says which methods a proxy wants that are not known here (%s)', async (scheme) => {
    const authority = scheme === 'https' ? makeAuthority() : null;
    const ca = authority ? await authoritiesWith(authority.caFile) : null;
    const url = await startServer(authority ?? undefined);
    const domain = await startProxy({ user: 'juana', word: 'x' }, ['Negotiate', 'NTLM']);
    const way = wayOf([through(domain.url)], ca?.ok ? ca.value : null);
    expect(await said(way, url)).toBe('nothing');
    const unknown = { kind: 'proxyMethodUnknown', proxy: domain.place, methods: ['Negotiate', 'NTLM'] };
    expect(way.trouble()).toEqual(unknown);
    for (const locale of ['es-AR', 'en', 'pt-BR'] as const) {
      const { what, next } = sayFailure(unknown as Failure, locale);
      expect(what).toMatch(/Negotiate (o|or|ou) NTLM/);
      expect(next).toContain('line.proxy');
    }
    // Where there is another way, it is taken.
    const other = wayOf([through(domain.url), { kind: 'direct' }], ca?.ok ? ca.value : null);
    expect([await said(other, url), await said(other, url), other.trouble()]).toEqual(['nothing', 'hola', null]);
    // One that takes a password as well is given it.
    const both = await startProxy({ user: 'juana', word: 'x' }, ['NTLM', 'Basic realm="red, NTLM only"']);
    const known = wayOf([through(both.url)], ca?.ok ? ca.value : null);
    expect(await said(known, url)).toBe('nothing');
    expect(known.trouble()).toEqual({ kind: 'proxySignInNeeded', proxy: both.place });
    known.signIn('juana', 'x');
    expect(await said(known, url)).toBe('hola');
  });

  it('reads the names of methods however a proxy writes them', () => {
    const read = (line: unknown) => methodsIn({ 'proxy-authenticate': line });
    expect(read('Digest realm="a, Basic b", qop="auth", nonce="x\\"y", Basic realm="c"')).toEqual(['Digest', 'Basic']);
    expect(read(['Negotiate', 'NTLM', 'NTLM'])).toEqual(['Negotiate', 'NTLM']);
    expect(read('Kerberos,NTLM TlRMTVNT=')).toEqual(['Kerberos', 'NTLM']);
    for (const junk of [undefined, '', ',,', '"x"', 7, [{}], 'ñ', 'a'.repeat(99)]) expect(read(junk)).toEqual([]);
    expect([methodsIn(null), methodsIn({}), read('a,b,c,d,e,f').length]).toEqual([[], [], 5]);
  });

  it('takes the next way when one leads nowhere, and asks anew', async () => {
    const url = await startServer();
    const way = wayOf([through('http://127.0.0.1:9'), { kind: 'direct' }]);
    expect(await said(way, url)).toBe('nothing');
    expect(way.trouble()).toBeNull();
    expect(await said(way, url)).toBe('hola');
    expect(way.asked).toHaveLength(2);
    way.lookAgain();
    expect(await said(way, url)).toBe('nothing');
  });

  it('believes an authority of the office, and says so where nobody is believed', async () => {
    const authority = makeAuthority();
    const url = await startServer(authority);
    const stranger = wayOf([{ kind: 'direct' }]);
    expect(await said(stranger, url)).toBe('nothing');
    expect(stranger.trouble()).toMatchObject({ kind: 'lineUntrusted' });
    const ca = await authoritiesWith(authority.caFile);
    if (!ca.ok) throw new Error(ca.failure.kind);
    expect(ca.value.length).toBeGreaterThan(100);
    const friend = wayOf([{ kind: 'direct' }], ca.value);
    expect([await said(friend, url), friend.trouble()]).toEqual(['hola', null]);
  });

  it('tells a certificate that has ended from one that nobody knows', async () => {
    const authority = makeAuthority(-1);
    const url = await startServer(authority);
    const ca = await authoritiesWith(authority.caFile);
    if (!ca.ok) throw new Error(ca.failure.kind);
    const friend = wayOf([{ kind: 'direct' }], ca.value);
    expect(await said(friend, url)).toBe('nothing');
    expect(friend.trouble()).toEqual({ kind: 'lineUntrusted', detail: 'CERT_HAS_EXPIRED' });
  });

  it('refuses a file of authorities that says nothing', async () => {
    const { caFile } = makeAuthority();
    const empty = join(dirname(caFile), 'empty.pem');
    writeFileSync(empty, 'nothing');
    expect(await authoritiesWith(empty)).toEqual({
      ok: false,
      failure: { kind: 'fileUnreadable', file: empty, code: 'NO_CERTIFICATE' },
    });
    const missing = join(dirname(caFile), 'missing.pem');
    expect(await authoritiesWith(missing)).toEqual({
      ok: false,
      failure: { kind: 'fileUnreadable', file: missing, code: 'ENOENT' },
    });
  });
});
