/**
 * Where a page shows something, roughly: enough to say whether a visible signature would cover it. Text is measured by the number
 * of its characters, clipping is not looked at, and what cannot be read makes the survey incomplete.
 */
import { inherited, PdfArray, PdfDict, PdfError, PdfName, PdfStream, PdfString } from '../pdf/index.ts';
import type { PdfDocument, PdfValue } from '../pdf/index.ts';
import { operatorsIn } from '../validation/changes/operators.ts';
import type { Operator } from '../validation/changes/operators.ts';
import { boundsOf, concat, identity } from './matrix.ts';
import type { Box, Matrix } from './matrix.ts';

export interface Survey {
  /** What was found, in the page's own coordinates. */
  readonly boxes: readonly Box[];
  /** Whether that is all. A picture of the whole page (a scan) says nothing about what is on it. */
  readonly complete: boolean;
}

const mostBytes = 8 << 20;
const mostBoxes = 50_000;
const mostForms = 200;
const deepest = 8;
/** Of the page: what covers more is its ground. */
const groundShare = 0.85;
/** Width of an average character, and how far letters reach above and below their line, in font sizes. */
const averageWidth = 0.55;
const [above, below] = [0.9, 0.25];
const halfLine = 0.5;

/** Surveys a page's content. Never throws on what is damaged: the survey is then incomplete. */
export function surveyContent(document: PdfDocument, page: PdfDict, visible: Box): Survey {
  const surveyor = new Surveyor(document, visible);
  try {
    const resources = inherited(document, page, 'Resources');
    surveyor.run(contentOf(document, page), resources instanceof PdfDict ? resources : undefined, identity, 0);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    surveyor.complete = false;
  }
  return surveyor;
}

/** A page's content streams, one after the other (ISO 32000-1, table 30). */
function contentOf(document: PdfDocument, page: PdfDict): Uint8Array {
  const value = document.get(page, 'Contents');
  const list = value instanceof PdfArray ? value.toArray(10_000).map((item) => document.resolve(item)) : [value];
  const parts: Uint8Array[] = [];
  for (const item of list) {
    if (!(item instanceof PdfStream)) continue;
    parts.push(document.streamBytes(item), Buffer.from('\n'));
    if (parts.reduce((sum, part) => sum + part.length, 0) > mostBytes) {
      throw new PdfError('tooBig', 'content too large to be surveyed');
    }
  }
  return Buffer.concat(parts);
}

interface Graphics {
  readonly matrix: Matrix;
  readonly size: number;
  readonly leading: number;
  /** Bytes of a character code in the current font. */
  readonly codeBytes: 1 | 2;
}

class Surveyor implements Survey {
  readonly boxes: Box[] = [];
  complete = true;
  readonly #document: PdfDocument;
  readonly #visible: Box;
  #forms = 0;

  constructor(document: PdfDocument, visible: Box) {
    this.#document = document;
    this.#visible = visible;
  }

