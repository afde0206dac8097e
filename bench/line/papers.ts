/** What is sent: acts on real sheets of the practice office, no two alike, and bytes that no program makes smaller. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCases } from '../../src/cli/practice/cases.ts';
import { renderAct } from '../../src/cli/practice/paper.ts';
import { openSetter } from '../../src/paper/index.ts';
import { randomFrom } from '../../test/nemesis/random.ts';

/** So many acts as PDF, unsigned: each with the text of a practice act, its pieces in another order, and words of its own. */
export async function makePapers(count: number): Promise<Uint8Array[]> {
  const setter = await openSetter();
  const known = loadCases().flatMap((file) => file.acts.map((act) => ({ file, act })));
  const random = randomFrom(7);
  const papers: Uint8Array[] = [];
  for (let n = 0; n < count; n += 1) {
    const { file, act } = known[n % known.length]!;
    const number = Math.floor(random() * 1e9).toString(36);
    const body = [...act.body].sort(() => random() - 0.5);
    const own = `Actuación ${n + 1}, anotada bajo el registro ${number} con fecha ${1 + (n % 28)} de marzo.`;
    papers.push(
      await renderAct(setter, file, {
        ...act,
        key: `${act.key}-${n}`,
        title: `${act.title} (${n + 1})`,
        body: [own, ...body],
      }),
    );
  }
  return papers;
}

/** Writes files of so many bytes each into a folder. */
export function writeNoise(folder: string, count: number, bytes: number): void {
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < count; n += 1)
    writeFileSync(join(folder, `${String(n).padStart(4, '0')}.bin`), randomBytes(bytes));
}
