import { afterEach, describe, expect, it } from 'vitest';
import { memoryCache } from '../../../src/signature/revocation/cache.ts';
import { findPath } from '../../../src/signature/trust/aia.ts';
import type { PathSources } from '../../../src/signature/trust/aia.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { deadTransport, PkiWorld, worldTransport } from '../../helpers/pki-services/index.ts';

const world = new PkiWorld('http://pki.example');
const signer = parseCertificate(world.signer().certificate);
const [root, intermediate] = [world.root, world.intermediate].map((each) => parseCertificate(each.certificate));
const now = world.clock.now();
const sources: PathSources = { anchors: [root!], intermediates: [], transport: worldTransport(world) };
const names = [signer, intermediate!, root!].map((each) => each.sha256);

afterEach(() => world.faults.clear());

describe('a path whose links are fetched', () => {
  it('is found from the certificate alone, and asks for no more than is missing', async () => {
    world.asked.length = 0;
    const result = await findPath(signer, now, sources);
    expect(result).toMatchObject({ kind: 'trusted' });
    expect(result.path.map((each) => each.sha256)).toEqual(names);
    expect(world.asked).toHaveLength(1);
    world.asked.length = 0;
    await findPath(signer, now, { ...sources, intermediates: [intermediate!] });
    expect(world.asked).toHaveLength(0);
  });

  it('goes up to a self-signed certificate when there are no anchors', async () => {
    const result = await findPath(signer, now, { ...sources, anchors: [] });
    expect(result.path.map((each) => each.sha256)).toEqual(names);
  });

  it('is found again from the cache without a line', async () => {
    const cache = memoryCache();
    await findPath(signer, now, { ...sources, cache });
    const offline = { ...sources, cache, transport: deadTransport };
    expect(await findPath(signer, now, offline)).toMatchObject({ kind: 'trusted' });
  });

  it.each(['error500', 'hang', 'garbage', 'empty', 'otherIssuer', 'tooLarge'] as const)(
    'is missing, and no more, when the address gives %s',
    async (fault) => {
      world.faults.set('caIssuers', fault);
      expect(await findPath(signer, now, sources)).toMatchObject({ kind: 'untrusted', problem: 'noPath' });
    },
  );

  it('does not trust what it fetches', async () => {
    const stranger = parseCertificate(world.strangerRoot.certificate);
    expect(await findPath(signer, now, { ...sources, anchors: [stranger] })).toMatchObject({ kind: 'untrusted' });
  });
});
