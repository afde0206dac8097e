import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PadesError } from '../pades/errors.ts';

/** What is used of HarfBuzz's own interface (hb.h, hb-subset.h), compiled to WebAssembly. Numbers are addresses. */
interface HarfBuzz {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(size: number): number;
  hb_blob_create(data: number, length: number, mode: number, userData: number, destroy: number): number;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_set_clear(set: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_or_fail(face: number, input: number): number;
}

/** As much of WebAssembly as is needed; Node's types leave it to the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const writable = 2;
const noHinting = 1;
/** HB_SUBSET_SETS_LAYOUT_FEATURE_TAG: without features there are no glyphs beyond those asked for. */
const layoutFeatures = 6;

/**
 * The font with nothing but the given characters (and what they are composed of), glyphs numbered anew from 0.
 * The instance of HarfBuzz, and all of its memory, lives as long as the call.
 * @throws PadesError `fontLacking` when HarfBuzz takes the bytes for no font.
 */
export function subsetFont(font: Uint8Array, codePoints: Iterable<number>): Uint8Array {
  const hb = start();
  const data = hb.malloc(font.length);
  new Uint8Array(hb.memory.buffer).set(font, data);
  const face = hb.hb_face_create(hb.hb_blob_create(data, font.length, writable, 0, 0), 0);
  const input = hb.hb_subset_input_create_or_fail();
  const wanted = hb.hb_subset_input_unicode_set(input);
  for (const codePoint of codePoints) hb.hb_set_add(wanted, codePoint);
  hb.hb_set_clear(hb.hb_subset_input_set(input, layoutFeatures));
  hb.hb_subset_input_set_flags(input, noHinting);
  const subset = hb.hb_subset_or_fail(face, input);
  const blob = subset === 0 ? 0 : hb.hb_face_reference_blob(subset);
  const length = blob === 0 ? 0 : hb.hb_blob_get_length(blob);
  if (length === 0) throw new PadesError('fontLacking', 'the font cannot be cut down to what is needed');
  return new Uint8Array(hb.memory.buffer, hb.hb_blob_get_data(blob, 0), length).slice();
}

function start(): HarfBuzz {
  const path = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)));
  const hb = exports as HarfBuzz;
  hb._initialize();
  return hb;
}
