import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, drawn } = desk;

describe('the second of three signatures, by keys alone', () => {
  it('shows who signed, in which kind, whose turn it is and what is new, and is signed in its turn', async () => {
    await open();
    const actId = await desk.page.evaluate(() => {
      const world = window.world!;
      const row = [...world.rows.values()].filter(({ state }) => state === 'toSign')[0]!;
      const signers = [
        {
          ...{ personId: 'j-1', name: 'Bruno Cáceres Tolosa', capacity: 'Despachante' },
          ...{ signedAt: '2026-11-21T14:05:00.000Z', electronic: true as const },
        },
        { personId: 'j-2', name: 'Ofelia Quirós Balmaceda', capacity: 'Jueza', signedAt: null },
        { personId: 'j-3', name: 'Íñigo Güiraldes Peñaloza', capacity: 'Juez', signedAt: null },
      ];
      const joint = { signers, next: 1, here: false };
      world.status = { ...world.status, person: { ...world.status.person, personId: 'j-2' } };
      world.rows.set(row.actId, { ...row, state: 'partiallySigned', electronic: true, joint });
      world.bends.changes = {
        ...{ readAt: '2026-11-21T13:00:00.000Z', seenAt: null, texts: null, what: 'signatures' },
        signedSince: [{ name: 'Bruno Cáceres Tolosa', at: '2026-11-21T14:05:00.000Z', electronic: true }],
      };
      world.emit('office.restarted', {});
      return row.actId;
    });
    await press('F8', 'F6', 'Home');
    await drawn();
    const tracker = desk.page.getByRole('list', { name: 'Quiénes firman, en orden' });
    const [first, second, third] = await tracker.locator('li').allInnerTexts();
    expect(first).toMatch(/Bruno Cáceres Tolosa[\s\S]*firmó el 21\/11\/2026[\s\S]*firma electrónica/);
    expect(second).toMatch(/es su turno/);
    expect([second, third].join(' ')).not.toMatch(/electrónica/);
    expect(third).toMatch(/firma después/);
    // Of the act no more is said than is so, and what is new names the kind.
    expect(await desk.page.locator('.act-line .electronic-mark').innerText()).toBe('firma electrónica: 1 de 3');
    await desk.page.getByText('Bruno Cáceres Tolosa (firma electrónica)').waitFor();
    await press('Enter', 'Control+Shift+F');
    await desk.page.getByRole('heading', { name: 'Firmar 1 acto' }).waitFor();
    await press('F9');
    await desk.page.locator('.summary').waitFor({ timeout: 30_000 });
    const [started] = (await calls('signing.start')) as { items: { actId: string }[] }[];
    expect(started!.items.map((item) => item.actId)).toEqual([actId]);
  });
});

/** Tab, until what is focused matches; a place that cannot be reached so fails. */
async function tabTo(selector: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await desk.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await press('Tab');
  }
  throw new Error(`no Tab leads to ${selector}`);
}

describe('two texts of one draft, by keys alone', () => {
  it('are brought together by whoever reads both, and none is lost', async () => {
    await open();
    await press('Alt+d');
    await desk.page.locator('.draft-row').first().waitFor();
    await tabTo('.draft-row');
    // Type-ahead of the list: its title.
    await desk.page.keyboard.type('Inicio');
    await desk.page.locator('.draft-row:focus', { hasText: 'Inicio de actuaciones' }).waitFor();
    await press('Enter');
    await desk.page.locator('.prose p').first().waitFor();
    const [mine, theirs] = await desk.page.evaluate(() => {
      const drafts = [...(window.world?.drafts.all.values() ?? [])];
      const draft = drafts.find(({ row }) => row.title === 'Inicio de actuaciones')!;
      const texts = draft.hand.text.paragraphs.map(({ text }) => text);
      const last = `${texts.at(-1)} Con carácter urgente.`;
      window.world?.drafts.arrive(draft.row.draftId, [...texts.slice(0, -1), last], 'beside');
      return [texts.at(-1)!, last];
    });
    await desk.page.locator('.place-body .failure .button').waitFor();
    await tabTo('.place-body .failure .button');
    await press('Enter');
    await desk.heading('Dos textos del mismo borrador');
    const save = desk.page.getByRole('button', { name: 'Guardar el texto unido' });
    // Nothing is guessed where they differ.
    expect(await save.isDisabled()).toBe(true);
    // Whose text is whose is said by name: neither may be of whoever reads them.
    await desk.page.getByText(/^El primero: .+, \d/).waitFor();
    await desk.page.getByText(/^El segundo: .+, \d/).waitFor();
    const first = desk.page.getByRole('radio', { name: 'El primero' });
    await expect.poll(() => first.evaluate((one) => one === document.activeElement)).toBe(true);
    await press('Space');
    expect(await desk.page.locator('.draft-paragraph').inputValue()).toBe(mine);
    await press('ArrowRight');
    await expect.poll(() => desk.page.locator('.draft-paragraph').inputValue()).toBe(theirs);
    await expect.poll(() => save.isDisabled()).toBe(false);
    await tabTo('.decision-verbs button:last-child');
    await press('Enter');
    await desk.page.locator('.prose').waitFor();
    const saved = (await calls('drafts.save')).at(-1) as { text: { paragraphs: { text: string }[] } };
    expect(saved.text.paragraphs.at(-1)!.text).toBe(theirs);
    expect(await desk.page.locator('.place-body .failure').count()).toBe(0);
  });
});
