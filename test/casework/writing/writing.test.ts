import { describe, expect, it } from 'vitest';
import { readDocx } from '../../../src/casework/writing/docx.ts';
import { checkZip } from '../../../src/casework/writing/zip.ts';
import { docxInWorker } from '../../../src/casework/writing/workers.ts';
import { createWorld } from '../world.ts';
import { type Entry, docxEntries, makeZip, paragraph } from './make-docx.ts';

const body = `${paragraph('VISTO:', '<w:b/>')}${paragraph('lo solicitado', '<w:i/>')}<w:tbl><w:tr><w:tc>${paragraph('Efecto')}</w:tc><w:tc>${paragraph('Precinto')}</w:tc></w:tr></w:tbl>`;
const readOf = async (entries: readonly Entry[]) => readDocx(makeZip(entries));

describe('a document of a word processor', () => {
  it('becomes paragraphs of a draft, in a thread of its own', async () => {
    const world = await createWorld({ acts: 1 });
    const bytes = makeZip(docxEntries(`${body}${paragraph('dejado sin efecto', '<w:strike/>')}`));
    const { paragraphs, leftOut, struck } = await world.office.call('drafts.import', { bytes });
    expect([leftOut, struck]).toEqual([0, 3]);
    expect(paragraphs.map(({ id: _, ...rest }) => rest)).toEqual([
      { text: 'VISTO:', marks: [{ kind: 'bold', from: 0, to: 6 }] },
      { text: 'lo solicitado', marks: [{ kind: 'italic', from: 0, to: 13 }] },
      { text: 'Efecto\tPrecinto', style: 'table' },
    ]);
    const refused = (entries: readonly Entry[]) => world.office.refusal('drafts.import', { bytes: makeZip(entries) });
    expect(await refused(docxEntries(''))).toEqual({ kind: 'importRefused', reason: 'empty' });
    expect(await refused(docxEntries(paragraph('a ').repeat(1200)))).toMatchObject({ reason: 'tooLarge' });
  });

  it('is refused, with the reason, when it is none, is damaged or lies about its size', async () => {
    const good = docxEntries(body);
    expect(await readDocx(Buffer.from('%PDF-1.7 no es'))).toEqual({ kind: 'refused', reason: 'notDocx' });
    expect(await readOf([{ name: 'foto.txt', content: 'hola' }])).toEqual({ kind: 'refused', reason: 'notDocx' });
    const whole = makeZip(good);
    expect(await readDocx(whole.subarray(0, whole.length - 40))).toEqual({ kind: 'refused', reason: 'damaged' });
    // 80 MB of zeros in 80 KB, told as they are and told as little.
    const zeros = Buffer.alloc(80_000_000);
    expect(await readOf([...good, { name: 'word/a.bin', content: zeros }])).toMatchObject({ reason: 'tooLarge' });
    const lie = { name: 'word/a.bin', content: zeros, claimedSize: 10 };
    expect(await readOf([...good, lie])).toMatchObject({ reason: 'damaged' });
    const many = Array.from({ length: 2100 }, (_, n) => ({ name: `x${n}`, content: '' }));
    expect(await readOf([...good, ...many])).toMatchObject({ reason: 'tooLarge' });
    const twice = [...good, { name: 'word/b.xml', content: good[0]!.content, offset: 0 }];
    expect(await readOf(twice)).toMatchObject({ reason: 'damaged' });
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${String(good[2]!.content)}`;
    expect(await readOf([good[0]!, good[1]!, { name: 'word/document.xml', content: bomb }])).toMatchObject({
      reason: 'damaged',
    });
    expect(await readOf([good[0]!, good[1]!, { name: 'word/document.xml', content: '<w:p' }])).toMatchObject({
      reason: 'damaged',
    });
    expect(checkZip(whole, { entries: 10, bytes: 10_000 }, () => true)).toBeNull();
  });

  it('is given up when it takes too long', async () => {
    expect(await docxInWorker(makeZip(docxEntries(body)), 0)).toEqual({ kind: 'tooSlow' });
  });
});

describe('what helps a person who writes', () => {
  it('keeps short forms of words for the person', async () => {
    const { office } = await createWorld({ acts: 1 });
    const written = await office.call('macros.write', {
      macros: [
        { short: 'HS', text: 'Hágase saber.' },
        { short: 'ofi', text: 'Líbrese oficio.' },
      ],
    });
    expect(written.macros).toEqual([
      { short: 'hs', text: 'Hágase saber.' },
      { short: 'ofi', text: 'Líbrese oficio.' },
    ]);
    expect(await office.refusal('macros.write', { macros: [{ short: 'a b', text: 'x' }] })).toMatchObject({
      kind: 'badInput',
    });
    expect(await office.call('macros.read', {})).toEqual(written);
    await office.call('macros.write', { macros: [] });
    expect(await office.call('macros.read', {})).toEqual({ macros: [] });
  });

  it('finds words that no dictionary has, suggests others, and learns those of the person and the trade', async () => {
    const { office } = await createWorld({ acts: 1 });
    const words = ['allanamiento', 'notifíquese', 'excarcelación', 'requerimineto', 'Zubillaga', 'requerimineto'];
    expect((await office.call('spelling.check', { words })).wrong).toEqual(['requerimineto', 'Zubillaga']);
    expect((await office.call('spelling.suggest', { word: 'requerimineto' })).words).toContain('requerimiento');
    // What lacks nothing but its accent is the first that is offered.
    expect((await office.call('spelling.suggest', { word: 'dia' })).words[0]).toBe('día');
    expect((await office.call('spelling.suggest', { word: 'declaracion' })).words[0]).toBe('declaración');
    expect((await office.call('spelling.learn', { word: 'Zubillaga' })).own).toEqual(['Zubillaga']);
    expect((await office.call('spelling.check', { words: ['zubillaga'] })).wrong).toEqual([]);
    expect((await office.call('spelling.learn', { word: 'Zubillaga', known: false })).own).toEqual([]);
  });
});
