import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureRaiser } from '../../../src/casework/levels/signature-raiser.ts';
import { people } from '../../../src/cli/practice/cases.ts';
import { type PracticeAuthority, type PracticeIdentity, makeAuthority } from '../../../src/cli/practice/pki.ts';
import { type PracticeServices, listUrl, openLine } from '../../../src/cli/practice/services.ts';
import { bufferSource, memoryCache, nodeTransport } from '../../../src/signature/index.ts';
import { run, withFolder } from '../../helpers/run.ts';
import { makePdf, signPdf } from '../../helpers/signed-pdf.ts';

let authority: PracticeAuthority;
let tsa: PracticeIdentity;
let services: PracticeServices;
beforeAll(async () => {
  const line = await openLine();
  authority = await makeAuthority(new Date(), listUrl(line.port));
  tsa = await authority.issueTsa();
  services = line.serve({ authority, tsa, card: null });
});
afterAll(() => services.close());

const ask = (body: Uint8Array) =>
  fetch(services.timestampUrl, { method: 'POST', body: Buffer.from(body), signal: AbortSignal.timeout(10_000) });

describe('the practice authorities', () => {
  it('give time-stamps that openssl accepts, and refuse what is no question', async () => {
    await withFolder(async (folder) => {
      const path = (name: string): string => join(folder, name);
      writeFileSync(path('data'), 'DATOS FICTICIOS');
      writeFileSync(path('ca.pem'), authority.certificatePem);
      run('openssl', ['ts', '-query', '-data', path('data'), '-sha256', '-cert', '-out', path('query')]);
      const answer = await ask(readFileSync(path('query')));
      expect(answer.headers.get('content-type')).toBe('application/timestamp-reply');
      writeFileSync(path('reply'), Buffer.from(await answer.arrayBuffer()));
      const verified = run('openssl', [
        ...['ts', '-verify', '-queryfile', path('query'), '-in', path('reply'), '-CAfile', path('ca.pem')],
      ]);
      expect(verified.output).toMatch(/Verification: OK/);
      const list = await fetch(listUrl(services.port));
      writeFileSync(path('list'), Buffer.from(await list.arrayBuffer()));
      const read = run('openssl', ['crl', '-inform', 'DER', '-in', path('list'), '-CAfile', path('ca.pem'), '-noout']);
      expect(read.output).toMatch(/verify OK/);
    });
    const refused = Buffer.from(await (await ask(Buffer.from('no es una pregunta'))).arrayBuffer());
    expect(refused.toString('hex')).toBe('30053003020102');
    expect((await ask(Buffer.alloc(70_000))).status).toBe(413);
    expect((await fetch(`http://127.0.0.1:${services.port}/otra`)).status).toBe(404);
  });

  it('carry a practice signature up to LTA', async () => {
    const own = await authority.issue(people.quiros);
    const signed = await signPdf(await makePdf(), { ...own, keyKind: 'rsa-2048', chain: [] } as never);
    const raiser = signatureRaiser({
      ...{ transport: nodeTransport(), cache: memoryCache(), now: () => new Date() },
      authorities: [{ url: services.timestampUrl }],
      trustAnchors: [authority.certificatePem],
    });
    const pieces: Uint8Array[] = [];
    const sink = { append: async (bytes: Uint8Array) => void pieces.push(Uint8Array.from(bytes)) };
    const wish = { wanted: 'LTA', renew: false } as const;
    expect(await raiser.raise(bufferSource(signed), sink, wish)).toEqual({ kind: 'raised', missing: null });
    const { level, provableUntil } = await raiser.look(bufferSource(Buffer.concat(pieces)));
    expect(level).toBe('LTA');
    expect(provableUntil!.getTime()).toBeGreaterThan(Date.now() + 7 * 365 * 86_400_000);
  });

  it('take another port where theirs is taken', async () => {
    const second = await openLine(services.port);
    expect(second.port).not.toBe(services.port);
    await second.close();
  });
});
