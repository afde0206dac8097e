import init, { TypstCompilerBuilder, type TypstCompiler } from '@myriaddreamin/typst-ts-web-compiler';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readTrueType } from '../signature/index.ts';
import { claimConformance } from './conformance.ts';
import type { ActSheet } from './sheet.ts';
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

const fonts = ['400Regular/Tinos_400Regular.ttf', '700Bold/Tinos_700Bold.ttf'];

/**
 * Starts the compiler. It sees no file and no network: the template, the data of one act and two fonts are all it is ever given.
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
  const covered = loaded.map((font) => readTrueType(font).glyphOf);
  return {
    async set(sheet) {
      const data = JSON.stringify(sheet, tidy);
      const lacking = [...new Set(textOf(JSON.parse(data) as ActSheet))].filter((character) =>
        covered.some((glyphOf) => glyphOf(character.codePointAt(0)!) === 0),
      );
      if (lacking.length > 0) throw new PaperError(lacking.join(''));
      return claimConformance(compile(compiler, data), sheet);
    },
  };
}

/** Composed, because the font has letters with their accents and no accents that stand alone; a line's end is a space. */
const tidy = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.normalize('NFC').replace(/[\t\n\v\f\r]+/g, ' ') : value;

/** Everything of a sheet that is drawn. */
function textOf(sheet: ActSheet): string {
  const body = sheet.body.flatMap((piece) =>
    typeof piece === 'string' ? [piece] : 'list' in piece ? piece.list : [piece.heading],
  );
  const { caseLine, title, placeAndDate, signer, note, footer, watermark } = sheet;
  const below = [signer?.name, signer?.capacity, note, footer, watermark];
  return [...sheet.letterhead, caseLine, title, placeAndDate, ...body, ...below].join('');
}

function compile(compiler: TypstCompiler, data: string): Uint8Array {
  compiler.map_shadow(dataPath, new TextEncoder().encode(data));
  // 2: diagnostics as one line each.
  const answer = compiler.compile(templatePath, undefined, 'pdf', 2) as { result?: Uint8Array; diagnostics?: string[] };
  if (answer.result === undefined) throw new Error(`an act could not be set: ${answer.diagnostics?.join('; ')}`);
  return answer.result;
}
