import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../src/casework/proposing/pieces.ts';
import { type DraftMark, type DraftParagraph, DraftParagraph as Parsed } from '../../src/contract/wire-drafts.ts';
import { runsOf } from '../../src/paper/index.ts';
import { inOrder, paragraphsOf, proseOf } from '../../src/renderer/model/prose.ts';

const actId = 'b7f3c1de-0000-4000-8000-000000000009' as never;
const noIds = (): string => {
  throw new Error('every paragraph has its name');
};

/** Words in stretches, each with its look, some of them blanks and mentions: all that an editor can make of a paragraph. */
const stretch = fc.record({
  text: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abñ é.(12)«»', '\n', '😀') }),
  bold: fc.boolean(),
  italic: fc.boolean(),
  underline: fc.boolean(),
  is: fc.constantFrom('words', 'words', 'field', 'cite'),
});
const written = fc.array(stretch, { maxLength: 6 }).map((stretches) => {
  let text = '';
  const marks: DraftMark[] = [];
  for (const { text: own, is, ...look } of stretches) {
    const words = is === 'words' ? own : own.replaceAll('\n', ' ');
    const [from, to] = [text.length, text.length + words.length];
    for (const kind of ['bold', 'italic', 'underline'] as const) {
      if (!look[kind]) continue;
      const last = marks.findLast((mark) => mark.kind === kind);
      if (last?.to === from) last.to = to;
      else marks.push({ kind, from, to });
    }
    if (is === 'field') marks.push({ kind: 'field', name: 'x', from, to });
    if (is === 'cite') marks.push({ kind: 'cite', actId, from, to });
    text += words;
  }
  return { text, ...(marks.length > 0 ? { marks: inOrder(marks) } : {}) };
});
const cells = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([rows, columns]) => {
    const cell = fc.string({ maxLength: 5, unit: fc.constantFrom(...'ab 1ñ') });
    return fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
  })
  .map((rows) => ({ text: rows.map((row) => row.join('\t')).join('\n'), style: 'table' as const }));
const plain = fc.record({
  words: written,
  style: fc.constantFrom(undefined, undefined, 'heading', 'quote', 'item', 'number'),
  depth: fc.integer({ min: 0, max: 3 }),
  section: fc.constantFrom(undefined, 'hechos'),
});
const anyText = fc.array(fc.oneof(plain, cells), { maxLength: 12 }).map((blocks) => {
  let above = -1;
  return blocks.map((block, n): DraftParagraph => {
    const id = `p${n}`;
    if (!('words' in block)) {
      above = -1;
      return { id, ...block };
    }
    const { words, style, section } = block;
    const isItem = style === 'item' || style === 'number';
    // An item lies at most one deeper than the one before it.
    const depth = isItem ? Math.min(block.depth, above + 1) : 0;
    above = isItem ? depth : -1;
    const own = { ...(style ? { style } : {}), ...(section ? { section } : {}), ...(depth > 0 ? { depth } : {}) };
    return { id, ...words, ...own };
  });
});

describe('the editor’s tree and the draft’s paragraphs', () => {
  it('are made of each other without loss', () => {
    fc.assert(
      fc.property(anyText, (paragraphs) => {
        for (const one of paragraphs) Parsed.parse(one);
        if (paragraphs.length > 0) expect(paragraphsOf(proseOf(paragraphs), noIds)).toEqual(paragraphs);
      }),
      { numRuns: 500 },
    );
  });

  it('say the same words as the paper, in the same order, and nothing else', () => {
    const bare = (text: string): string => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(anyText, (paragraphs) => {
        const typed = paragraphsOf(proseOf(paragraphs), () => 'new');
        const set = piecesOf(typed, () => 'Acto').flatMap(runsOf);
        expect(bare(set.map(({ text }) => text).join(''))).toBe(bare(paragraphs.map(({ text }) => text).join('')));
      }),
      { numRuns: 300 },
    );
  });

  it('keep on paper what is bold and what leads to another act', () => {
    const [piece] = piecesOf(
      [
        {
          ...{ id: 'a', text: '  Vistas fs. 12 y más ' },
          marks: [
            { kind: 'bold', from: 2, to: 8 },
            { kind: 'cite', from: 9, to: 15, actId },
          ],
        },
      ],
      (id) => `Acto ${id.slice(-1)}`,
    );
    expect(runsOf(piece!)).toEqual([
      { text: 'Vistas', bold: true },
      { text: ' ' },
      { text: 'fs. 12', link: { uri: `urn:uuid:${String(actId)}`, says: 'Acto 9' } },
      { text: ' y más' },
    ]);
  });

  it('begins with one empty paragraph where there is nothing', () => {
    expect(paragraphsOf(proseOf([]), () => 'new')).toEqual([{ id: 'new', text: '' }]);
  });
});
