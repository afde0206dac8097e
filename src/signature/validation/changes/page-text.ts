/**
 * Where a page shows something, roughly: enough to say whether an annotation lies over it. Text is placed by its matrices with
 * half an em for each character; images and forms by the unit square or box they fill (ISO 32000-1, 8.3 and 9.4).
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfArray, PdfDict, PdfName, PdfStream, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { Budget } from '../budget.ts';
import { operatorsIn } from './operators.ts';
import type { Operator } from './operators.ts';

export type Point = readonly [x: number, y: number];
type Matrix = readonly [number, number, number, number, number, number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];
const mostPoints = 200_000;
const deepest = 6;

/** Points in default user space at which a page shows text or pictures. @throws PdfError when its content cannot be read. */
export function shownPoints(document: PdfDocument, page: PdfDict, budget: Budget): readonly Point[] {
  const drawing = new Drawing(document, budget);
  const contents = document.get(page, 'Contents');
  const streams =
    contents instanceof PdfArray ? contents.toArray(10_000).map((each) => document.resolve(each)) : [contents];
  const bytes = streams.flatMap((each) => (each instanceof PdfStream ? [document.streamBytes(each), blank] : []));
  drawing.run(Buffer.concat(bytes), inheritedResources(document, page), identity, 0);
  return drawing.points;
}

const blank = Uint8Array.of(0x20);

interface TextState {
  matrix: Matrix;
  line: Matrix;
  size: number;
  leading: number;
}

class Drawing {
  readonly points: Point[] = [];
  readonly #document: PdfDocument;
  readonly #budget: Budget;

  constructor(document: PdfDocument, budget: Budget) {
    this.#document = document;
    this.#budget = budget;
  }

  run(bytes: Uint8Array, resources: PdfDict | undefined, start: Matrix, depth: number): void {
    let current = start;
    const kept: Matrix[] = [];
    const text: TextState = { matrix: identity, line: identity, size: 12, leading: 0 };
    for (const operator of operatorsIn(bytes)) {
      this.#budget.check();
      const { name, operands } = operator;
      if (name === 'q' && kept.length < 512) kept.push(current);
      else if (name === 'Q') current = kept.pop() ?? current;
      else if (name === 'cm') current = times(matrixOf(operands), current);
      else if (name === 'Do') this.#draw(operands[0], resources, current, depth);
      else this.#text(operator, text, current);
    }
  }

  #text({ name, operands }: Operator, text: TextState, current: Matrix): void {
    const numbers = operands.map((each) => (typeof each === 'number' ? each : 0));
    const [a = 0, b = 0] = numbers;
    const move = (x: number, y: number): void => {
      text.line = times([1, 0, 0, 1, x, y], text.line);
      text.matrix = text.line;
    };
    switch (name) {
      case 'BT':
        text.matrix = text.line = identity;
        break;
      case 'Tf':
        text.size = b;
        break;
      case 'TL':
        text.leading = a;
        break;
      case 'Tm':
        text.matrix = text.line = matrixOf(operands);
        break;
      case 'TD':
        text.leading = -b;
        move(a, b);
        break;
      case 'Td':
        move(a, b);
        break;
      case 'T*':
        move(0, -text.leading);
        break;
      case "'":
      case '"':
        move(0, -text.leading);
        this.#show(operands.at(-1), text, current);
        break;
      case 'Tj':
      case 'TJ':
        this.#show(operands[0], text, current);
    }
  }

  #show(value: PdfValue | undefined, text: TextState, current: Matrix): void {
    for (const item of value instanceof PdfArray ? value.items() : [value]) {
      if (typeof item === 'number') {
        text.matrix = times([1, 0, 0, 1, (-item / 1000) * text.size, 0], text.matrix);
      } else if (item instanceof PdfString) {
        for (const byte of item.bytes) {
          if (byte > 0x20) this.#add(times(text.matrix, current), 0.25 * text.size, 0.3 * text.size);
          text.matrix = times([1, 0, 0, 1, 0.5 * text.size, 0], text.matrix);
        }
      }
    }
  }

  #draw(name: PdfValue | undefined, resources: PdfDict | undefined, current: Matrix, depth: number): void {
    const objects = resources === undefined ? undefined : this.#document.getDict(resources, 'XObject');
    const object = name instanceof PdfName && objects !== undefined ? this.#document.get(objects, name.value) : null;
    if (!(object instanceof PdfStream)) return;
    if (object.dict.name('Subtype') !== 'Form') {
      for (const x of [0.1, 0.5, 0.9]) for (const y of [0.1, 0.5, 0.9]) this.#add(current, x, y);
      return;
    }
    if (depth >= deepest) return;
    const matrix = this.#document.get(object.dict, 'Matrix');
    const own = this.#document.getDict(object.dict, 'Resources') ?? resources;
    const placed = matrix instanceof PdfArray ? times(matrixOf(matrix.toArray(8)), current) : current;
    this.run(this.#document.streamBytes(object), own, placed, depth + 1);
  }

  #add(matrix: Matrix, x: number, y: number): void {
    if (this.points.length >= mostPoints) return;
    const [a, b, c, d, e, f] = matrix;
    this.points.push([a * x + c * y + e, b * x + d * y + f]);
  }
}

function inheritedResources(document: PdfDocument, page: PdfDict): PdfDict | undefined {
  let node: PdfValue | PdfStream | undefined = page;
  for (let level = 0; node instanceof PdfDict && level < 64; level++) {
    const found = document.getDict(node, 'Resources');
    if (found !== undefined) return found;
    node = document.get(node, 'Parent');
  }
  return undefined;
}

function matrixOf(operands: readonly PdfValue[]): Matrix {
  const [a, b, c, d, e, f] = operands.map((each) => (typeof each === 'number' ? each : NaN));
  return f === undefined ? identity : [a!, b!, c!, d!, e!, f];
}

/** What `first` does and then `second`. */
function times(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [A, B, C, D, E, F] = second;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}
