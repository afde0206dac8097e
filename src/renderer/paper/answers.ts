import { maxPixels, type FromFrame, type Layer, type PageSize, type Run } from '../apart/messages.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isFigure = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most;
const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;
const isAsk = (value: unknown): value is number => isWhole(value, 1, Number.MAX_SAFE_INTEGER);

/** Longer than any sheet: what a page may say. */
const mostText = 4_000_000;
const mostRuns = 200_000;
/** Points of the largest page that a PDF may have (ISO 32000-2, annex C: 14,400 units, and a `UserUnit` beside them). */
const mostPoints = 1_000_000;

/**
 * What a frame said, made anew from what was looked at; null where it is none of the messages there are. A frame draws what comes from
 * outside, so it may have been taken over: nothing of what it says goes further than this without being looked at.
 * @param size the document's length in bytes.
 */
export function answerOf(data: unknown, size: number): FromFrame | null {
  if (!isFields(data)) return null;
  const { kind, ask } = data;
  switch (kind) {
    case 'opened': {
      const [pages, first] = [data['pages'], sizeOf(data['first'])];
      return isWhole(pages, 1, 10_000_000) && first ? { kind, pages, first } : null;
    }
    case 'refused': {
      const [why, detail] = [data['why'], data['detail']];
      const isReason = why === 'password' || why === 'notPdf' || why === 'damaged';
      return isReason && isText(detail, 200) ? { kind, why, detail } : null;
    }
    case 'range': {
      const [begin, end] = [data['begin'], data['end']];
      return isWhole(begin, 0, size) && isWhole(end, begin + 1, size) ? { kind, begin, end } : null;
    }
    case 'drawn': {
      const [bitmap, drawn, lacks] = [data['bitmap'], sizeOf(data['size']), data['lacks']];
      if (!isAsk(ask) || !drawn || typeof lacks !== 'boolean' || !(bitmap instanceof ImageBitmap)) return null;
      return bitmap.width * bitmap.height <= maxPixels ? { kind, ask, bitmap, size: drawn, lacks } : null;
    }
    case 'layer': {
      const layer = layerOf(data['layer']);
      return isAsk(ask) && layer ? { kind, ask, layer } : null;
    }
    case 'text': {
      const text = data['text'];
      return isAsk(ask) && isText(text, mostText) ? { kind, ask, text } : null;
    }
    case 'failed':
      return isAsk(ask) ? { kind, ask } : null;
    default:
      return null;
  }
}

function sizeOf(value: unknown): PageSize | null {
  if (!isFields(value)) return null;
  const { width, height } = value;
  const fits = (side: unknown): side is number => isFigure(side, mostPoints) && side > 0;
  return fits(width) && fits(height) ? { width, height } : null;
}

function layerOf(value: unknown): Layer | null {
  if (!isFields(value) || !Array.isArray(value['runs']) || value['runs'].length > mostRuns) return null;
  const size = sizeOf(value['size']);
  const turn = ([0, 90, 180, 270] as const).find((angle) => angle === value['turn']);
  if (!size || turn === undefined) return null;
  const runs = (value['runs'] as unknown[]).map(runOf);
  const whole = runs.filter((run) => run !== null);
  const letters = whole.reduce((sum, { text }) => sum + text.length, 0);
  return whole.length === runs.length && letters <= mostText ? { runs: whole, turn, size } : null;
}

function runOf(value: unknown): Run | null {
  if (!isFields(value)) return null;
  const { text, left, top, height, stretch, ends } = value;
  const direction = (['ltr', 'rtl'] as const).find((one) => one === value['direction']);
  const family = (['serif', 'sans-serif', 'monospace'] as const).find((one) => one === value['family']);
  const turn = value['turn'];
  if (!isText(text, mostText) || !direction || !family || typeof ends !== 'boolean') return null;
  if (![left, top, height, stretch, turn].every((figure) => isFigure(figure, 10_000_000))) return null;
  return { text, direction, family, ends, ...({ left, top, height, stretch, turn } as Pick<Run, 'left'>) } as Run;
}