  /** Follows one content stream. @throws PdfError */
  run(bytes: Uint8Array, resources: PdfDict | undefined, matrix: Matrix, depth: number): void {
    const stack: Graphics[] = [];
    let state: Graphics = { matrix, size: 1, leading: 0, codeBytes: 1 };
    let [line, text]: [Matrix, Matrix] = [identity, identity];
    let path: number[] = [];
    const move = (x: number, y: number) => (text = line = concat([1, 0, 0, 1, x, y], line));
    for (const operator of operatorsIn(bytes)) {
      this.#document.context.deadline.check();
      const n = operator.operands.map((each) => (typeof each === 'number' ? each : 0));
      switch (operator.name) {
        case 'q':
          stack.push(state);
          break;
        case 'Q':
          state = stack.pop() ?? state;
          break;
        case 'cm':
          state = { ...state, matrix: concat(asMatrix(n), state.matrix) };
          break;
        case 're':
          path.push(n[0]!, n[1]!, n[0]! + (n[2] ?? 0), n[1]! + (n[3] ?? 0));
          break;
        case 'm':
        case 'l':
        case 'c':
        case 'v':
        case 'y':
          path.push(...n);
          break;
        case 'n':
          path = [];
          break;
        case 'f':
        case 'F':
        case 'f*':
        case 'B':
        case 'B*':
        case 'b':
        case 'b*':
        case 'S':
        case 's':
          this.#add(boundsOf(path, state.matrix), false);
          path = [];
          break;
        case 'BT':
          text = line = identity;
          break;
        case 'Tf':
          state = { ...state, size: n[1] ?? 1, codeBytes: this.#codeBytes(resources, operator.operands[0]) };
          break;
        case 'TL':
          state = { ...state, leading: n[0] ?? 0 };
          break;
        case 'Tm':
          text = line = asMatrix(n);
          break;
        case 'TD':
          state = { ...state, leading: -(n[1] ?? 0) };
          move(n[0] ?? 0, n[1] ?? 0);
          break;
        case 'Td':
          move(n[0] ?? 0, n[1] ?? 0);
          break;
        case 'T*':
          move(0, -state.leading);
          break;
        case "'":
        case '"':
          move(0, -state.leading);
          text = this.#show(operator, text, state);
          break;
        case 'Tj':
        case 'TJ':
          text = this.#show(operator, text, state);
          break;
        case 'Do':
          this.#draw(resources, operator.operands[0], state.matrix, depth);
          break;
        case 'BI':
        case 'sh':
          this.complete = false;
          break;
      }
    }
  }

  /** @returns the text matrix behind what was shown. */
  #show({ operands }: Operator, text: Matrix, { matrix, size, codeBytes }: Graphics): Matrix {
    const shown = operands.at(-1);
    const strings = shown instanceof PdfArray ? shown.toArray(mostBoxes) : [shown];
    const bytes = strings.reduce<number>((sum, each) => sum + (each instanceof PdfString ? each.bytes.length : 0), 0);
    const width = (bytes / codeBytes) * averageWidth * size;
    if (bytes > 0) this.#add(boundsOf([0, -below * size, width, above * size], concat(text, matrix)), false);
    return concat([1, 0, 0, 1, width, 0], text);
  }

  #draw(resources: PdfDict | undefined, name: PdfValue | undefined, matrix: Matrix, depth: number): void {
    const all = resources && this.#document.getDict(resources, 'XObject');
    const object = name instanceof PdfName ? this.#document.resolve(all?.get(name.value)) : null;
    if (!(object instanceof PdfStream)) return;
    if (object.dict.name('Subtype') !== 'Form') return this.#add(boundsOf([0, 0, 1, 1], matrix), true);
    if (depth >= deepest || ++this.#forms > mostForms) throw new PdfError('tooDeep', 'too many forms in one another');
    const own = this.#document.getArray(object.dict, 'Matrix')?.toArray(8) ?? [];
    const inner = own.length === 6 ? asMatrix(own.map((each) => (typeof each === 'number' ? each : 0))) : identity;
    const its = this.#document.getDict(object.dict, 'Resources') ?? resources;
    this.run(this.#document.streamBytes(object), its, concat(inner, matrix), depth + 1);
  }

  #codeBytes(resources: PdfDict | undefined, name: PdfValue | undefined): 1 | 2 {
    const fonts = resources && this.#document.getDict(resources, 'Font');
    const font = fonts && name instanceof PdfName ? this.#document.getDict(fonts, name.value) : undefined;
    return font?.name('Subtype') === 'Type0' ? 2 : 1;
  }

  #add(bounds: Box | undefined, isPicture: boolean): void {
    if (!bounds) return;
    // A line has a width, too.
    const box: Box = [bounds[0] - halfLine, bounds[1] - halfLine, bounds[2] + halfLine, bounds[3] + halfLine];
    const [left, bottom, right, top] = this.#visible;
    const share = (box[2] - box[0]) * (box[3] - box[1]) > groundShare * (right - left) * (top - bottom);
    if (share && isPicture) this.complete = false;
    if (share) return;
    if (this.boxes.length >= mostBoxes) throw new PdfError('tooMany', 'too much on one page');
    this.boxes.push(box);
  }
}

function asMatrix(n: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = n;
  return [a, b, c, d, e, f];
}
