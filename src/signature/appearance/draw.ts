import { PadesError } from '../pades/errors.ts';
import type { PdfRef } from '../pdf/index.ts';
import { dict, name, RawText, serialise, stream } from '../pdf/write/serialise.ts';
import type { IncrementalUpdate } from '../pdf/write/update.ts';
import { makeFont, putFont } from './font.ts';
import type { SubsetFont } from './font.ts';
import { fitText } from './layout.ts';
import type { SetText } from './layout.ts';
import { drawQr } from './qr.ts';

/** What a visible signature shows. */
export interface Appearance {
  /** Paragraphs from the top: name, role, office, time, ... Each is wrapped where it must be. */
  readonly lines: readonly string[];
  /** A TrueType font that may be embedded; the appearance gets the characters it needs. */
  readonly font: Uint8Array;
  /** What a QR code at the left says: mostly the address at which the document can be verified. */
  readonly qr?: string | undefined;
}

/** Width and height of the appearance in points, and how the page is turned, in degrees clockwise. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly rotation: 0 | 90 | 180 | 270;
}

const padding = 3;
/** Of the width, what a code may take at most. */
const largestQrShare = 0.45;

/** Black by measure, not by device: allowed in every PDF/A, with an output intent or without one. */
const black = new RawText('[/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>]');

/** What a form XObject is turned by, so that its text stands upright on a turned page. */
const matrices: Readonly<Record<Frame['rotation'], readonly number[]>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
};

/**
 * Draws an appearance into a form XObject with resources of its own.
 * @returns its reference; its objects are in the update.
 * @throws PadesError `textTooLong` or `fontLacking`.
 */
export function drawAppearance(update: IncrementalUpdate, appearance: Appearance, frame: Frame): PdfRef {
  const lines = appearance.lines.map((line) =>
    line
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
      .trim(),
  );
  const font = makeFont(appearance.font, lines);
  const inner = { width: frame.width - 2 * padding, height: frame.height - 2 * padding };
  if (inner.width <= 0 || inner.height <= 0) throw new PadesError('textTooLong', 'a rectangle with no room for text');
  const side = appearance.qr === undefined ? 0 : Math.min(inner.height, inner.width * largestQrShare);
  const left = padding + (side === 0 ? 0 : side + padding);
  const text = fitText(lines, frame.width - left - padding, inner.height, font.widthOf);
  const code = appearance.qr === undefined ? [] : [drawQr(appearance.qr, padding, (frame.height - side) / 2, side)];
  const content = ['q', '/Black cs 0 sc', ...code, textOperators(text, font, left, frame.height), 'Q\n'].join('\n');
  const form = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: [0, 0, frame.width, frame.height],
    Matrix: matrices[frame.rotation],
    Resources: dict({ Font: dict({ F: putFont(update, font) }), ColorSpace: dict({ Black: black }) }),
  });
  const ref = update.reserve();
  update.put(ref, stream(form, content));
  return ref;
}

function textOperators({ lines, size, leading }: SetText, font: SubsetFont, left: number, height: number): string {
  // The block stands in the middle of the height; the first baseline lies an ascender below its top.
  const top = (height + lines.length * leading) / 2;
  const baseline = top - (size * font.metrics.ascent) / 1000;
  const shown = lines.map((line) => `${serialise(font.encode(line))} Tj T*`);
  return [
    'BT',
    `/F ${serialise(size)} Tf`,
    `${serialise(leading)} TL`,
    `1 0 0 1 ${at(left)} ${at(baseline)} Tm`,
    ...shown,
    'ET',
  ].join('\n');
}

const at = (value: number): string => serialise(Math.round(value * 1000) / 1000);
