import { execFileSync } from 'node:child_process';
import { createPublicKey, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActId, Sha256 } from '../../src/contract/ids.ts';
import { Capabilities, FeedPage, Problem, type CaseRecord, type Proposal } from '../../src/contract/wire.ts';
import { createRepository, type Repository } from '../../src/repository/repository.ts';
import { verifyReceipt } from '../../src/casework/receipts/verify.ts';
import { makePki } from '../helpers/pki.ts';
import { TestPdf, stream } from '../helpers/test-pdf.ts';
import { makePdf, sha256, signPdf } from '../helpers/signed-pdf.ts';
import { caseRecord, proposalFor } from './conformance.ts';

const root = mkdtempSync(join(tmpdir(), 'fojas-http-'));
const key = 'access-key-of-the-office';
const pki = makePki();
const stranger = makePki();
let repository: Repository;

beforeAll(async () => {
  repository = await createRepository({
    dir: join(root, 'repository'),
    name: 'Repositorio de prueba',
    accessKeys: [
      { key, officeId: 'ufi3' },
      { key: 'key-of-another-office', officeId: 'ufi5' },
    ],
    trustAnchors: [pki.root.certificatePem],
    maxBlobBytes: 2_000_000,
  });
});
afterAll(async () => {
  await repository.close();
  rmSync(root, { recursive: true, force: true });
});

const ask = (path: string, init: RequestInit = {}, accessKey = key) =>
  fetch(`${repository.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${accessKey}`, ...(init.headers as object) },
  });
const put = (path: string, body: unknown, accessKey = key) =>
  ask(path, { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }, accessKey);
const putBytes = (bytes: Uint8Array, address = sha256(bytes)) =>
  ask(`/v1/blobs/${address}`, {
    method: 'PUT',
    body: Buffer.from(bytes),
    headers: { 'content-type': 'application/octet-stream' },
  });
const codeOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');
};

/** A case with one act proposed and its document sent. */
async function proposed(document: Uint8Array): Promise<{ record: CaseRecord; proposal: Proposal }> {
  const record = caseRecord();
  const proposal = proposalFor(record, { documentSha256: Sha256.parse(sha256(document)), size: document.length });
  await putBytes(document);
  await put(`/v1/cases/${record.caseId}`, record);
  expect((await put(`/v1/acts/${proposal.actId}/proposal`, proposal)).status).toBe(201);
  return { record, proposal };
}
const registrationOf = (proposal: Proposal, signed: Uint8Array, signer = pki.signer) => ({
  actId: proposal.actId,
  caseId: proposal.caseId,
  sha256: sha256(signed),
  size: signed.length,
  documentSha256: proposal.documentSha256,
  documentSize: proposal.size,
  certificateSha256: sha256(signer.certificate),
  signedAt: '2026-11-21T13:05:00.000Z',
  deviceId: 'pc-1',
});

const note = '<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 30] /Contents (Ojo) /P 3 0 R >>';

