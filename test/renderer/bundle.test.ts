import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtRenderer } from './host.ts';

it('holds no zod: the window judges nothing, and what evaluates text is refused there', async () => {
  const folder = join(await builtRenderer(), 'assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1);
  const text = new Map(scripts.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const holding = [...text].filter(([, script]) => script.includes('ZodError')).map(([name]) => name);
  expect(holding).toEqual([]);
});
