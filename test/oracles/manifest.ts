/** What is handed to the independent programs: signed files, and what we claim of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaselineLevel } from '../../src/signature/validation/verdict.ts';

export interface ProducedFile {
  /** Relative to the manifest's folder, as every name here. */
  readonly file: string;
  readonly level: BaselineLevel;
  /** How many signatures it holds, time-stamps apart; 1 unless said. */
  readonly signatures?: number;
  /** For a signature beside its content: the content. */
  readonly content?: string;
  readonly password?: string;
  /** Its input is one that pyHanko reads only when it is not strict. */
  readonly loose?: true;
  /** A control: it was spoilt after signing, and a program that accepts it does not judge. */
  readonly spoilt?: true;
  /** PDF/A as veraPDF names it (`2a`), with the file that was signed. */
  readonly pdfa?: { readonly flavour: string; readonly input: string };
}

/** `manifest.json` in a folder of produced files. */
export interface Manifest {
  /** DER certificates of the roots to trust. */
  readonly trusted: readonly string[];
  /** DER revocation lists that a verifier may use beside what the files carry. */
  readonly crls: readonly string[];
  readonly files: readonly ProducedFile[];
}

/** The manifest of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
}
