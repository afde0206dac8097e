import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actIdOf, caseIdOf, casesWith, loadCases } from '../../../src/cli/practice/cases.ts';
import { renderAct } from '../../helpers/practice-paper.ts';
import { run } from '../../helpers/run.ts';
import { scratch } from '../harness.ts';

const cases = loadCases();
const acts = cases.flatMap((file) => file.acts.map((act) => ({ file, act })));

describe('the case files', () => {
  it('are three, with a dozen acts to sign, some urgent with a detained person, some vouched for, some registered', () => {
    expect(cases.map(({ caseNumber }) => caseNumber)).toEqual([
      '97-00-000418-26',
      '97-05-000077-26',
      '97-02-000009-26',
    ]);
    const waiting = acts.filter(({ act }) => act.state === 'toSign');
    expect(waiting.length).toBeGreaterThanOrEqual(12);
    expect(waiting.filter(({ file, act }) => file.detained && act.dueInHours !== null).length).toBeGreaterThanOrEqual(
      2,
    );
    expect(waiting.filter(({ act }) => act.vouched).length).toBeGreaterThanOrEqual(2);
    for (const file of cases) expect(file.acts.some(({ state }) => state === 'registered')).toBe(true);
  });

  it('give each act and case an identity of its own, the same each time', () => {
    const ids = [...acts.map(({ act }) => actIdOf(act) as string), ...cases.map((file) => caseIdOf(file) as string)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(actIdOf(acts[0]!.act)).toBe(actIdOf(loadCases()[0]!.acts[0]!));
  });

  it.each([1, 10, 20, 75])('hold exactly %i acts to sign when asked to', (count) => {
    const waiting = casesWith(count).flatMap((file) => file.acts.filter(({ state }) => state === 'toSign'));
    expect(waiting).toHaveLength(count);
    expect(new Set(waiting.map(actIdOf)).size).toBe(count);
    // The most urgent act is never left out.
    expect(waiting.map(({ key }) => key)).toContain('A-33');
  });
});

describe('the papers', () => {
  it('are the same bytes each time', async () => {
    const { file, act } = acts[0]!;
    expect(Buffer.from(await renderAct(file, act))).toEqual(Buffer.from(await renderAct(file, act)));
  });

  it('are whole A4 PDFs of one to four pages that say DATOS FICTICIOS on each, and all of the act’s text', async () => {
    const dir = scratch();
    for (const { file, act } of acts) {
      const path = join(dir, 'acta.pdf');
      writeFileSync(path, await renderAct(file, act));
      expect(run('qpdf', ['--check', path]).status, act.key).toBe(0);
      const pages = Number(run('qpdf', ['--show-npages', path]).output);
      expect(pages, act.key).toBeGreaterThanOrEqual(1);
      expect(pages, act.key).toBeLessThanOrEqual(4);
      const text = run('pdftotext', ['-layout', path, '-']).output;
      const sheets = text.split('\f').slice(0, pages);
      for (const sheet of sheets) expect(sheet, act.key).toContain('DATOS FICTICIOS');
      const words = new Set(text.split(/\s+/));
      const body = act.body.flatMap((piece) =>
        typeof piece === 'string' ? [piece] : 'list' in piece ? piece.list : [piece.heading],
      );
      for (const word of body.join(' ').split(' ')) expect(words, `${act.key}: ${word}`).toContain(word);
    }
  });
});
