import init, { TypstCompilerBuilder, type TypstCompiler } from '@myriaddreamin/typst-ts-web-compiler';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readTrueType } from '../signature/index.ts';
import { darkStretches } from './qr.ts';
import { type ActSheet, type Piece, runsOf } from './sheet.ts';
import { dataPath, template, templatePath } from './template.ts';

/** Why an act could not be set: characters that the sheet's font lacks. Anything else is a bug, and throws as one. */
export class PaperError extends Error {
  readonly kind: 'characterLacking';
  /** The characters, each once. */
  readonly characters: string;
  constructor(characters: string) {
    super(`the font of the sheet has no ${characters}`);
    this.kind = 'characterLacking';
    this.characters = characters;
  }
}

/** Sets acts on paper, one after the other. The first takes a fifth of a second longer: the compiler warms up. */
export interface Setter {
  /**
   * The act's file: PDF/A-2a and PDF/UA-1, unsigned, without fojas (they are computed at registration and never written into the bytes).
   * The same sheet gives the same bytes.
   * @throws {PaperError} when the text cannot be set as it was written.
   */
  set(sheet: ActSheet): Promise<Uint8Array>;
}

const fonts = [
  '400Regular/Tinos_400Regular.ttf',
  '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  '700Bold/Tinos_700Bold.ttf',
  '700Bold_Italic/Tinos_700Bold_Italic.ttf',
];

/**
 * Starts the compiler. It sees no file and no network: the template, the data of one act and its fonts are all it is ever given.
 * @throws the system's error when the program's own files are not there.
 */
export async function openSetter(): Promise<Setter> {
  const { resolve } = createRequire(import.meta.url);
  await init({ module_or_path: await readFile(resolve('@myriaddreamin/typst-ts-web-compiler/wasm')) });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  const loaded = await Promise.all(fonts.map((font) => readFile(resolve(`@expo-google-fonts/tinos/${font}`))));
  for (const font of loaded) await builder.add_raw_font(font);
  const compiler = await builder.build();
  compiler.add_source(templatePath, template);
  // What writes the claim is large: it comes with the compiler, not with the office's start.
  const { claimConformance } = await import('./conformance.ts');
  const covered = loaded.map((font) => readTrueType(font).glyphOf);
  return {
    async set(sheet) {
      const data = JSON.stringify(sheet, tidy);
      const lacking = [...new Set(textOf(JSON.parse(data) as ActSheet))].filter((character) =>
        covered.some((glyphOf) => glyphOf(character.codePointAt(0)!) === 0),
      );
      if (lacking.length > 0) throw new PaperError(lacking.join(''));
      return claimConformance(compile(compiler, withQr(data)), sheet);
    },
  };
}

/** Composed, because the font has letters with their accents and no accents that stand alone; a line's end is a space but in a run. */
function tidy(this: unknown, name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const isRun = name === 'text' && typeof this === 'object' && this !== null;
  return isRun
    ? value
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/[\t\v\f]+/g, ' ')
    : value.normalize('NFC').replace(/[\t\n\v\f\r]+/g, ' ');
}

/** The QR as its dark stretches: the template draws them, nothing in it has to encode. */
function withQr(data: string): string {
  const sheet = JSON.parse(data) as ActSheet;
  const { reference } = sheet;
  return reference === null
    ? data
    : JSON.stringify({ ...sheet, reference: { ...reference, modules: darkStretches(reference.qr.content) } });
}

/** Everything of a sheet that is drawn. */
function textOf(sheet: ActSheet): string {
  const { caseLine, title, placeAndDate, signers, reference, note, footer, watermark } = sheet;
  const below = [...signers.flatMap(({ name, capacity }) => [name, capacity]), note, footer, watermark];
  const found = reference ? [...reference.lines, reference.short] : [];
  return [...sheet.letterhead, caseLine, title, placeAndDate, ...sheet.body.flatMap(wordsOf), ...below, ...found].join(
    '',
  );
}

const wordsOf = (piece: Piece): string[] => runsOf(piece).map(({ text }) => text.replaceAll('\n', ''));

function compile(compiler: TypstCompiler, data: string): Uint8Array {
  compiler.map_shadow(dataPath, new TextEncoder().encode(data));
  // 2: diagnostics as one line each.
  const answer = compiler.compile(templatePath, undefined, 'pdf', 2) as { result?: Uint8Array; diagnostics?: string[] };
  if (answer.result === undefined) throw new Error(`an act could not be set: ${answer.diagnostics?.join('; ')}`);
  return answer.result;
}
