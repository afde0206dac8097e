import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { type Outcome, done, failed } from '../../../contract/failures.ts';

/** The usual authorities and those of a PEM file beside them. A file that holds none is refused: it would say nothing. */
export async function authoritiesWith(file: string): Promise<Outcome<readonly string[]>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return failed({ kind: 'fileUnreadable', file, code });
  }
  const own = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (own.length === 0) return failed({ kind: 'fileUnreadable', file, code: 'NO_CERTIFICATE' });
  return done([...getCACertificates('default'), ...own]);
}
