import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../../src/signature/bytes.ts';
import { sha256Hex } from '../../../src/signature/crypto.ts';
import { codeOf, reasonSentence, reasonWords } from '../../../src/signature/validation/reason-words.ts';
import { reportOn } from '../../../src/signature/validation/report.ts';
import { describeRevisions, signedRevisions } from '../../../src/signature/validation/revisions.ts';
import { fileSentence } from '../../../src/signature/validation/sentences.ts';
import { openTrustList } from '../../../src/signature/trust/list.ts';
import { listPayload, listSpki, signList } from '../../helpers/trust-list.ts';
import { TestPdf } from '../../helpers/test-pdf.ts';
import { Story } from './story.ts';
import { pki } from './verify.ts';

const languages = ['es-AR', 'en', 'pt-BR'] as const;

function archived(): { story: Story; sizes: number[] } {
  const story = new Story();
  const sizes = [story.pdf.bytes.length];
  const mark = () => sizes.push(story.pdf.bytes.length);
  story.sign();
  mark();
  story.addStore();
  mark();
  story.archive();
  mark();
  return { story, sizes };
}

describe('the report', () => {
  it('holds what is needed to reach the verdict again', async () => {
    const { story, sizes } = archived();
    const history = [['2020-01-01T00:00:00Z', 'granted']] as const;
    const identity = story.world.root;
    const services = [
      { type: 'signing' as const, identity, history },
      { type: 'timestamping' as const, identity, history },
    ];
    const trustList = openTrustList(signList(listPayload(7, services)), [listSpki]);
    const options = { anchors: [], trustList, at: story.clock.now() };
    const source = bufferSource(story.pdf.bytes);
    const report = await reportOn(source, options, 'acta.pdf');
    expect(report).toMatchObject({
      schema: 'fojas-validation-report',
      version: 1,
      at: story.clock.now().toISOString(),
      file: { name: 'acta.pdf', size: story.pdf.bytes.length, sha256: sha256Hex(story.pdf.bytes) },
      policy: { id: 'fojas-1', revocation: 'whereNamed' },
      trust: { anchors: [], list: { territory: 'AR-PRUEBA', version: 7, sha256: trustList.sha256 } },
      sentence: { 'es-AR': 'La firma es válida.', en: 'The signature is valid.' },
      error: null,
    });
    expect(report.policy.algorithms).toContainEqual({ name: 'sha1', until: '2013-12-31T23:59:59.000Z' });
    const [signature] = report.signatures;
    expect(signature).toMatchObject({ indication: 'TOTAL_PASSED', level: 'B-LTA' });
    expect(signature?.details).toMatchObject({
      coverage: { end: sizes[1] },
      algorithms: ['SHA-256', 'p256'],
      existence: { by: story.clock.now().toISOString() },
      timestamps: [{ kind: 'signature', indication: 'TOTAL_PASSED', authority: { commonName: 'TSA de Prueba' } }],
    });
    const [first, second, third] = signature!.details!.path;
    expect([first, second, third].map((step) => step?.isAnchor)).toEqual([false, false, true]);
    expect(first?.revocation).toMatchObject({ outcome: 'good', statement: { kind: 'crl', origin: 'store' } });
    expect(second?.revocation).toMatchObject({ outcome: 'good' });
    expect(third?.revocation).toBeNull();
    const again = await reportOn(bufferSource(story.pdf.bytes), { ...options, at: new Date(report.at) }, 'acta.pdf');
    expect(again).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('explains every reason in three languages', async () => {
    const { story } = archived();
    const report = await reportOn(bufferSource(story.pdf.bytes), { ...story.options, anchors: [] });
    const [explained] = report.signatures[0]!.explained;
    expect(explained).toMatchObject({
      code: expect.any(String) as string,
      words: { 'es-AR': expect.any(String) as string },
    });
    expect(report.signatures.flatMap((each) => each.explained).every(({ words }) => words !== null)).toBe(true);
  });

  it('of what is no PDF says so', async () => {
    const report = await reportOn(bufferSource(Buffer.from('nada')), { anchors: [] });
    expect(report).toMatchObject({ revisions: null, signatures: [] });
    expect(report.error).not.toBeNull();
    expect(report.sentence['es-AR']).toContain('no se pudo examinar');
  });
});

describe('revisions', () => {
  it('are told with what each changed and who covers it', () => {
    const { story, sizes } = archived();
    const revisions = describeRevisions(bufferSource(story.pdf.bytes))!;
    expect(revisions.map(({ size }) => size)).toEqual(sizes);
    expect(revisions.map(({ signatures }) => signatures.length)).toEqual([0, 1, 0, 1]);
    expect(revisions.map(({ modification, changes }) => [modification, ...changes])).toEqual([
      ['none'],
      ['allowed', 'signature'],
      ['allowed', 'validationData'],
      ['allowed', 'documentTimestamp'],
    ]);
  });

  it('that hide something are told as such', () => {
    const pdf = new TestPdf();
    pdf.sign(pki.signer);
    pdf.update({ 4: '<< /Length 3 >>\nstream\nBT \nendstream' });
    expect(describeRevisions(bufferSource(pdf.bytes))!.at(-1)).toMatchObject({ modification: 'forbidden' });
  });

  it('give the bytes that each signature covers', () => {
    const { story, sizes } = archived();
    const signed = signedRevisions(bufferSource(story.pdf.bytes));
    expect(signed.map(({ kind, size }) => [kind, size])).toEqual([
      ['signature', sizes[1]],
      ['documentTimestamp', sizes[3]],
    ]);
    expect(signedRevisions(bufferSource(Buffer.from('nada')))).toEqual([]);
    expect(describeRevisions(bufferSource(Buffer.from('nada')))).toBeNull();
  });
});

describe('words', () => {
  it('exist for every code that a finding can have, in three languages', () => {
    const found = codesInSource(join(import.meta.dirname, '../../../src/signature/validation'));
    expect(found.size).toBeGreaterThan(100);
    const missing = [...found].filter((code) => reasonWords(code) === null);
    expect(missing).toEqual([]);
    for (const code of found) {
      for (const language of languages) expect(reasonWords(code)?.[language]).toMatch(/\.$/);
    }
  });

  it('fall back to what was said', () => {
    expect(reasonSentence('neverSeen: Something.', 'es-AR')).toBe('neverSeen: Something.');
    expect(reasonSentence('badSignature: x', 'en')).toBe('The signature value does not fit the signer’s key.');
    expect(codeOf('without a colon')).toBe('');
  });

  it('of a file are about the worst of its signatures', async () => {
    const story = new Story();
    story.sign();
    story.sign(undefined, { spoilSignature: true });
    const verdict = await story.verdicts({ revocation: story.line });
    expect(fileSentence(verdict, 'es-AR')).toMatch(/^Firma de .*: El valor de la firma no corresponde/);
    const [good] = verdict.signatures;
    const both = { signatures: [good!, good!], error: null };
    expect(fileSentence(both, 'en')).toMatch(/^All 2 signatures are valid/);
    expect(fileSentence({ signatures: [], error: null }, 'pt-BR')).toBe('O documento não tem assinaturas.');
    const onlyStamp = { signatures: [{ ...good!, kind: 'documentTimestamp' as const }], error: null };
    expect(fileSentence(onlyStamp, 'es-AR')).toContain('ninguna firma');
  });
});

/** Codes as they are written where findings are made. */
function codesInSource(folder: string): Set<string> {
  const codes = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile() || !name.endsWith('.ts') || name.includes('reasons')) continue;
    const text = readFileSync(path, 'utf8');
    const finding = /\.(?:fail|doubt)\(\s*(?:held \? '[A-Z_]+' : )?'[A-Z_]+',\s*'(\w+)'/g;
    const change = /(?:\.note|\.forbid|\.unclear|\bforbid|\bunclear)\(\s*'(\w+)'/g;
    const reason = /['`]([a-z]\w+): [A-Z]/g;
    for (const pattern of [finding, change, reason]) for (const [, code] of text.matchAll(pattern)) codes.add(code!);
  }
  return codes;
}
