import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OfficeConfig } from '../../src/contract/config.ts';
import { expect, test } from './fixtures.ts';

test('a desk is emptied by keyboard: the screen says so, and the disk holds neither keys nor what was fetched', async ({
  desk: { window: page, world },
}) => {
  const { dataDir } = OfficeConfig.parse(JSON.parse(readFileSync(world.officeConfig, 'utf8')));
  await expect(page.locator('.rows-body .row').first()).toBeVisible();
  expect(readdirSync(dataDir)).toContain('cache.db');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('Copias y pendrive');
  await page.keyboard.press('Enter');
  const leave = page.getByRole('region', { name: 'Dejar esta PC' });
  await leave.getByRole('button', { name: 'Ver qué quedaría y vaciar el puesto…' }).focus();
  await page.keyboard.press('Enter');
  await expect(leave.getByText('El repositorio tiene todo lo de este puesto.')).toBeVisible();
  await expect(leave.getByRole('button', { name: 'No vaciar nada' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Este puesto se vació.')).toBeVisible();

  expect(existsSync(dataDir)).toBe(false);
  expect(existsSync(world.storeKeyFile)).toBe(false);
  const beside = path.dirname(dataDir);
  const left = readdirSync(beside).filter((name) => name.startsWith(`${path.basename(dataDir)}-left-`));
  expect(left).toHaveLength(1);
  const kept = readdirSync(path.join(beside, left[0]!), { recursive: true, encoding: 'utf8' });
  expect(kept).toContain('journal.db');
  expect(kept.filter((name) => /^cache\.db|^documents.fetched/.test(name))).toEqual([]);
});