describe('the doors', () => {
  it('open to a known key only', async () => {
    for (const wrong of ['', 'short', 'x'.repeat(30), `${key}x`]) {
      expect(await codeOf(await ask('/v1/capabilities', {}, wrong))).toBe('unauthorized');
    }
    expect(await codeOf(await fetch(`${repository.url}/v1/feed?office=ufi3`))).toBe('unauthorized');
    expect(Capabilities.parse(await (await ask('/v1/capabilities')).json()).receiptKeys).toEqual(
      repository.receiptKeys,
    );
  });

  it('show an office nothing of another', async () => {
    const { proposal } = await proposed(await makePdf());
    expect(await codeOf(await ask('/v1/feed?office=ufi3', {}, 'key-of-another-office'))).toBe('unauthorized');
    const signed = await signPdf(await makePdf(), pki.signer);
    expect(
      await codeOf(
        await put(`/v1/acts/${proposal.actId}/registration`, registrationOf(proposal, signed), 'key-of-another-office'),
      ),
    ).toBe('act-unknown');
    expect(await codeOf(await ask(`/v1/acts/${proposal.actId}/receipt`, {}, 'key-of-another-office'))).toBe(
      'not-found',
    );
    expect(await codeOf(await put(`/v1/cases/${randomUUID()}`, caseRecord(), key))).toBe('bad-request');
    const foreign = caseRecord({ officeId: 'ufi5' });
    expect(await codeOf(await put(`/v1/cases/${foreign.caseId}`, foreign))).toBe('unauthorized');
  });

  it('answer every kind of junk with a problem and never fall', async () => {
    const paths = ['cases', 'acts', 'blobs'].flatMap((room) => [`/v1/${room}/x`, `/v1/${room}/${randomUUID()}`]);
    const routes = [
      ...paths,
      `/v1/acts/${randomUUID()}/registration`,
      `/v1/acts/${randomUUID()}/proposal`,
      `/v1/acts/${randomUUID()}/return`,
      '/v1/../../etc/passwd',
      '/',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), fc.jsonValue(), async (path, body) => {
        const response = await put(path, body);
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        await codeOf(response);
      }),
      { numRuns: 150 },
    );
    for (const raw of ['{', '\u0000', '[]'.repeat(200_000)]) {
      const response = await ask(`/v1/cases/${randomUUID()}`, {
        method: 'PUT',
        body: raw,
        headers: { 'content-type': 'application/json' },
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
    expect(await codeOf(await ask('/v1/feed?office=ufi3&cursor=%27%20OR%201'))).toBe('bad-request');
    expect(await codeOf(await ask('/v1/feed?office=ufi3&limit=100000'))).toBe('bad-request');
  });
});

describe('files', () => {
  it('are told apart from what does not have the hash, and from what is too large', async () => {
    const bytes = Buffer.from('some bytes');
    expect(await codeOf(await putBytes(bytes, sha256(Buffer.from('other'))))).toBe('blob-hash-mismatch');
    expect(await codeOf(await putBytes(Buffer.alloc(2_000_001)))).toBe('blob-too-large');
    expect((await ask(`/v1/blobs/${sha256(bytes)}`, { method: 'HEAD' })).status).toBe(404);
    expect((await putBytes(bytes)).status).toBe(201);
    expect((await putBytes(bytes)).status).toBe(200);
    const head = await ask(`/v1/blobs/${sha256(bytes)}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('are given whole or by one range', async () => {
    const bytes = Buffer.from('0123456789');
    await putBytes(bytes);
    const range = async (value: string) => {
      const response = await ask(`/v1/blobs/${sha256(bytes)}`, { headers: { range: value } });
      return [response.status, response.headers.get('content-range'), await response.text()];
    };
    expect(await range('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await range('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await range('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await range('bytes=5-999')).toEqual([206, 'bytes 5-9/10', '56789']);
    expect((await range('bytes=10-')).slice(0, 2)).toEqual([416, 'bytes */10']);
    expect(await range('bytes=4-2')).toEqual([200, null, '0123456789']);
    expect(await range('pages=1-2')).toEqual([200, null, '0123456789']);
  });

  it('keep nothing of a sender that hangs up in the middle', async () => {
    const bytes = Buffer.alloc(100_000, 5);
    const { hostname, port } = new URL(repository.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `PUT /v1/blobs/${sha256(bytes)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n`,
        );
        socket.write(bytes.subarray(0, 50_000));
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => setTimeout(resolve, 100));
    });
    expect((await ask(`/v1/blobs/${sha256(bytes)}`, { method: 'HEAD' })).status).toBe(404);
    expect((await putBytes(bytes)).status).toBe(201);
  });
});

describe('registration', () => {
  it.each<[string, (pdf: TestPdf) => TestPdf]>([
    ['another text on the page', (pdf) => pdf.update({ 4: stream('BT /F 12 Tf 72 720 Td (Sobreseimiento) Tj ET') })],
    [
      'another page',
      (pdf) =>
        pdf.update({
          2: '<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 >>',
          30: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
        }),
    ],
    ['another title', (pdf) => pdf.update({ 30: '<< /Title (Otro) >>' }, { trailer: '/Info 30 0 R ' })],
    ['a comment in the margin', (pdf) => pdf.update({ 3: pdf.withAnnotation(30), 30: note })],
  ])('refuses the proposed document with %s, however well it is signed', async (_what, change) => {
    const pdf = new TestPdf({});
    const document = pdf.bytes;
    const { proposal } = await proposed(document);
    const register = async (file: Uint8Array) => {
      await putBytes(file);
      return put(`/v1/acts/${proposal.actId}/registration`, registrationOf(proposal, file));
    };
    const signed = await signPdf(change(pdf).bytes, pki.signer);
    expect(Buffer.compare(signed.subarray(0, document.length), document)).toBe(0);
    expect(await codeOf(await register(signed))).toBe('not-what-was-shown');
    expect((await register(await signPdf(document, pki.signer))).status).toBe(201);
  });

  it('registers a signed act once, with a receipt that others can check', async () => {
    const document = await makePdf(3);
    const { record, proposal } = await proposed(document);
    const signed = await signPdf(document, pki.signer);
    await putBytes(signed);
    const asked = registrationOf(proposal, signed);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => put(`/v1/acts/${proposal.actId}/registration`, asked)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    const receipts = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { receipt: string }).receipt),
    );
    expect(new Set(receipts).size).toBe(1);
    const [receipt] = receipts as [string];

    const verdict = verifyReceipt(receipt, repository.receiptKeys, {
      actId: proposal.actId,
      caseId: record.caseId,
      sha256: Sha256.parse(sha256(signed)),
      size: signed.length,
    });
    expect(verdict).toMatchObject({ kind: 'verified', statement: { number: 1, folioFrom: 1, folioTo: 3 } });

    const pinned = repository.receiptKeys[0]!;
    const folder = join(root, 'openssl');
    mkdirSync(folder);
    const [header, payload, signature] = receipt.split('.') as [string, string, string];
    writeFileSync(
      join(folder, 'key.pem'),
      createPublicKey({ key: { ...pinned }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
    );
    writeFileSync(join(folder, 'input'), `${header}.${payload}`);
    writeFileSync(join(folder, 'sig'), Buffer.from(signature, 'base64url'));
    const openssl = execFileSync(
      'openssl',
      ['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pem', '-rawin', '-in', 'input', '-sigfile', 'sig'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(openssl).toContain('Signature Verified Successfully');

    const page = FeedPage.parse(await (await ask('/v1/feed?office=ufi3&limit=500')).json());
    expect(page.events.filter((event) => event.kind === 'registered' && event.actId === proposal.actId)).toHaveLength(
      1,
    );
    expect(await (await ask(`/v1/acts/${proposal.actId}/receipt`)).json()).toEqual({ receipt });
  });

  it('refuses what is not the proposed document with a sound signature over all of it', async () => {
    const document = await makePdf(1, 'el documento');
    const { proposal } = await proposed(document);
    const register = async (file: Uint8Array, change: object = {}) => {
      await putBytes(file);
      return codeOf(
        await put(`/v1/acts/${proposal.actId}/registration`, { ...registrationOf(proposal, file), ...change }),
      );
    };
    const good = await signPdf(document, pki.signer);
    expect(await codeOf(await put(`/v1/acts/${proposal.actId}/registration`, registrationOf(proposal, good)))).toBe(
      'blob-missing',
    );

    const other = await makePdf(1, 'otro documento');
    const signedOther = await signPdf(other, pki.signer);
    expect(await register(signedOther)).toBe('not-what-was-shown');
    // Its own prefix is right, but it is not what was proposed.
    expect(await register(signedOther, { documentSha256: sha256(other), documentSize: other.length })).toBe(
      'not-what-was-shown',
    );
    expect(await register(Buffer.from(document))).toBe('not-what-was-shown');
    expect(await register(Buffer.concat([document, Buffer.from('\n% only a comment\n')]))).toBe('signature-invalid');
    expect(await register(Buffer.concat([good, Buffer.from('\nappended')]))).toBe('signature-invalid');
    const flipped = Buffer.from(good);
    flipped[good.length - 5000]! ^= 1;
    expect(await register(flipped)).toBe('signature-invalid');
    expect(
      await register(await signPdf(document, stranger.signer), {
        certificateSha256: sha256(stranger.signer.certificate),
      }),
    ).toBe('signature-invalid');
    expect(await register(good, { certificateSha256: sha256(stranger.signer.certificate) })).toBe('signature-invalid');
    expect(await register(good, { size: good.length + 1 })).toBe('bad-request');
    expect(await register(good, { actId: randomUUID() })).toBe('bad-request');

    // Nothing that was refused took a number.
    const answer = await put(`/v1/acts/${proposal.actId}/registration`, registrationOf(proposal, good));
    expect(answer.status).toBe(201);
    expect(await register(await signPdf(document, pki.signer, new Date(0)))).toBe('act-id-reused');
  });

  it('registers nothing that was returned, and tells the remark once', async () => {
    const document = await makePdf(1, 'devuelto');
    const { proposal } = await proposed(document);
    const given = {
      actId: proposal.actId,
      documentSha256: proposal.documentSha256,
      remark: 'Falta la fecha',
      returnedBy: 'O. Q.',
      returnedAt: '2026-11-21T13:05:00.000Z',
    };
    expect((await put(`/v1/acts/${proposal.actId}/return`, given)).status).toBe(201);
    expect((await put(`/v1/acts/${proposal.actId}/return`, given)).status).toBe(200);
    const signed = await signPdf(document, pki.signer);
    await putBytes(signed);
    expect(await codeOf(await put(`/v1/acts/${proposal.actId}/registration`, registrationOf(proposal, signed)))).toBe(
      'act-state',
    );
    const unknown = { ...given, actId: ActId.parse(randomUUID()) };
    expect(await codeOf(await put(`/v1/acts/${unknown.actId}/return`, unknown))).toBe('act-unknown');
  });
});

describe('a repository', () => {
  it('holds its folder alone and keeps its key across restarts', async () => {
    const dir = join(root, 'alone');
    const first = await createRepository({ dir, name: 'R', accessKeys: [] });
    await expect(createRepository({ dir, name: 'R', accessKeys: [] })).rejects.toMatchObject({ kind: 'busy' });
    await first.close();
    const second = await createRepository({ dir, name: 'R', accessKeys: [] });
    expect(second.receiptKeys).toEqual(first.receiptKeys);
    await second.close();
  });
});
