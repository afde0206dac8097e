import { createHash } from 'node:crypto';
import { judgeFleet, type JudgedDesk } from '../../contract/fleet.ts';
import { Locale } from '../../contract/locale.ts';
import type { Fleet } from '../../contract/wire-fleet.ts';
import { fleetWords } from '../../contract/words/fleet.ts';
import { sayNeed } from '../../contract/words/health.ts';

const style = `
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-top: 1px solid #8885; }
  thead th { border-top: 0; font-weight: 600; } tbody th { font-weight: 400; }
  tr.wanting th, tr.wanting td.needs { font-weight: 700; }
  .scroll { overflow-x: auto; }
`;

/** What the page may do: show itself. */
export const fleetPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * How the desks of all offices stand, as a page for a browser: by office and ring, the group and in it the desk that needs a hand first. No
 * script; what desks said is text.
 */
export function fleetPage(fleet: Fleet, languages: string): string {
  const locale = localeOf(languages);
  const words = fleetWords[locale];
  const judged = judgeFleet(fleet.rows, new Date(fleet.at));
  const wanting = judged.filter(({ needs }) => needs.length > 0).length;
  const groups = Map.groupBy(judged, ({ row }) => `${row.officeId} · ${row.standing.ring}`);
  const { columns } = words;
  const heads = [columns.desk, columns.needs, columns.version, columns.queue, columns.certificate]
    .concat(columns.test, columns.drivers, columns.seen)
    .map((head) => `<th scope="col">${text(head)}</th>`)
    .join('');
  const rows = (desks: readonly JudgedDesk[]): string => desks.map((desk) => rowOf(desk, locale)).join('\n');
  const tables = [...groups].map(
    ([group, desks]) => `<h2>${text(group)}</h2>
<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>
${rows(desks)}
</tbody></table></div>`,
  );
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${text(words.title)}</title>
<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>
<h1>${text(words.title)}</h1>
<p>${text(judged.length === 0 ? words.none : words.sum(judged.length, wanting))}</p>
<p>${text(`${fleet.at.slice(0, 16).replace('T', ' ')}. ${words.at}`)}</p>
${tables.join('\n')}
</body></html>
`;
}

function rowOf({ row: { deviceId, seenAt, standing }, needs }: JudgedDesk, locale: Locale): string {
  const { passed, failed } = fleetWords[locale];
  const { version, queue, certificateEnds, selfTest, drivers } = standing;
  const cells = [
    version,
    String(queue.waiting),
    certificateEnds?.slice(0, 10) ?? '—',
    selfTest === null ? '—' : `${selfTest.ok ? passed : failed}, ${selfTest.at.slice(0, 16).replace('T', ' ')}`,
    drivers.join(', '),
    seenAt.slice(0, 16).replace('T', ' '),
  ];
  const why = needs.map((need) => sayNeed(need, locale)).join(', ');
  return `<tr${needs.length > 0 ? ' class="wanting"' : ''}><th scope="row">${text(deviceId)}</th><td class="needs">${text(why)}</td>${cells
    .map((cell) => `<td>${text(cell)}</td>`)
    .join('')}</tr>`;
}

/** The first language that the browser names and that there is; else the usual one. */
function localeOf(languages: string): Locale {
  const wanted = languages.split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
  const known = wanted.map((short) => Locale.options.find((locale) => locale.startsWith(short)));
  return known.find((locale) => locale !== undefined) ?? 'es-AR';
}

const text = (raw: string): string =>
  raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
