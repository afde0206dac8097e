import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OfficeConfig } from '../../src/contract/config.ts';
import { expect, test } from './fixtures.ts';
import { command } from './keyboard.ts';

test('a desk is emptied by keyboard: the screen says so, and the disk holds neither keys nor what was fetched', async ({
  desk: { window: page, world },
}) => {
  const { dataDir } = OfficeConfig.parse(JSON.parse(readFileSync(world.officeConfig, 'utf8')));
  await expect(page.locator('.rows-body .row').first()).toBeVisible();
  expect(readdirSync(dataDir)).toContain('cache.db');
  await command(page, 'Copias y pendrive');
  const leave = page.getByRole('region', { name: 'Dejar esta PC' });
  const look = leave.getByRole('button', { name: 'Ver qué quedaría y vaciar el puesto…' });
  await expect(look).toBeEnabled();
  await look.focus();
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
