import { type RootErrand, printable, runRootErrand } from '../../updates/install/root.ts';

/** Does what root's door asks for and ends the program. Its last line of output is the answer. */
export async function runErrandAndExit(
  errand: RootErrand,
  places: Parameters<typeof runRootErrand>[1],
): Promise<number> {
  if (process.getuid?.() !== 0) {
    process.stdout.write(`${JSON.stringify({ ok: false, failure: { kind: 'updateRefused', reason: 'rights' } })}\n`);
    return 1;
  }
  const answer = await runRootErrand(errand, places);
  process.stdout.write(`${printable(answer)}\n`);
  return answer.ok ? 0 : 1;
}
