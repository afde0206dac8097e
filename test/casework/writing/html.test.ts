import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraphsFromHtml, readHtml } from '../../../src/casework/writing/html.ts';
import { DraftParagraph } from '../../../src/contract/wire-drafts.ts';

function read(html: string) {
  let n = 0;
  return paragraphsFromHtml(html, () => `p${(n += 1)}`).map(({ id: _, ...rest }) => rest);
}

describe('text from another program', () => {
  it('is cleaned of what Word adds, and keeps words, their weight, lists and tables', () => {
    expect(read(readFileSync(join(import.meta.dirname, 'word.html'), 'utf8'))).toEqual([
      { text: 'RESOLUCIÓN', style: 'heading' },
      {
        text: 'VISTO: lo solicitado por la defensa a fs. 12, y agregado.',
        marks: [
          { kind: 'bold', from: 0, to: 6 },
          { kind: 'italic', from: 28, to: 35 },
        ],
      },
      { text: 'Hacer lugar.', style: 'number' },
      { text: 'Notificar.', style: 'number', depth: 1 },
      { text: 'Un punto.', style: 'item' },
      { text: 'Efecto\tPrecinto\nCuchillo\t004512', style: 'table' },
      {
        text: 'Fuerteenlace',
        marks: [
          { kind: 'bold', from: 0, to: 6 },
          { kind: 'underline', from: 0, to: 6 },
        ],
      },
    ]);
  });

  it('reads the HTML of others: headings, quotations, lists in lists, line ends, entities', () => {
    const html =
      '<h2>Hechos</h2><p>Uno<br>dos &amp; &#241;&hellip;</p><blockquote><p>Dijo.</p></blockquote>' +
      '<ol><li>a<ul><li><p>b</p></li></ul></li><li>c</li></ol><p>Final <strong>fuerte</strong></p>suelto';
    expect(read(html)).toEqual([
      { text: 'Hechos', style: 'heading' },
      { text: 'Uno\ndos & ñ…' },
      { text: 'Dijo.', style: 'quote' },
      { text: 'a', style: 'number' },
      { text: 'b', style: 'item', depth: 1 },
      { text: 'c', style: 'number' },
      { text: 'Final fuerte', marks: [{ kind: 'bold', from: 6, to: 12 }] },
      { text: 'suelto' },
    ]);
  });

  it('leaves out what was struck out, in whatever way, and keeps raised what has a character for it', () => {
    const struck = [
      '<s>dos</s>',
      '<del>dos</del>',
      '<span style="text-decoration:line-through">dos</span>',
      '<span style="color:red; text-decoration-line: underline line-through">d<b style="text-decoration:none">os</b></span>',
    ];
    for (const each of struck) {
      expect(read(`<p>uno ${each} tres</p>`)).toEqual([{ text: 'uno tres' }]);
      expect(readHtml(`<p>uno ${each} tres</p>`, () => 'a').struck).toBe(1);
    }
    // What is hidden, or of a reviewer, is nobody's text: nothing is said of it.
    expect(readHtml('<p>uno <span style="display:none">dos</span></p>', () => 'a').struck).toBe(0);
    expect(readHtml('<p><s>dos <b>palabras más</b></s></p>', () => 'a').struck).toBe(3);
    const raised =
      '<p>30 m<sup>2</sup>, 1<sup>o</sup>, x<span style="vertical-align:super">10</span>, nota<sup>[1]</sup></p>';
    expect(read(raised)).toEqual([{ text: '30 m², 1º, x¹⁰, nota[1]' }]);
  });

  it('never throws, and what it makes are paragraphs of a draft', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<b>',
        '</b>',
        '<ul>',
        '</ul>',
        '<li>',
        '<table>',
        '<tr>',
        '<td>',
        '</td>',
        '</table>',
      ),
      fc.constantFrom(
        '<!--',
        '-->',
        '<![if x]>',
        '<script>',
        '</script>',
        '<',
        '>',
        '"',
        '<p style="',
        '&#0;',
        '&#x110000;',
      ),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        let n = 0;
        for (const one of paragraphsFromHtml(pieces.join(''), () => `p${(n += 1)}`)) DraftParagraph.parse(one);
      }),
    );
    expect(read('<b>'.repeat(50_000) + 'x')).toHaveLength(1);
    expect(read(`<p>${'<'.repeat(200_000)}`).length).toBeLessThan(2);
    expect(read('a'.repeat(50_000)).map(({ text }) => text.length)).toEqual([20_000, 20_000, 10_000]);
  });
});
