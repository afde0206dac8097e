import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const rows = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]/.test(line) && !line.startsWith('| Rule'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, rule = '', , file = '', title = '']) => ({ rule, file, title }));

describe('the table of rules and tests', () => {
  it('has every rule', () => {
    const rules = rows.map(({ rule }) => rule);
    for (let n = 1; n <= 12; n++) expect(rules).toContain(`V${n}`);
    for (let n = 1; n <= 30; n++) expect(rules).toContain(`P${n}`);
  });

  it.each(rows)('$rule: $file has “$title”', ({ file, title }) => {
    const path = file.startsWith('test/') ? join(import.meta.dirname, '../..', file) : join(import.meta.dirname, file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain(title);
  });
});
