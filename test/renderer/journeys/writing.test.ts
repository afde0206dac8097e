import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DraftParagraph, DraftText } from '../../../src/contract/wire-drafts.ts';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls } = desk;

interface ProseEditor {
  readonly state: {
    readonly doc: { readonly content: { readonly size: number } };
    readonly selection: { readonly head: number };
  };
}

/** The text that was kept last, as the office has it. */
async function kept(): Promise<DraftText> {
  const saves = (await calls('drafts.save')) as { text: DraftText }[];
  return saves.at(-1)!.text;
}
/** Waits until what was written is kept, by itself. */
const keptOnce = (what: (paragraphs: readonly DraftParagraph[]) => boolean): Promise<unknown> =>
  expect
    .poll(async () => ((await calls('drafts.save')).length > 0 ? what((await kept()).paragraphs) : false), {
      timeout: 15_000,
    })
    .toBe(true);

/**
 * The editor learns of a cursor that was moved by an event after the key, and puts its own back once 20 ms after it got the focus: sooner
 * than any hand, later than a program's keys. What this waits for is queued behind both.
 */
const taken = (): Promise<void> =>
  desk.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  );

const begin = async (model: string): Promise<void> => {
  const { page } = desk;
  await open();
  await press('Alt+d');
  await page.locator('.draft-row').first().waitFor();
  // Around to the verbs at the foot of the place.
  await page.getByRole('button', { name: 'Empezar un borrador' }).focus();
  await press('Enter');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type(model);
  await press('Tab', 'Enter', 'Tab', 'Tab', 'ArrowDown', 'Space');
  await page.getByRole('button', { name: 'Empezar a escribir' }).focus();
  await press('Enter');
  await page.locator('.prose:focus').waitFor();
  await taken();
};
/** Goes behind the last words, and waits until the editor knows: on a busy machine it may put its own cursor back late. */
const toTheEnd = (): Promise<unknown> =>
  expect
    .poll(async () => {
      await press('Control+End');
      await taken();
      return desk.page.evaluate(() => {
        const { state } = (document.querySelector('.prose') as unknown as { editor: ProseEditor }).editor;
        // Two ends at most lie behind the last letter: of its paragraph, and of what that lies in.
        return state.doc.content.size - state.selection.head <= 2;
      });
    })
    .toBe(true);
/** What another program, or this one, puts on the clipboard. */
const paste = async (types: Readonly<Record<string, string>>): Promise<void> => {
  await taken();
  await desk.page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('.prose')!.dispatchEvent(event);
  }, types);
};

