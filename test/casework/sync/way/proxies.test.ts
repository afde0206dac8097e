import { describe, expect, it } from 'vitest';
import { hopsOf, hopsOfEnvironment } from '../../../../src/casework/sync/way/proxies.ts';

const direct = { kind: 'direct' };
const proxy = (url: string) => ({ kind: 'proxy', url });

describe('what automatic configuration answers', () => {
  it.each([
    ['DIRECT', [direct]],
    ['', [direct]],
    ['PROXY proxy.ejemplo.invalid:8080', [proxy('http://proxy.ejemplo.invalid:8080')]],
    [
      'PROXY a:1; HTTPS b:2;SOCKS5 c:3; DIRECT',
      [proxy('http://a:1'), proxy('https://b:2'), proxy('socks5://c:3'), direct],
    ],
    ['QUIC a:1; PROXY', [direct]],
    ['proxy a:1', [proxy('http://a:1')]],
  ])('%s', (rule, hops) => {
    expect(hopsOf(rule)).toEqual(hops);
  });
});

describe('what the environment says', () => {
  const url = 'https://registro.ejemplo.invalid:8443/v1';
  it.each([
    [{}, direct],
    [{ HTTPS_PROXY: 'http://p:3128' }, proxy('http://p:3128')],
    [{ https_proxy: 'p:3128' }, proxy('http://p:3128')],
    [{ HTTP_PROXY: 'http://p:3128' }, direct],
    [{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: '*' }, direct],
    [{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'otro, .ejemplo.invalid' }, direct],
    [{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'ejemplo.invalid:8443' }, direct],
    [{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'ejemplo.invalid:443' }, proxy('http://p:3128')],
    [{ HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'emplo.invalid' }, proxy('http://p:3128')],
    [{ HTTPS_PROXY: 'http://%' }, direct],
  ])('%o', (env, hop) => {
    expect(hopsOfEnvironment(url, env)).toEqual([hop]);
  });
});
