import { createPublicKey } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReceiptHeader, ReceiptKey, ReceiptStatement } from '../../src/contract/receipts.ts';
import { FeedPage, Problem, Registered, wireVersion } from '../../src/contract/wire.ts';
import { makePki } from '../helpers/pki.ts';
import {
  type SignedAct,
  type TestRepository,
  type TestSigner,
  makeCase,
  makeDocument,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  sha256Of,
  signDocument,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { run, withFolder } from '../helpers/run.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
});
afterEach(async () => {
  await repository.close();
  folder.remove();
});

const statementOf = (receipt: string): ReceiptStatement =>
  ReceiptStatement.parse(JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString('utf8')));
const receiptOf = async (response: Response): Promise<string> => Registered.parse(await response.json()).receipt;
async function problemOf(response: Response): Promise<[number, string, string]> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return [response.status, problem.type.replace('urn:fojas:problem:', ''), problem.retry];
}
/** The signed file with another year of signing in its signature dictionary. */
function alterSignature(signed: Buffer): Buffer {
  const broken = Buffer.from(signed);
  const at = broken.lastIndexOf('(D:20') + 4;
  broken[at] = broken[at]! ^ 1;
  return broken;
}
const pathOfBlob = (sha256: string) => join(folder.dir, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);

describe('registering', () => {
  it('gives number, fojas and a receipt that says what was promised', async () => {
    const first = await makeSignedAct(signer, { pages: 3 });
    const second = await makeSignedAct(signer, { pages: 1, record: first.record });
    const statements: ReceiptStatement[] = [];
    for (const act of [first, second]) {
      await sendUpToRegistration(repository, act);
      const response = await register(repository, act);
      expect(response.status).toBe(201);
      statements.push(statementOf(await receiptOf(response)));
    }
    const { actId, caseId, sha256, size } = first.request;
    expect(statements[0]).toMatchObject({
      ...{
        v: 1,
        repository: 'Repositorio de prueba',
        actId,
        caseId,
        sha256,
        size,
        number: 1,
        folioFrom: 1,
        folioTo: 3,
      },
    });
    expect(statements[1]).toMatchObject({ number: 2, folioFrom: 4, folioTo: 4, caseNumber: first.record.caseNumber });
    const [received, registered] = [statements[0]!.receivedAt, statements[0]!.registeredAt].map(Date.parse);
    expect(registered! - received!).toBeGreaterThanOrEqual(0);
    expect(Math.abs(Date.now() - registered!)).toBeLessThan(20_000);
  });

  it('tells in the feed who signed, as the certificates say, to those alone who know that wording', async () => {
    const act = await makeSignedAct(signer);
    // Signed before by somebody whose certificate leads nowhere known: anybody may call himself by any name.
    const stranger = await signDocument(await makeDocument(), makeTestSigner());
    const second = await makeSignedAct(signer, { document: stranger });
    for (const one of [act, second]) {
      await sendUpToRegistration(repository, one);
      expect((await register(repository, one)).status).toBe(201);
    }
    const toldOf = async (version: string) => {
      const headers = { authorization: `Bearer ${testOffice.accessKey}`, 'fojas-version': version };
      const path = `/v1/feed?office=${testOffice.officeId}&limit=500`;
      const page = FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
      return page.events.flatMap((event) => (event.kind === 'registered' ? [event.signers] : []));
    };
    expect(await toldOf(wireVersion)).toEqual([['FISCAL DE PRUEBA María Ñandú'], ['FISCAL DE PRUEBA María Ñandú']]);
    expect(await toldOf('2026-11-26')).toEqual([undefined, undefined]);
  });

  it('answers the very same receipt to one, two or five copies at once, and has one row', async () => {
    for (const copies of [1, 2, 3, 4, 5]) {
      const act = await makeSignedAct(signer);
      await sendUpToRegistration(repository, act);
      const responses = await Promise.all(Array.from({ length: copies }, () => register(repository, act)));
      expect(responses.map(({ status }) => status).sort()).toEqual([...Array(copies - 1).fill(200), 201]);
      const receipts = await Promise.all(responses.map(receiptOf));
      expect(new Set(receipts).size).toBe(1);
      const again = await send(repository, 'GET', `/v1/acts/${act.request.actId}/receipt`);
      expect(await receiptOf(again)).toBe(receipts[0]);
    }
    const feed = await send(repository, 'GET', '/v1/feed?office=ufi-7&cursor=&limit=500');
    const { events } = (await feed.json()) as { events: { kind: string }[] };
    expect(events.filter(({ kind }) => kind === 'registered')).toHaveLength(5);
  });

  it('replays a receipt after a restart, and even when the file is lost', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    const receipt = await receiptOf(await register(repository, act));
    await repository.close();
    chmodSync(pathOfBlob(act.request.sha256), 0o600);
    truncateSync(pathOfBlob(act.request.sha256), 0);
    repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
    const response = await register(repository, act);
    expect(response.status).toBe(200);
    expect(await receiptOf(response)).toBe(receipt);
  });

  it('numbers a case without gaps while refusals and copies come in between', async () => {
    const record = makeCase();
    const acts: SignedAct[] = [];
    for (let index = 0; index < 4; index++) acts.push(await makeSignedAct(signer, { record }));
    for (const act of acts) await sendUpToRegistration(repository, act);
    const bad = { ...acts[0]!, request: { ...acts[0]!.request, certificateSha256: sha256Of(Buffer.from('other')) } };
    const responses = await Promise.all([bad, ...acts, ...acts].map((act) => register(repository, act)));
    expect(responses[0]!.status).toBe(422);
    const statements = await Promise.all(responses.slice(1).map(async (one) => statementOf(await receiptOf(one))));
    expect([...new Set(statements.map(({ number }) => number))].sort()).toEqual([1, 2, 3, 4]);
  });
});