describe('writing an act by keyboard alone', () => {
  it('does not call a part done while a blank in it stands open, whatever is written beside it', async () => {
    const { page } = desk;
    await begin('providencia simple');
    const checklist = page.getByRole('region', { name: 'Lo que pide el acto' });
    await checklist.getByText('falta').waitFor({ state: 'attached' });
    await press('Control+Home');
    await page.keyboard.type('Por recibido; ');
    await checklist.getByText('tiene espacios sin completar').waitFor({ state: 'attached' });
    expect(await checklist.getByText('está', { exact: true }).count()).toBe(0);
  });

  it('fills the blanks of a model, one after the other, until nothing is missing', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await page.getByRole('region', { name: 'Lo que pide el acto' }).getByText('falta').waitFor({ state: 'attached' });
    await press('F4');
    await page.keyboard.type('Agréguese y ;hs ');
    await keptOnce(([first]) => first!.text === 'Agréguese y Hágase saber. ');
    const { template, paragraphs, format } = await kept();
    expect([format, template, paragraphs.length]).toEqual([2, { profile: 'buenos-aires-mp', id: 'providencia' }, 2]);
    expect(paragraphs[0]).toMatchObject({ section: 'despacho' });
    expect(paragraphs[0]).not.toHaveProperty('marks');
    await page.getByRole('region', { name: 'Lo que pide el acto' }).getByText('está').waitFor({ state: 'attached' });
    // A step back over the short form gives its letters again.
    await press('Control+z');
    await expect.poll(() => page.locator('.prose p').first().textContent()).toMatch(/;hs/);
  });

  it('begins in the only case that a search leaves, and never in one that it left out', async () => {
    const { page } = desk;
    await open();
    // The case of the act in hand is chosen already.
    await press('ArrowDown', 'Enter', 'Alt+d');
    await page.locator('.draft-row').first().waitFor();
    await page.getByRole('button', { name: 'Empezar un borrador' }).focus();
    await press('Enter');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('providencia simple');
    const cases = page.getByRole('listbox', { name: 'Causas' });
    await cases.locator('[aria-selected="true"]').waitFor();
    const others = cases.locator('[aria-selected="false"] strong');
    const other = (await others.first().textContent())!;
    const write = page.getByRole('button', { name: 'Empezar a escribir' });
    await press('Tab', 'Tab');
    await page.keyboard.type(other.slice(0, 3));
    await expect.poll(() => cases.locator('[role="option"]').count()).toBeGreaterThan(1);
    expect(await write.isDisabled()).toBe(true);
    await press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('option');
    await page.getByLabel('Causa: buscar por número o carátula').fill(other);
    await expect.poll(() => write.isDisabled()).toBe(false);
    await press('Enter');
    await page.locator('.prose:focus').waitFor();
    const [begun] = (await calls('drafts.beginFrom')) as { caseId: string }[];
    const { caseNumber } = await page.evaluate(
      (id) => [...window.world!.rows.values()].find(({ caseId }) => caseId === id)!,
      begun!.caseId,
    );
    expect(caseNumber).toBe(other);
  });

  it('makes words bold, parts and lists, and mentions a sheet of the case', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    await press('Control+b');
    await page.keyboard.type('Fuerte');
    await press('Control+b');
    await page.keyboard.type(' ver ');
    await press('Control+l');
    await page.locator('.citing input:focus').waitFor();
    const sheets = await page.locator('.citing [role="option"] strong').first().textContent();
    await page.keyboard.type(sheets!.replace('fs. ', ''));
    await press('Enter');
    await page.locator('.prose:focus .prose-cite').waitFor();
    // Selected, Enter opens what is mentioned; the text is where it was when one comes back.
    await press('ArrowLeft', 'Enter');
    await expect.poll(async () => (await calls('acts.read')).length).toBeGreaterThan(0);
    await page.locator('.act-head').waitFor();
    await press('Alt+d');
    await page.locator('.prose:focus .prose-cite').waitFor();
    await toTheEnd();
    await page.keyboard.type('.');
    await press('Enter');
    await page.keyboard.type('1. primero');
    await press('Enter');
    await page.keyboard.type('adentro');
    await press('Tab');
    await press('Enter', 'Enter', 'Enter', 'Control+Alt+2');
    await page.keyboard.type('Parte');
    await keptOnce((all) => all.at(-1)!.text === 'Parte');
    const [words, first, within, part] = (await kept()).paragraphs.slice(2);
    const text = `Fuerte ver ${sheets}.`;
    const [bold, cite] = words!.marks!;
    expect([words!.text, bold]).toEqual([text, { kind: 'bold', from: 0, to: 6 }]);
    expect(cite).toMatchObject({ kind: 'cite', from: 11, to: text.length - 1 });
    expect([first!.style, first!.text, within!.style, within!.depth, within!.text]).toEqual([
      ...['number', 'primero', 'number', 1, 'adentro'],
    ]);
    expect([part!.style, part!.text]).toEqual(['heading', 'Parte']);
    // The window's own Ctrl+B is left to bold while one writes, and works elsewhere.
    await press('F8', 'Control+b');
    await page.locator('.desk[data-folded], [data-pane="trays"]').first().waitFor();
  });

  it('mentions a page of a piece of evidence, and opens it there', async () => {
    const { page } = desk;
    await open();
    await press('Alt+d');
    await page.locator('.draft-row', { hasText: 'Inicio de actuaciones' }).click();
    await page.locator('.prose:focus').waitFor();
    await taken();
    await toTheEnd();
    await page.evaluate(async () => {
      const { drafts, rows, handlers } = window.world!;
      const { row } = [...drafts.all.values()].find(({ hand }) => hand.text.title === 'Inicio de actuaciones')!;
      const [largest] = [...rows.values()].sort((a, b) => b.size - a.size);
      const answer = await fetch(`/world/documents/${largest!.documentSha256}`);
      await handlers['pieces.add']({
        ...{ caseId: row.caseId, fileName: 'denuncia.pdf', mediaType: 'application/pdf', title: 'Denuncia firmada' },
        ...{ origin: 'paper', place: 'Mesa', broughtBy: 'Lorenzo', confidentialityLevel: 1, expectedSha256: null },
        bytes: new Uint8Array(await answer.arrayBuffer()),
      });
    });
    await press('Control+l');
    await page.locator('.citing input:focus').waitFor();
    await page.keyboard.type('denuncia pag 2');
    await page.locator('.citing [role="option"]', { hasText: 'Denuncia firmada' }).waitFor();
    await press('Enter');
    await page.locator('.prose:focus .prose-cite').waitFor();
    expect(await page.locator('.prose-cite').textContent()).toBe('pieza «Denuncia firmada», pág. 2');
    await press('ArrowLeft', 'Enter');
    await page.getByRole('heading', { name: 'Denuncia firmada' }).waitFor();
    await expect.poll(() => page.locator('.page-number input').inputValue()).toBe('2');
  });

  it('steps back over what was kept meanwhile', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    await page.keyboard.type('primera parte');
    await keptOnce((all) => all.at(-1)!.text === 'primera parte');
    await page.waitForTimeout(600);
    await page.keyboard.type(' y segunda');
    await keptOnce((all) => all.at(-1)!.text === 'primera parte y segunda');
    await press('Control+z');
    await keptOnce((all) => all.at(-1)!.text === 'primera parte');
    await press('Control+z', 'Control+z');
    await keptOnce((all) => !all.some(({ text }) => text.includes('primera')));
    await press('Control+y', 'Control+y', 'Control+y');
    await keptOnce((all) => all.at(-1)!.text === 'primera parte y segunda');
  });

  it('takes in what Word has on its clipboard without making elements of it', async () => {
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    const html = readFileSync(join(import.meta.dirname, '../../casework/writing/word.html'), 'utf8');
    await paste({ 'text/html': html, 'text/plain': 'no se usa' });
    await keptOnce((all) => all.some(({ text }) => text === 'Fuerteenlace'));
    const { paragraphs } = await kept();
    expect(paragraphs.slice(2).map(({ text, style }) => [style ?? '', text])).toEqual([
      ['heading', 'RESOLUCIÓN'],
      ['', 'VISTO: lo solicitado por la defensa a fs. 12, y agregado.'],
      ['number', 'Hacer lugar.'],
      ['number', 'Notificar.'],
      ['item', 'Un punto.'],
      ['table', 'Efecto\tPrecinto\nCuchillo\t004512'],
      ['', 'Fuerteenlace'],
    ]);
    expect(new Set(paragraphs.map(({ id }) => id)).size).toBe(paragraphs.length);
    expect(
      await desk.page.evaluate(() =>
        document.querySelector('.prose img:not(.ProseMirror-separator), .prose script, .prose a'),
      ),
    ).toBeNull();
  });

  it('joins what is pasted into the middle of a line to the words around it, and says what was struck out', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    await page.keyboard.type('antes  despues');
    for (const _ of ' despues') await press('ArrowLeft');
    await paste({
      'text/html':
        '<p class=MsoNormal>uno <s>no va</s></p><p class=MsoNormal><b>dos</b></p><p class=MsoNormal>tres</p>',
    });
    await keptOnce((all) => all.some(({ text }) => text.endsWith('despues') && text.startsWith('tres')));
    await taken();
    await page.keyboard.type('!');
    await keptOnce((all) => all.at(-1)!.text === 'tres! despues');
    const { paragraphs } = await kept();
    expect(paragraphs.slice(-3).map(({ text }) => text)).toEqual(['antes uno', 'dos', 'tres! despues']);
    expect(new Set(paragraphs.map(({ id }) => id)).size).toBe(paragraphs.length);
    await page.getByText('2 palabras estaban tachadas y quedaron afuera').first().waitFor({ state: 'attached' });
    // One step back takes all of it away.
    await press('Control+z', 'Control+z');
    await keptOnce((all) => all.at(-1)!.text === 'antes  despues');
    // A heading has a line of its own: what stood in that line stays on either side of it.
    await paste({ 'text/html': '<h2>Parte</h2><p>cuatro</p>' });
    await keptOnce((all) => all.some(({ style, text }) => style === 'heading' && text === 'Parte'));
    const last = (await kept()).paragraphs.slice(-3);
    expect(last.map(({ text, style }) => [style ?? '', text.trim()])).toEqual([
      ['', 'antes'],
      ['heading', 'Parte'],
      ['', 'cuatro despues'],
    ]);
  });

  it('keeps several paragraphs that are pasted inside the list or the cell where the cursor is', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    await paste({ 'text/html': '<ul><li>uno</li><li>dos</li></ul>' });
    await keptOnce((all) => all.at(-1)!.text === 'dos');
    await taken();
    await paste({ 'text/html': '<p>, y medio</p><p>tres</p><p><b>cuatro</b></p>' });
    await keptOnce((all) => all.at(-1)!.text === 'cuatro');
    await taken();
    await page.keyboard.type('!');
    await keptOnce((all) => all.at(-1)!.text === 'cuatro!');
    const list = (await kept()).paragraphs.slice(-4);
    expect(list.map(({ text, style }) => [style, text])).toEqual([
      ['item', 'uno'],
      ['item', 'dos, y medio'],
      ['item', 'tres'],
      ['item', 'cuatro!'],
    ]);
    // Out of the list, a table: a cell is one line.
    await press('Enter', 'Enter');
    await paste({ 'text/html': '<table><tr><td>Efecto</td><td>Precinto</td></tr></table>' });
    await keptOnce((all) => all.at(-1)!.style === 'table');
    await taken();
    await paste({ 'text/html': '<p>a</p><p>b</p>' });
    await keptOnce((all) => all.at(-1)!.text.endsWith('a b'));
    expect((await kept()).paragraphs.at(-1)).toMatchObject({ style: 'table', text: 'Efecto\tPrecintoa b' });
  });

  it('goes back with Escape from the words and from a blank, with all of it kept', async () => {
    const { page } = desk;
    await begin('requerimiento de detención');
    await press('F4');
    await page.keyboard.type('escrito y sin esperar');
    await press('F4');
    await taken();
    await press('Escape');
    await page.locator('.draft-row').first().waitFor();
    expect((await kept()).paragraphs.some(({ text }) => text.includes('escrito y sin esperar'))).toBe(true);
  });

  it('goes on behind what was pasted, and leaves the next part’s heading alone', async () => {
    const { page } = desk;
    await begin('requerimiento de allanamiento');
    const headings = (all: readonly DraftParagraph[]) =>
      all.flatMap((one) => (one.style === 'heading' ? one.text : []));
    await press('F4');
    await page.keyboard.type('x');
    await keptOnce(([first]) => first !== undefined);
    const before = headings((await kept()).paragraphs);
    await press('F4');
    await taken();
    await paste({ 'text/html': '<p>Primero.</p><p>Segundo.</p>' });
    await page.locator('.prose', { hasText: 'Segundo.' }).waitFor();
    await taken();
    await page.keyboard.type(' Y más.');
    await keptOnce((all) => all.some(({ text }) => text.includes('Y más.')));
    const { paragraphs } = await kept();
    expect(paragraphs.map(({ text }) => text)).toContain('Segundo. Y más.');
    expect(headings(paragraphs)).toEqual(before);
  });

  it('puts what was pasted where the cursor was, whatever is typed and selected until it is clean', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    await page.keyboard.type('antes ');
    await page.evaluate(() => void (window.world!.bends.delayMs = 1500));
    await paste({ 'text/html': '<p>pegado</p>' });
    await page.evaluate(() => void (window.world!.bends.delayMs = 0));
    await page.keyboard.type('después');
    await press('Control+a');
    await page.locator('.prose', { hasText: 'pegado' }).waitFor();
    await keptOnce((all) => all.at(-1)!.text === 'antes pegadodespués');
    expect((await kept()).paragraphs.length).toBeGreaterThan(2);
  });

  it('says that the text is too long where one sees it, with the cursor at the end of it', async () => {
    const { page } = desk;
    await begin('providencia simple');
    await toTheEnd();
    await press('Enter');
    const line = 'palabra '.repeat(60).trim();
    await paste({ 'text/plain': Array.from({ length: 200 }, () => line).join('\n') });
    const note = page.getByRole('alert').filter({ hasText: 'El texto no se guarda' });
    await note.waitFor();
    await toTheEnd();
    await page.keyboard.type('fin');
    const seen = await note.evaluate((element) => {
      const { left, top } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(left + 20, top + 10));
    });
    expect(seen).toBe(true);
    await page.locator('.draft-marks', { hasText: 'sin guardar' }).waitFor();
  });

  it('begins from the model and in the case that the arrows come to, and from none that Tab passes', async () => {
    const { page } = desk;
    await open();
    await press('Alt+d');
    await page.locator('.draft-row').first().waitFor();
    await page.getByRole('button', { name: 'Empezar un borrador' }).focus();
    await press('Enter');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('requerimiento');
    const chosen = (list: string): Promise<string[]> =>
      page.getByRole('listbox', { name: list }).locator('[aria-selected="true"] strong').allTextContents();
    const [first] = await chosen('Modelos de actos');
    await press('ArrowDown', 'ArrowDown');
    const arrived = await page.evaluate(() => document.activeElement!.querySelector('strong')!.textContent);
    expect(arrived).not.toBe(first);
    expect(await chosen('Modelos de actos')).toEqual([arrived]);
    await press('Tab', 'Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('option');
    expect(await chosen('Causas de la dependencia')).toEqual([]);
    await press('ArrowDown');
    expect(await chosen('Causas de la dependencia')).toHaveLength(1);
  });

  it('pastes plain lines as paragraphs, and its own text whole', async () => {
    const { page } = desk;
    await begin('requerimiento de detención');
    await press('Control+a');
    await taken();
    const own = await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('.prose')!.dispatchEvent(event);
      return Object.fromEntries([...clipboardData.types].map((type) => [type, clipboardData.getData(type)]));
    });
    expect(own['text/plain']).toContain('Datos de la persona imputada');
    await press('ArrowRight');
    await paste({ 'text/plain': 'uno\r\ndos' });
    await keptOnce((all) => all.at(-1)!.text === 'dos');
    const before = (await kept()).paragraphs;
    await toTheEnd();
    await press('Enter');
    await paste(own);
    await keptOnce((all) => all.length > before.length + 5);
    const { paragraphs } = await kept();
    const blanks = paragraphs.flatMap(({ marks = [] }) => marks.filter(({ kind }) => kind === 'field'));
    // The model's blanks came along with the text that was copied.
    expect(blanks.length).toBe(2 * before.flatMap(({ marks = [] }) => marks).length);
    expect(new Set(paragraphs.map(({ id }) => id)).size).toBe(paragraphs.length);
  });
});
