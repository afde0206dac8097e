/** Verifies one file in a process of its own, as `fojas verify --report` does, and says what that took. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { openFileSource } from '../../../../src/signature/bytes.ts';
import { parseCertificate } from '../../../../src/signature/trust/certificate.ts';
import { WorkClock } from '../../../../src/signature/processor-time.ts';
import { reportOn } from '../../../../src/signature/validation/report.ts';

/** What came of one file. Milliseconds by the clock or the processor, whichever is less; megabytes. */
export interface StormResult {
  readonly ms: number;
  readonly mb: number;
  readonly error: string | null;
  readonly indications: readonly string[];
  readonly reasons: readonly string[];
  readonly reportBytes: number;
}

const [file = '', anchor = '', at = ''] = process.argv.slice(2);
const anchors = [parseCertificate(readFileSync(anchor))];
const source = openFileSource(file);
const clock = new WorkClock();
const report = await reportOn(source, { anchors, at: new Date(at) });
const text = JSON.stringify(report);
const ms = clock.elapsed;
source.close();
const result: StormResult = {
  ms,
  mb: peakMb(),
  error: report.error,
  indications: [...new Set(report.signatures.map(({ indication }) => indication))],
  reasons: report.signatures.flatMap(({ reasons }) => reasons),
  reportBytes: text.length,
};
process.stdout.write(JSON.stringify(result));

/** The most memory this process has held; getrusage would begin with what its parent held when it started us. */
function peakMb(): number {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return match ? Number(match[1]) / 1024 : process.resourceUsage().maxRSS / 1024;
}
