import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../../src/signature/bytes.ts';
import { PadesError, raisePdf } from '../../../../src/signature/pades/index.ts';
import { memoryCache } from '../../../../src/signature/revocation/cache.ts';
import type { HttpTransport } from '../../../../src/signature/net.ts';
import { readAsn1 } from '../../../../src/signature/asn1/read.ts';
import { asSequence } from '../../../../src/signature/asn1/values.ts';
import * as der from '../../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../../src/signature/trust/certificate.ts';
import { deadTransport, later, PkiWorld, worldTransport } from '../../../helpers/pki-services/index.ts';
import { simplePdf } from '../../pdf/make-pdf.ts';
import { signBytes } from '../signer.ts';
import { makeScene, raise, signerOf } from './scene.ts';

async function signedScene() {
  const scene = makeScene();
  return { ...scene, signed: await signBytes(simplePdf(), scene.signer) };
}

describe('what goes wrong on the way', () => {
  it('leaves the document as it is when no authority stamps, and says which were asked', async () => {
    const { world, signed } = await signedScene();
    world.faults.set('tsa', 'error500').set('tsa2', 'wrongNonce');
    const tsas = [{ url: world.urls.tsa }, { url: world.urls.secondTsa }];
    const result = await raise(signed, world, { level: 'B-LTA', tsas });
    expect(result).toMatchObject({ kind: 'unchanged', reached: 'B-B' });
    expect(result.missing).toMatchObject([
      { kind: 'timeStamp', purpose: 'signature', tries: [{ obstacle: 'noAnswer' }, { obstacle: 'notWhatWasAsked' }] },
    ]);
    world.faults.delete('tsa2');
    expect(await raise(signed, world, { level: 'B-LTA', tsas })).toMatchObject({ kind: 'raised', reached: 'B-LTA' });
    expect(await raise(signed, world, { level: 'B-T', tsas: [] })).toMatchObject({ missing: [{ tries: [] }] });
    const dead = await raise(signed, world, { level: 'B-T', transport: deadTransport });
    expect(dead).toMatchObject({ kind: 'unchanged', reached: 'B-B' });
  });

  it('stops at B-T when a status cannot be had, and goes on from there another day', async () => {
    const { world, signer, signed } = await signedScene();
    world.faults.set('ocsp', 'hang').set('crl', 'error500');
    const first = await raise(signed, world, { level: 'B-LTA' });
    expect(first).toMatchObject({ kind: 'raised', reached: 'B-T', increments: [{ kind: 'timeStamp' }] });
    const lacking = first.missing.map((piece) => piece.kind === 'revocation' && piece.certificate.sha256);
    expect(lacking).toContain(signer.certificate.sha256);
    expect(first.missing[0]).toMatchObject({ tries: [{ obstacle: 'noAnswer' }, { obstacle: 'noAnswer' }] });
    world.faults.clear();
    world.clock.advance({ days: 2 });
    const second = await raise(first.pdf, world, { level: 'B-LTA' });
    expect(second).toMatchObject({ reached: 'B-LTA', missing: [], increments: [{}, {}] });
    expect(second.pdf.subarray(0, first.pdf.length).equals(first.pdf)).toBe(true);
  });

  it('takes lists when the responder is dead', async () => {
    const { world, signed } = await signedScene();
    world.faults.set('ocsp', 'garbage');
    expect(await raise(signed, world, { level: 'B-LTA' })).toMatchObject({ reached: 'B-LTA', missing: [] });
  });

  it('reaches B-LT from the cache when only the time-stamping authority answers', async () => {
    const { world, signed } = await signedScene();
    const cache = memoryCache();
    await raise(signed, world, { level: 'B-LT', cache });
    for (const service of ['ocsp', 'crl', 'caIssuers'] as const) world.faults.set(service, 'hang');
    expect(await raise(signed, world, { level: 'B-LTA', cache })).toMatchObject({ reached: 'B-LTA' });
    expect(await raise(signed, world, { level: 'B-LTA' })).toMatchObject({ kind: 'raised', reached: 'B-T' });
  });

  it('says which certificate has no path', async () => {
    const { world, signer, signed } = await signedScene();
    world.faults.set('caIssuers', 'notFound');
    const tsaChain = [parseCertificate(world.intermediate.certificate)];
    const stranger = [parseCertificate(world.strangerRoot.certificate)];
    const lost = await raise(signed, world, { level: 'B-LT', anchors: [], tsas: [{ url: world.urls.tsa }] });
    expect(lost).toMatchObject({ reached: 'B-T', missing: [{ kind: 'chain' }, { kind: 'chain' }] });
    expect(lost.missing[0]).toMatchObject({ certificate: { sha256: signer.certificate.sha256 } });
    expect(await raise(signed, world, { level: 'B-LT', intermediates: tsaChain })).toMatchObject({ reached: 'B-LT' });
    const untrusted = await raise(signed, world, { level: 'B-LT', anchors: stranger });
    expect(untrusted).toMatchObject({ kind: 'unchanged', missing: [{ tries: [{ obstacle: 'untrusted' }] }] });
  });

  it('keeps the data that says revoked, and says so', async () => {
    const { world, signer, signed } = await signedScene();
    const revokedAt = later(world.clock.now(), { days: -1 });
    world.revoke(signer.identity, revokedAt);
    const raised = await raise(signed, world, { level: 'B-LT' });
    expect(raised).toMatchObject({ reached: 'B-LT' });
    expect(raised.revoked).toMatchObject([{ certificate: { sha256: signer.certificate.sha256 }, revokedAt }]);
    expect(raised.revoked[0]!.provenAt > revokedAt).toBe(true);
    world.clock.advance({ days: 1 });
    expect((await raise(raised.pdf, world, { level: 'B-LTA' })).revoked).toHaveLength(1);
  });

  it('stamps nothing that does not hold, and nothing that is not signed', async () => {
    const { world, signed } = await signedScene();
    const spoiled = Buffer.from(signed);
    spoiled.write('X', spoiled.indexOf('Requerimiento'), 'latin1');
    const broken = await raise(spoiled, world, { level: 'B-T' });
    expect(broken).toMatchObject({ kind: 'unchanged', reached: null });
    expect(broken.missing).toMatchObject([{ kind: 'brokenSignature', fieldName: 'Signature1' }]);
    expect(await raise(simplePdf(), world, { level: 'B-T' })).toMatchObject({
      kind: 'unchanged',
      reached: null,
      missing: [{ kind: 'noSignature' }],
    });
    expect(world.asked).toEqual([]);
  });

  it('gives nothing away when the source changes under it', async () => {
    const { world, signed } = await signedScene();
    let reads = 0;
    const source = bufferSource(signed);
    const unsteady = {
      ...source,
      async *stream(from: number, to: number) {
        // Surveyed, checked, copied: the copy finds other bytes.
        const changed = from === 0 && ++reads === 3;
        for await (const piece of source.stream(from, to))
          yield changed ? Uint8Array.from(piece).fill(0x20, 20, 21) : piece;
      },
    };
    const request = {
      source: unsteady,
      sink: { append: () => Promise.resolve() },
      transport: worldTransport(world),
      tsas: [{ url: world.urls.tsa }],
      anchors: [],
      at: world.clock.now(),
      level: 'B-T',
    } as const;
    const failure = await raisePdf(request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PadesError);
    expect(failure).toMatchObject({ kind: 'inputChanged' });
  });

  it('needs no right clock: the time-stamp says how late it is', async () => {
    const { world, signed } = await signedScene();
    const behind = later(world.clock.now(), { days: -200 });
    expect(await raise(signed, world, { level: 'B-LTA', at: behind })).toMatchObject({ reached: 'B-LTA' });
  });

  it('asks again with more room when a token is larger than usual', async () => {
    const { world, signed } = await signedScene();
    // Hundreds of certificates that nobody needs make the token large.
    const real = worldTransport(world);
    const ballast = Array.from({ length: 40 }, () => new PkiWorld('http://ballast.example').intermediate.certificate);
    const large: HttpTransport = {
      async request(asked) {
        const answer = await real.request(asked);
        return asked.url === world.urls.tsa && answer.kind === 'answer'
          ? { ...answer, body: withCertificates(answer.body, ballast) }
          : answer;
      },
    };
    const raised = await raise(signed, world, { level: 'B-T', transport: large });
    expect(raised).toMatchObject({ kind: 'raised', reached: 'B-T' });
    expect(raised.pdf.length - signed.length).toBeGreaterThan(2 * (256 << 10));
  });
});

