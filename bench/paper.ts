/** `npm run bench -- paper`: how long the sheets of an act take, warm, from its pieces to the file's bytes. */
import { type ActSheet, openSetter } from '../src/paper/index.ts';
import { rich } from '../test/helpers/act-sheets.ts';
import type { Row } from './row.ts';

const rounds = 25;
const aimMs = 150;
const words =
  'Que de las constancias reunidas surge, con el grado de convicción que esta etapa requiere, lo que se dirá. ';
/** With what it has besides, two sheets. */
export const twoPages: ActSheet = { ...rich, body: [...rich.body, ...Array<string>(9).fill(words.repeat(3))] };

export const name = 'paper';

export async function* run(): AsyncIterable<Row> {
  const begun = performance.now();
  const setter = await openSetter();
  const first = await setter.set(twoPages);
  yield row('paper: the first act, compiler started', performance.now() - begun, null);
  const pages = (
    Buffer.from(first)
      .toString('latin1')
      .match(/\/Type \/Page\b/g) ?? []
  ).length;
  if (pages !== 2) throw new Error(`the act has ${pages} pages and is meant to have two`);
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const start = performance.now();
    await setter.set({ ...twoPages, title: `${twoPages.title} ${n}` });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  yield row('paper: two pages, warm, median', times[Math.floor(rounds / 2)]!, aimMs);
  yield row('paper: two pages, warm, slowest', times.at(-1)!, aimMs);
}

const row = (name: string, ms: number, aim: number | null): Row => ({
  ...{ name, value: ms, unit: 'ms', peer: null, ratio: null },
  aim: aim === null ? null : `≤ ${aim} ms`,
  met: aim === null ? null : ms <= aim,
});
