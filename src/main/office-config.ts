import { readFile } from 'node:fs/promises';
import { OfficeConfig } from '../contract/config.ts';
import { done, failed, type Outcome } from '../contract/failures.ts';

/** Reads and judges the office's JSON file; what does not parse is refused with the place that is wrong. */
export async function readOfficeConfig(file: string): Promise<Outcome<OfficeConfig>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    return failed({ kind: 'fileUnreadable', file, code });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed({ kind: 'badInput', detail: `${file}: not JSON` });
  }
  const parsed = OfficeConfig.safeParse(json);
  if (parsed.success) return done(parsed.data);
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return failed({ kind: 'badInput', detail: `${file}: ${wrong.join('; ')}`.slice(0, 500) });
}
