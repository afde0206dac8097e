/** The password of encrypted PDFs: asked for at a terminal, or the first line of standard input. PINs come after it. */
import process from 'node:process';
import { type LineReader, lineReader, readSecret } from './terminal.ts';
import type { Ui } from './ui.ts';

export interface PasswordGiven {
  /** Undefined when there is none. */
  readonly password: string | undefined;
  /** Standard input after the password's line, for the PINs; null when nothing was read from it. */
  readonly lines: LineReader | null;
}

/** Reads the password where one was announced (--pdf-password-stdin), once, before anything else is read. */
export async function readPdfPassword(announced: boolean, ui: Ui): Promise<PasswordGiven> {
  if (!announced) return { password: undefined, lines: null };
  if (process.stdin.isTTY) {
    return { password: (await readSecret(ui.words.pdfPassword)) ?? undefined, lines: null };
  }
  const lines = lineReader(process.stdin);
  return { password: (await lines.next()) ?? undefined, lines };
}
