import type { Page } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import { take } from '../scenes.ts';
import { useDesk } from './desk.ts';

/** A place where something is written, and how one comes to it from the tray to sign. */
interface Form {
  readonly name: string;
  /** Bends the fake office before the place is opened for the first time. */
  readonly bend?: () => void;
  go(page: Page): Promise<void>;
}

const button = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).first().click();
const cases = async (page: Page): Promise<void> => {
  await page.keyboard.press('Alt+e');
  await page.locator('.case-row, .place-head').first().waitFor();
};
const caseSheet = async (page: Page): Promise<void> => {
  await cases(page);
  await page.locator('.case-row').first().click();
  await page.locator('.entry').nth(1).waitFor();
};
const firstAct = async (page: Page, tray: number): Promise<void> => {
  await page.keyboard.press(`Alt+${tray}`);
  await page.locator('.rows .row[data-active]').first().waitFor();
  await take(page, 0);
};

const forms: readonly Form[] = [
  {
    name: 'a new case',
    async go(page) {
      await cases(page);
      await button(page, 'Abrir una causa');
    },
  },
  {
    name: 'a piece',
    async go(page) {
      await caseSheet(page);
      await button(page, 'Agregar una pieza');
    },
  },
  {
    name: 'a case’s level',
    async go(page) {
      await caseSheet(page);
      await button(page, 'Cambiar el nivel de reserva');
    },
  },
  {
    name: 'an exceptional access',
    async go(page) {
      await cases(page);
      await button(page, 'Entrar por urgencia en una causa reservada');
    },
  },
  {
    name: 'short forms',
    async go(page) {
      await page.keyboard.press('Alt+d');
      await button(page, 'Abreviaturas');
    },
  },
  {
    name: 'what is returned',
    async go(page) {
      await firstAct(page, 1);
      await page.keyboard.press('Control+Shift+D');
    },
  },
  {
    name: 'one’s own notes',
    async go(page) {
      await firstAct(page, 1);
      await page.keyboard.press('Alt+Shift+N');
    },
  },
  {
    name: 'what is noted of a registered act',
    async go(page) {
      await firstAct(page, 4);
      await page.keyboard.press('Alt+n');
    },
  },
  { name: 'a filter to save', go: (page) => button(page, 'Filtros') },
  {
    name: 'people and grants',
    bend: () => {
      const world = window.world!;
      const { person } = world.status;
      world.status = { ...world.status, person: { ...person, role: 'itAdmin', permits: ['configure', 'sign'] } };
      world.emit('office.restarted', {});
    },
    async go(page) {
      await page.keyboard.press('Alt+g');
      await page.getByText('pc-mesa-4').first().waitFor();
    },
  },
  {
    name: 'enrolment',
    bend: () => {
      const { people } = window.world!;
      people.standing = { ...people.standing, state: 'none' };
    },
    async go(page) {
      await page.keyboard.press('Alt+g');
      await page.getByRole('button', { name: 'Inscribir con el código' }).waitFor();
    },
  },
  { name: 'copies and sticks', go: (page) => page.keyboard.press('Alt+Shift+L') },
];

/** What is written in the fields for free text, in their order: no searches, numbers, dates or secrets. */
const fieldsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const fields = [
      ...document.querySelectorAll<HTMLInputElement>('.work input, .work textarea, .filters-panel input'),
    ].filter(
      (field) =>
        field.getClientRects().length > 0 &&
        !field.disabled &&
        !field.readOnly &&
        ['text', 'textarea'].includes(field.type) &&
        !['numeric', 'decimal'].includes(field.inputMode) &&
        !field.closest('[role=toolbar], [role=combobox], .search'),
    );
    fields.forEach((field, n) => (field.dataset['written'] = String(n)));
    return fields.map(({ value }) => value);
  });

describe('Escape loses nothing that was written', () => {
  const desk = useDesk();

  it.each([...forms])(
    'in $name',
    async ({ bend, go }) => {
      await desk.open();
      const { page } = desk;
      if (bend) await page.evaluate(bend);
      await go(page);
      await expect.poll(async () => (await fieldsOf(page)).length).toBeGreaterThan(0);
      const { length } = await fieldsOf(page);
      for (let n = 0; n < length; n += 1) await page.locator(`[data-written="${n}"]`).fill(`escrito ${n}`);
      const written = await fieldsOf(page);
      expect(written.filter((text) => text.startsWith('escrito'))).toHaveLength(length);
      await page.locator(`[data-written="${length - 1}"]`).focus();
      await desk.press('Escape', 'Escape', 'Alt+1');
      await page.locator('.list-title h1', { hasText: 'A firmar' }).waitFor();
      // A panel that Escape leaves open is closed by hand, so that it is opened anew.
      const filters = page.locator('.filters-panel');
      if (await filters.isVisible()) await button(page, 'Filtros');
      await go(page);
      await expect.poll(() => fieldsOf(page)).toEqual(written);
    },
    60_000,
  );
});
