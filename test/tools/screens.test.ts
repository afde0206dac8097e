import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { works } from '../../src/renderer/model/places.ts';
import { screens } from '../../tools/screens/list.ts';
import { looks } from '../../tools/screens/picture.ts';
import { states } from '../../tools/screens/states.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = path.join(root, 'docs', 'screens');
const pictured = [...screens, ...states];

describe('the pictures of the screens', () => {
  it('show every place of the program', () => {
    const shown = new Set(screens.map(({ work }) => work));
    expect(works.filter((work) => !shown.has(work))).toEqual([]);
  });

  it('are there in every look, and no others', () => {
    const wanted = pictured.flatMap(({ id }) => looks.map((look) => `${id}-${look.id}.webp`));
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'bienvenida.webp', ...wanted].sort());
    const page = readFileSync(path.join(folder, 'README.md'), 'utf8');
    expect(wanted.filter((name) => !page.includes(`](${name})`))).toEqual([]);
  });

  it('have a name each', () => {
    expect(new Set(pictured.map(({ id }) => id)).size).toBe(pictured.length);
    expect(new Set(states.map(({ scene }) => scene)).size).toBe(states.length);
  });
});
