import { execFile } from 'node:child_process';
import type { CardPattern } from '../../contract/catalogue.ts';

/**
 * Cards that Windows knows by name, because their maker's installer told it: one key each below `Calais\SmartCards`, with the ATR, its
 * mask and the provider that serves it (Smart Card Resource Manager). They name a card that the catalogue does not know.
 */
export const calaisKey = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography\\Calais\\SmartCards';

/** Reads the answer of `reg query KEY /s`: a line with each key, and below it `    NAME    TYPE    VALUE`. */
export function readCalais(output: string): CardPattern[] {
  const cards: CardPattern[] = [];
  for (const block of output.split(/\r?\n(?=HKEY_)/)) {
    const [key, ...lines] = block.trim().split(/\r?\n/);
    const name = key?.split('\\').at(-1)?.trim() ?? '';
    const atr = binaryOf(lines, 'ATR');
    const mask = binaryOf(lines, 'ATRMask');
    if (name === '' || atr === null) continue;
    cards.push({
      ...{ name: name.slice(0, 120), atr, source: 'Windows' },
      ...(mask !== null && mask.length === atr.length ? { mask } : {}),
    });
  }
  return cards;
}

function binaryOf(lines: readonly string[], wanted: string): string | null {
  for (const line of lines) {
    const [name, type, value] = line.trim().split(/\s{2,}|\t/);
    if (name?.toLowerCase() !== wanted.toLowerCase() || type !== 'REG_BINARY') continue;
    return value !== undefined && /^([0-9a-f]{2}){2,36}$/i.test(value) ? value.toLowerCase() : null;
  }
  return null;
}

/** What Windows knows; nothing elsewhere, and nothing where it cannot be asked. */
export function windowsCards(
  platform: NodeJS.Platform,
  systemRoot = process.env['SystemRoot'],
): Promise<CardPattern[]> {
  if (platform !== 'win32' || systemRoot === undefined) return Promise.resolve([]);
  return new Promise((resolve) => {
    execFile(
      `${systemRoot}\\System32\\reg.exe`,
      ['query', calaisKey, '/s'],
      { timeout: 10_000, windowsHide: true, maxBuffer: 4_194_304 },
      (error, stdout) => resolve(error ? [] : readCalais(stdout)),
    );
  });
}
