/** The short report of a practice run (Markdown), with the exact lines by which anyone can check it without Fojas. */
import { createFormats } from '../../contract/words/formats.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { sayState } from '../../contract/words/states.ts';
import type { Ui } from '../ui.ts';
import { checkLines } from './check-script.ts';
import { type ExportedAct, holds } from './export.ts';
import type { PracticeWorld } from './world.ts';

export interface ReportFacts {
  readonly acts: readonly ExportedAct[];
  readonly world: PracticeWorld;
  readonly signSeconds: number;
  readonly sendSeconds: number;
  readonly now: Date;
}

export function reportText({ acts, world, signSeconds, sendSeconds, now }: ReportFacts, ui: Ui): string {
  const words = ui.words.practice.report;
  const formats = createFormats(ui.locale);
  const good = acts.filter(holds).length;
  const first = acts.find((act) => act.pdf !== null);
  return [
    `# ${words.title}`,
    '',
    words.fictional,
    '',
    `- ${words.when(formats.dateTime(now.toISOString(), { zone: true }))}`,
    `- ${words.token[world.token.kind]}`,
    `- ${words.result(good, acts.length)}`,
    `- ${words.times(formats.number(round(signSeconds)), formats.number(round(sendSeconds)))}`,
    '',
    `## ${words.actsTitle}`,
    '',
    `| ${words.columns.join(' | ')} |`,
    `|${words.columns.map(() => '---').join('|')}|`,
    ...acts.map((act) => actLine(act, ui)),
    '',
    `## ${words.checkTitle}`,
    '',
    words.checkAll,
    '',
    '```sh',
    'sh comprobar.sh',
    '```',
    '',
    ...(first ? checksOf(first, ui) : []),
  ].join('\n');
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

function actLine(act: ExportedAct, ui: Ui): string {
  const { row, pdf, receipt, verdict, failure } = act;
  const place =
    receipt === null ? '' : `${receipt.statement.number} (${receipt.statement.folioFrom}-${receipt.statement.folioTo})`;
  const trouble = failure === null ? '' : `: ${sayFailure(failure, ui.locale).what}`;
  const cells = [
    pdf === null ? row.title : `[${row.title}](${pdf})`,
    row.caseNumber,
    `${sayState(row.state, ui.locale)}${trouble}`,
    place,
    verdict?.indication ?? '',
    `\`${row.signedSha256 ?? ''}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The lines for one act, as they would be typed. */
function checksOf(act: ExportedAct, ui: Ui): string[] {
  const words = ui.words.practice.report;
  const receipt = act.receiptFile?.replace(/\.jws$/, '') ?? '';
  return [
    words.checkOne,
    '',
    '```sh',
    `pdf=${act.pdf}; recibo=${receipt}; tmp=$(mktemp -d)`,
    '',
    `# ${words.checks.sums}`,
    checkLines.sums,
    `# ${words.checks.qpdf}`,
    checkLines.qpdf,
    `# ${words.checks.pdfsig}`,
    'mkdir "$tmp/nss" && certutil -N -d "sql:$tmp/nss" --empty-password',
    'certutil -A -d "sql:$tmp/nss" -n practica -t C,C,C -i autoridad.pem',
    checkLines.pdfsig,
    `# ${words.checks.openssl}`,
    ...checkLines.extract,
    checkLines.openssl,
    `# ${words.checks.receipt}`,
    checkLines.receipt,
    `# ${words.checks.receiptNames}`,
    checkLines.receiptNames,
    '```',
    '',
  ];
}
