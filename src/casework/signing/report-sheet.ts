import type { Batch } from '../../contract/acts.ts';
import type { Locale } from '../../contract/config.ts';
import { type ActSheet, type Run, type Setter, PaperError } from '../../paper/index.ts';
import type { ReportParts } from './report.ts';
import { reportWords } from './report-words.ts';

/** What the sheets of a report say beside the report. */
export interface ReportSheetFacts {
  readonly batch: Batch;
  readonly locale: Locale;
  /** The organisation first. */
  readonly letterhead: readonly string[];
  readonly person: string;
}

/** No court files these: a narrow margin leaves a SHA-256 on one line. */
const form = { margins: { left: 20, right: 15, top: 32, bottom: 20 }, size: 10, leading: 0.55 };

/**
 * The report of a batch on sheets: PDF/A-2a, tagged. The same record in the same language gives the same bytes, whoever has it set.
 * What the sheet's type does not have stands as a question mark, and the report says so: the text has it whole.
 */
export async function setReport(setter: Setter, parts: ReportParts, facts: ReportSheetFacts): Promise<Uint8Array> {
  try {
    return await setter.set(sheetOf(parts, facts));
  } catch (error) {
    if (!(error instanceof PaperError)) throw error;
    const lacking = new Set(error.characters);
    const known = (text: string): string => [...text].map((one) => (lacking.has(one) ? '?' : one)).join('');
    const said = { ...parts, clock: `${reportWords[facts.locale].lacking} ${parts.clock}` };
    // Character by character, as the setter counts them: composed.
    const plain = JSON.parse(known(JSON.stringify({ said, facts }).normalize('NFC'))) as {
      said: ReportParts;
      facts: ReportSheetFacts;
    };
    return setter.set(sheetOf(plain.said, plain.facts));
  }
}

function sheetOf(parts: ReportParts, { batch, locale, letterhead, person }: ReportSheetFacts): ActSheet {
  const ended = new Date(batch.finishedAt ?? batch.startedAt);
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(ended);
  return {
    ...{ form, letterhead, language: locale, author: person, caseLine: '', title: parts.title, placeAndDate: day },
    writtenOn: { year: ended.getFullYear(), month: ended.getMonth() + 1, day: ended.getDate() },
    body: [
      {
        listing: {
          numbered: false,
          items: parts.facts.map(([name, value]) => item([bold(`${name}: `), { text: value }])),
        },
      },
      { heading: parts.actsTitle },
      {
        listing: {
          numbered: true,
          items: parts.items.map(({ act, fate }) => item([bold(act), { text: `\n${fate.join('\n')}` }])),
        },
      },
      parts.clock,
      parts.record,
    ],
    ...{ signers: [], note: '', reference: null, footer: parts.practice ?? '' },
    watermark: parts.practice === null ? null : reportWords[locale].watermark,
  };
}

const bold = (text: string): Run => ({ text, bold: true });
const item = (runs: readonly Run[]) => ({ runs, within: [] });
