import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, heading } = desk;

interface Started {
  readonly items: readonly { readonly password?: string }[];
  readonly visible: unknown;
}

const putUp = async (): Promise<void> => {
  await desk.page.locator('.rows').focus();
  await press('Home', 'Space');
  for (let index = 0; index < 3; index++) await press('Shift+ArrowDown');
  await press('F9');
  await desk.page.locator('.certificate[data-selected]').waitFor();
};

it('asks for a visible signature by keyboard, tries the documents with it, and offers it again', async () => {
  await open();
  await putUp();
  await desk.page.getByRole('checkbox', { name: 'Firma visible en la página' }).focus();
  await press('Space');
  await desk.page.getByRole('radio', { name: 'La última' }).focus();
  await press('ArrowRight', 'ArrowRight');
  await desk.page.getByRole('textbox', { name: 'Otra página' }).fill('3');
  await press('Tab');
  await desk.page.getByRole('radio', { name: 'Donde haya lugar al pie' }).focus();
  await press('ArrowRight', 'ArrowRight');
  await desk.page.getByLabel('Motivo (optativo)').fill('Notifíquese');
  await press('Enter');
  const visible = { page: 3, place: 'lowerRight', reason: 'Notifíquese' };
  await expect.poll(async () => ((await calls('signing.preflight')) as Started[]).at(-1)?.visible).toEqual(visible);
  await press('F9');
  await heading(/actos? firmados?$/);
  expect((await calls('signing.start')) as Started[]).toMatchObject([{ visible }]);
  expect(((await calls('settings.write')) as Started[]).at(-1)).toMatchObject({ visible });
  await press('Escape');
  await putUp();
  expect(await desk.page.getByRole('radio', { name: 'Abajo a la derecha' }).isChecked()).toBe(true);
  expect(await desk.page.getByLabel('Motivo (optativo)').inputValue()).toBe('Notifíquese');
});

it('opens an encrypted document with its password before the PIN, and sends the password with that act alone', async () => {
  await open();
  await desk.page.evaluate(() => void (window.world!.bends.levels.preflight = 'closed'));
  await putUp();
  const field = desk.page.getByLabel(/^Contraseña de /);
  await field.fill('otra');
  await press('Enter');
  await desk.page.getByText('La contraseña no abre este PDF.').waitFor();
  await field.fill('clave');
  await press('Enter');
  await field.waitFor({ state: 'detached' });
  await press('F9');
  await heading(/actos? firmados?$/);
  const [started] = (await calls('signing.start')) as Started[];
  expect(started!.items.map(({ password }) => password ?? null)).toEqual(
    started!.items.map((_item, index) => (index === 0 ? 'clave' : null)),
  );
});
