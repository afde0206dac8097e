/** Content streams (ISO 32000-1, 7.8.2) taken apart into operators with their operands. Nothing is drawn. */
import { PdfError } from '../../pdf/errors.ts';
import { ch, isDigit, latin1 } from '../../pdf/syntax/chars.ts';
import { parseValue } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import { needMore, skipRegular, skipSpace, skipValue } from '../../pdf/syntax/scan.ts';
import type { Extent } from '../../pdf/syntax/scan.ts';

export interface Operator {
  readonly name: string;
  readonly operands: readonly PdfValue[];
}

const mostOperators = 200_000;
const mostOperands = 64;
const nesting = 16;

/**
 * The operators of a content stream in order. It ends after an inline image (`BI`): what follows it cannot be told from its data.
 * @throws PdfError `damaged` for what is no content stream, `tooMany` for one of excessive length.
 */
export function* operatorsIn(bytes: Uint8Array): Generator<Operator> {
  const extent: Extent = { bytes, final: true, base: -1 };
  let operands: PdfValue[] = [];
  let count = 0;
  for (let at = skipSpace(bytes, 0); at < bytes.length; at = skipSpace(bytes, at)) {
    if (beginsOperand(bytes[at]!)) {
      const end = skipValue(extent, at, nesting);
      if (end === needMore || operands.length >= mostOperands) throw new PdfError('damaged', 'an odd content stream');
      operands.push(parseValue(extent, at, end));
      at = end;
      continue;
    }
    const end = skipRegular(bytes, at);
    // Quote marks are regular characters; what is none cannot begin an operator.
    if (end === at) throw new PdfError('damaged', 'an odd content stream');
    const name = latin1(bytes, at, end);
    at = end;
    if (name === 'true' || name === 'false' || name === 'null') {
      operands.push(name === 'null' ? null : name === 'true');
      continue;
    }
    if (++count > mostOperators) throw new PdfError('tooMany', 'a content stream of too many operators');
    yield { name, operands };
    if (name === 'BI') return;
    operands = [];
  }
}

function beginsOperand(c: number): boolean {
  return (
    c === ch.open ||
    c === ch.less ||
    c === ch.leftBracket ||
    c === ch.slash ||
    isDigit(c) ||
    '+-.'.includes(String.fromCharCode(c))
  );
}

/** The strings that an operator shows on the page; null when it shows none. */
export function shownStrings({ name, operands }: Operator): readonly PdfValue[] | null {
  return ['Tj', 'TJ', "'", '"'].includes(name) ? operands.slice(-1) : null;
}