describe('several signatures', () => {
  it('are raised together, and one that comes later is raised again without losing anything', async () => {
    const { world, signed } = await signedScene();
    const twice = await signBytes(signed, signerOf(world, { key: 'p384' }, 'ecdsa-sha384'));
    const raised = await raise(twice, world, { level: 'B-LTA' });
    expect(raised).toMatchObject({ reached: 'B-LTA', increments: [{}, {}, {}] });
    const third = await signBytes(raised.pdf, signerOf(world));
    world.clock.advance({ days: 1 });
    const again = await raise(third, world, { level: 'B-LTA' });
    expect(again).toMatchObject({ reached: 'B-LTA', missing: [], increments: [{}, {}, {}] });
    const streams = (pdf: Buffer) =>
      pdf
        .toString('latin1')
        .match(/\/Certs \[[^\]]*\]/g)!
        .at(-1)!
        .split(' R').length;
    expect(streams(again.pdf)).toBeGreaterThan(streams(raised.pdf));
  });
});

/** The response with more certificates within its token: they are not signed, so the token still holds. */
function withCertificates(response: Uint8Array, more: readonly Uint8Array[]): Uint8Array {
  const [status, token] = asSequence(readAsn1(response));
  const [type, wrapped] = asSequence(token);
  const [version, digests, content, certificates, signers] = asSequence(wrapped!.children[0]);
  const all = der.tlv(0xa0, certificates!.content, ...more);
  const fields = [version!.encoded, digests!.encoded, content!.encoded, all, signers!.encoded];
  const signedData = der.sequence(...fields);
  return der.sequence(status!.encoded, der.sequence(type!.encoded, der.explicit(0, signedData)));
}