describe('a receipt', () => {
  it('is verified by OpenSSL with the published key', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    const jws = await receiptOf(await register(repository, act));
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const capabilities = (await (await send(repository, 'GET', '/v1/capabilities')).json()) as {
      receiptKeys: ReceiptKey[];
    };
    const key = ReceiptKey.parse(capabilities.receiptKeys[0]);
    expect(repository.receiptKeys).toEqual([key]);
    expect(ReceiptHeader.parse(JSON.parse(Buffer.from(header, 'base64url').toString())).kid).toBe(key.kid);
    await withFolder((place) => {
      const [pem, data, sig] = ['key.pem', 'data', 'sig'].map((name) => join(place, name)) as [string, string, string];
      const { kty, crv, x } = key;
      const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
      writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }));
      writeFileSync(data, `${header}.${payload}`);
      writeFileSync(sig, Buffer.from(signature, 'base64url'));
      const args = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', pem, '-in', data, '-sigfile', sig];
      expect(run('openssl', args)).toEqual({ status: 0, output: 'Signature Verified Successfully\n' });
      writeFileSync(data, `${header}.${payload}x`);
      expect(run('openssl', args).status).toBe(1);
    });
  });

  it('is signed with a key that stays in the folder, for the owner alone', async () => {
    const path = join(folder.dir, 'receipt-key.pem');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = repository.receiptKeys;
    await repository.close();
    repository = await startRepository(folder.dir);
    expect(repository.receiptKeys).toEqual(before);
  });

  it('is not given while others may read the key, or it is none', async () => {
    const path = join(folder.dir, 'receipt-key.pem');
    await repository.close();
    chmodSync(path, 0o640);
    await expect(startRepository(folder.dir)).rejects.toMatchObject({ kind: 'keyExposed' });
    const good = readFileSync(path);
    chmodSync(path, 0o600);
    for (const bad of [good.subarray(0, 40), Buffer.from(makePki().signer.pkcs8Pem)]) {
      writeFileSync(path, bad);
      await expect(startRepository(folder.dir)).rejects.toMatchObject({ kind: 'damaged' });
    }
    writeFileSync(path, good);
    repository = await startRepository(folder.dir);
  });
});

