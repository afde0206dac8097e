import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeAnswer } from '../../src/contract/public-page.ts';
import { formatVerificationCode } from '../../src/contract/verification-code.ts';
import { codeOf } from '../../src/repository/log/book.ts';
import { createRate } from '../../src/repository/public/rate.ts';
import {
  type SignedAct,
  type TestRepository,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  sendUpToRegistration,
  signDocument,
  startRepository,
} from '../helpers/repository.ts';
import { openBrowser } from './browser.ts';

let folder: { dir: string; remove(): void };
let repository: TestRepository;
let open: SignedAct;
let reserved: SignedAct;

beforeAll(async () => {
  const signer = makeTestSigner();
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { publicPage: { answerMs: 50, limits: { each: 200, all: 500 } } });
  open = await makeSignedAct(signer);
  const secret = await makeSignedAct(signer);
  reserved = { ...secret, proposal: { ...secret.proposal, confidentialityLevel: 4 } };
  for (const act of [open, reserved]) {
    await sendUpToRegistration(repository, act);
    expect((await register(repository, act)).status).toBe(201);
  }
});
afterAll(async () => {
  await repository.close();
  folder.remove();
});

const codeFor = ({ request }: SignedAct): string => formatVerificationCode(codeOf(request.actId));
const check = (body: unknown, at: { url: string } = repository): Promise<Response> =>
  fetch(`${at.url}/v/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const told = async (code: string): Promise<CodeAnswer> => CodeAnswer.parse(await (await check({ code })).json());

describe('the public page', () => {
  it('tells of a code that the act exists, since when, by whom and with which file', async () => {
    const answer = await told(codeFor(open).toLowerCase().replaceAll('-', ' '));
    expect(answer).toMatchObject({
      kind: 'known',
      type: 'providencia',
      repository: 'Repositorio de prueba',
      files: [{ n: 0, sha256: open.request.sha256 }],
      leaf: { index: 0, size: 2 },
    });
    expect(answer.kind === 'known' && answer.signers).toEqual([expect.stringMatching(/[A-Za-z]{4}/)]);
  });

  it('never tells what an act says or in which case, and of a reserved piece not even its kind', async () => {
    for (const act of [open, reserved]) {
      const text = await (await check({ code: codeFor(act) })).text();
      const { caption, caseNumber, caseId } = act.record;
      for (const hidden of [caption, caseNumber, caseId, act.proposal.title, act.proposal.actId, act.proposal.author])
        expect(text).not.toContain(hidden);
    }
    expect(await told(codeFor(reserved))).toMatchObject({ kind: 'known', type: null });
  });

  it('knows no code that is nobody’s, and tells a slip apart', async () => {
    const nobody = formatVerificationCode(codeOf('0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93' as never));
    expect(await told(nobody)).toEqual({ kind: 'unknown' });
    const code = codeFor(open);
    expect(await told(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`)).toEqual({ kind: 'slip' });
    expect(await told('')).toEqual({ kind: 'slip' });
    for (const wrong of [{}, { code: 1 }, { code: 'x'.repeat(61) }, { code: '', more: 1 }, []])
      expect((await check(wrong)).status).toBe(400);
    expect((await check({ code: 'x'.repeat(2000) })).status).toBe(413);
  });

  it('answers so many questions a minute, from one address and from all', async () => {
    let now = 0;
    const rate = createRate({ each: 2, all: 3 }, () => now);
    expect(['a', 'a', 'a', 'b', 'c'].map((address) => rate.mayAsk(address))).toEqual([true, true, false, true, false]);
    now += 60_000;
    expect(rate.mayAsk('a')).toBe(true);
    const few = repositoryFolder();
    const strict = await startRepository(few.dir, { publicPage: { answerMs: 0, limits: { each: 1, all: 9 } } });
    try {
      expect((await check({ code: '' }, strict)).status).toBe(200);
      const refused = await check({ code: '' }, strict);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    } finally {
      await strict.close();
      few.remove();
    }
  });

  it('is not there where nobody asked for it', async () => {
    const other = repositoryFolder();
    const without = await startRepository(other.dir);
    try {
      expect((await fetch(`${without.url}/v`)).status).toBe(401);
      expect((await check({ code: '' }, without)).status).toBe(401);
    } finally {
      await without.close();
      other.remove();
    }
  });

  it('is small, strict and kept by nobody on the way', async () => {
    let bytes = 0;
    for (const path of ['/v', '/v/page.js', '/v/words.js', '/v/style.css']) {
      const response = await fetch(`${repository.url}${path}`, { headers: { 'accept-encoding': 'br' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-encoding')).toBe('br');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
      bytes += Number(response.headers.get('content-length'));
      const again = await fetch(`${repository.url}${path}`, {
        headers: { 'if-none-match': response.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    }
    console.log(`public page: ${bytes} bytes over the line`);
    expect(bytes).toBeLessThan(10_000);
    // What checks signatures comes only to who compares a file.
    const later = await fetch(`${repository.url}/v/signatures.js`, { headers: { 'accept-encoding': 'br' } });
    expect(later.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(Number(later.headers.get('content-length'))).toBeLessThan(5_000);
    expect((await check({ code: '' })).headers.get('cache-control')).toBe('no-store');
  });
});

describe('the public page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 120_000);
  afterAll(() => browser?.close());

  const visit = async (given: { hash?: string; locale?: string; dark?: boolean } = {}) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      locale: given.locale ?? 'es-AR',
      colorScheme: given.dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const uploads: number[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => void uploads.push(request.postDataBuffer()?.length ?? 0));
    await page.goto(`${repository.url}/v${given.hash ? `#${given.hash}` : ''}`);
    return { page, complaints, uploads, close: () => context.close() };
  };
  /** Drops the signed act, instead of choosing it. */
  const drop = async (page: Page): Promise<void> => {
    const dataTransfer = await page.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes)], 'acta.pdf', { type: 'application/pdf' }));
        return transfer;
      },
      [...open.signed],
    );
    await page.dispatchEvent('body', 'drop', { dataTransfer });
  };
  const holds = async (page: Page): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  };

  it('reads the code of a QR, compares a PDF without sending it, and leaves no trace in the address', async () => {
    const { page, complaints, uploads, close } = await visit({ hash: codeFor(open) });
    await page.getByText('El acto existe y está registrado.').waitFor();
    expect(page.url()).toBe(`${repository.url}/v`);
    await page.getByText(open.request.sha256).waitFor();
    const [right, wrong] = [join(folder.dir, 'acta.pdf'), join(folder.dir, 'otra.pdf')];
    writeFileSync(right, open.signed);
    writeFileSync(wrong, open.document);
    await page.setInputFiles('#file', right);
    await page.getByText('Es, byte por byte, el archivo registrado.').waitFor();
    await page.getByText('Coincide con el documento, y su certificado es de quienes firmaron').waitFor();
    await holds(page);
    await page.setInputFiles('#file', wrong);
    await page.getByText('No es el archivo registrado.').waitFor();
    await page.getByText('El archivo no lleva ninguna firma.').waitFor();
    await drop(page);
    await page.getByText('Es, byte por byte, el archivo registrado.').waitFor();
    expect(Math.max(...uploads)).toBeLessThan(100);
    expect(createHash('sha256').update(open.signed).digest('hex')).toBe(open.request.sha256);
    await holds(page);
    expect(complaints).toEqual([]);
    await close();
  });

  it('keeps a PDF that is dropped before its code is known, and compares it then', async () => {
    const { page, complaints, uploads, close } = await visit();
    await drop(page);
    await page.getByText('Escriba primero el código').waitFor();
    await holds(page);
    await page.keyboard.type(codeFor(open));
    await page.keyboard.press('Enter');
    await page.getByText('Es, byte por byte, el archivo registrado.').waitFor();
    expect(Math.max(...uploads)).toBeLessThan(100);
    expect(complaints).toEqual([]);
    await close();
  });

  it('tells a signature that was tampered with, and one of somebody else, without sending the file', async () => {
    const { page, complaints, uploads, close } = await visit({ hash: codeFor(open) });
    await page.getByText('El acto existe y está registrado.').waitFor();
    const [tampered, strange] = [join(folder.dir, 'alterada.pdf'), join(folder.dir, 'ajena.pdf')];
    const changed = Buffer.from(open.signed);
    changed[20]! ^= 1;
    writeFileSync(tampered, changed);
    writeFileSync(strange, await signDocument(open.document, makeTestSigner()));
    await page.setInputFiles('#file', tampered);
    await page.getByText('No coincide: el documento o la firma fueron alterados.').waitFor();
    await holds(page);
    await page.setInputFiles('#file', strange);
    await page.getByText('pero su certificado no es de quienes firmaron el acto registrado').waitFor();
    await page.getByText('No es el archivo registrado.').waitFor();
    await holds(page);
    for (const [language, words] of [
      ['English', 'but its certificate is not of those who signed'],
      ['Português', 'mas seu certificado não é de quem assinou'],
    ] as const) {
      await page.getByRole('button', { name: language }).click();
      await page.getByText(words).waitFor();
    }
    expect(Math.max(...uploads)).toBeLessThan(100);
    expect(complaints).toEqual([]);
    await close();
  });

  it('says in three languages what it did not find, by keyboard alone, light and dark', async () => {
    for (const [locale, dark, nothing, slip] of [
      ['es-AR', false, 'No hay ningún acto registrado', 'tiene un error de copia'],
      ['en-GB', true, 'No registered act has this code', 'There is a slip in this code'],
      ['pt-BR', true, 'Não há nenhum ato registrado', 'tem um erro de cópia'],
    ] as const) {
      const { page, complaints, close } = await visit({ locale, dark });
      await page.locator('#code').focus();
      await page.keyboard.type(formatVerificationCode(codeOf('0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93' as never)));
      await page.keyboard.press('Enter');
      await page.getByText(nothing).waitFor();
      await holds(page);
      await page.locator('#code').fill('ABCDE-12345-FGHJK-67890');
      await page.keyboard.press('Enter');
      await page.getByText(slip).waitFor();
      expect(await page.evaluate(() => document.body.innerText)).not.toMatch(/undefined|\{\w+\}/);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText('There is a slip in this code').waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
      expect(complaints).toEqual([]);
      await close();
    }
  });
});