describe('nothing is registered', () => {
  const refusalOf = async (act: SignedAct) => problemOf(await register(repository, act));
  const withBytes = (act: SignedAct, signed: Buffer, given: object = {}): SignedAct => ({
    ...act,
    signed,
    request: { ...act.request, sha256: sha256Of(signed), size: signed.length, ...given },
  });
  async function noReceipt({ request }: SignedAct) {
    expect((await send(repository, 'GET', `/v1/acts/${request.actId}/receipt`)).status).toBe(404);
  }

  it('before the file is here', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, {
      ...act,
      request: { ...act.request, sha256: act.request.documentSha256 },
      signed: act.document,
    });
    expect(await refusalOf(act)).toEqual([409, 'blob-missing', 'refresh']);
    await noReceipt(act);
  });

  it('for an act or a case that nobody proposed', async () => {
    const act = await makeSignedAct(signer);
    expect(await refusalOf(act)).toEqual([404, 'act-unknown', 'never']);
    await send(repository, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
    const proposing = await send(repository, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal);
    expect(await problemOf(proposing)).toEqual([404, 'case-unknown', 'never']);
  });

  it('with other bytes under a used act id, or used bytes under another', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    expect((await register(repository, act)).status).toBe(201);
    const otherBytes = withBytes(act, await signDocument(act.document, signer));
    await send(repository, 'PUT', `/v1/blobs/${otherBytes.request.sha256}`, otherBytes.signed);
    expect(await refusalOf(otherBytes)).toEqual([409, 'act-id-reused', 'never']);
    const twin = await makeSignedAct(signer, { record: act.record });
    const proposal = { ...act.proposal, actId: twin.request.actId };
    await send(repository, 'PUT', `/v1/acts/${proposal.actId}/proposal`, proposal);
    const usedBytes = { ...act, request: { ...act.request, actId: proposal.actId } };
    expect(await refusalOf(usedBytes)).toEqual([409, 'act-id-reused', 'never']);
  });

  it('that does not begin with what was shown', async () => {
    const act = await makeSignedAct(signer);
    const other = await makeDocument();
    const elsewhere = withBytes(act, await signDocument(other, signer));
    await sendUpToRegistration(repository, elsewhere);
    expect(await refusalOf(elsewhere)).toEqual([422, 'not-what-was-shown', 'never']);
    // Nor when the wish names the other document, which was never proposed.
    const named = withBytes(act, elsewhere.signed, { documentSha256: sha256Of(other), documentSize: other.length });
    expect(await refusalOf(named)).toEqual([422, 'not-what-was-shown', 'never']);
    // Nor when the document itself is sent as the signed file.
    const unsigned = withBytes(act, act.document);
    expect(await refusalOf(unsigned)).toEqual([422, 'not-what-was-shown', 'never']);
    const longer = withBytes(act, elsewhere.signed, { documentSize: elsewhere.signed.length + 1 });
    expect(await refusalOf(longer)).toEqual([422, 'not-what-was-shown', 'never']);
    await noReceipt(act);
  });

  it('whose signature is broken, missing, of somebody else, or leads nowhere', async () => {
    const act = await makeSignedAct(signer);
    const broken = alterSignature(act.signed);
    const bare = Buffer.concat([act.document, Buffer.from('\n% nothing signed here\n')]);
    const followed = Buffer.concat([act.signed, Buffer.from('\n% something after the signature\n')]);
    const stranger = makeTestSigner();
    const strange = withBytes(act, await signDocument(act.document, stranger), {
      certificateSha256: stranger.certificateSha256,
    });
    for (const bad of [withBytes(act, broken), withBytes(act, bare), withBytes(act, followed), strange]) {
      await sendUpToRegistration(repository, bad);
      expect(await refusalOf(bad)).toEqual([422, 'signature-invalid', 'never']);
    }
    const misnamed = withBytes(act, act.signed, { certificateSha256: stranger.certificateSha256 });
    await sendUpToRegistration(repository, misnamed);
    expect(await refusalOf(misnamed)).toEqual([422, 'signature-invalid', 'never']);
    await noReceipt(act);
    // The right file still gets its number: none was lost.
    expect(statementOf(await receiptOf(await register(repository, act))).number).toBe(1);
  });

  it('after the act was returned', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    const { actId, documentSha256 } = act.request;
    const given = {
      actId,
      documentSha256,
      remark: 'Falta la fecha',
      returnedBy: 'O. Q.',
      returnedAt: act.request.signedAt,
    };
    expect((await send(repository, 'PUT', `/v1/acts/${actId}/return`, given)).status).toBe(201);
    expect((await send(repository, 'PUT', `/v1/acts/${actId}/return`, given)).status).toBe(200);
    expect(await refusalOf(act)).toEqual([409, 'act-state', 'refresh']);
  });

  it('and nothing is returned, after the act was registered', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    await register(repository, act);
    const { actId, documentSha256 } = act.request;
    const given = { actId, documentSha256, remark: 'Tarde', returnedBy: 'O. Q.', returnedAt: act.request.signedAt };
    const response = await send(repository, 'PUT', `/v1/acts/${actId}/return`, given);
    expect(await problemOf(response)).toEqual([409, 'act-state', 'refresh']);
  });

  it('on a file that the disk changed; it is set aside, and can be sent again', async () => {
    const act = await makeSignedAct(signer);
    await sendUpToRegistration(repository, act);
    const path = pathOfBlob(act.request.sha256);
    const rotten = readFileSync(path);
    rotten[100]! ^= 1;
    chmodSync(path, 0o600);
    writeFileSync(path, rotten);
    expect(await refusalOf(act)).toEqual([409, 'blob-missing', 'refresh']);
    expect(readdirSync(join(folder.dir, 'blobs', 'damaged'))).toHaveLength(1);
    expect((await send(repository, 'HEAD', `/v1/blobs/${act.request.sha256}`)).status).toBe(404);
    await send(repository, 'PUT', `/v1/blobs/${act.request.sha256}`, act.signed);
    expect((await register(repository, act)).status).toBe(201);
  });

  it('without anchors, only what is intact', async () => {
    await repository.close();
    repository = await startRepository(folder.dir);
    const act = await makeSignedAct(makeTestSigner());
    await sendUpToRegistration(repository, act);
    expect((await register(repository, act)).status).toBe(201);
    const bad = await makeSignedAct(signer);
    const sent = withBytes(bad, alterSignature(bad.signed));
    await sendUpToRegistration(repository, sent);
    expect(await refusalOf(sent)).toEqual([422, 'signature-invalid', 'never']);
  });
});
