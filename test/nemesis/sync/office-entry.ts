/** The office's process with a clock that its parent sets wrong (`FOJAS_TEST_CLOCK_MS`, then messages `{kind: 'clock', byMs}`). */
import { teller } from '../../../src/contract/diary.ts';
import { runOffice } from '../../../src/casework/office-process.ts';
import { type ChildProcessSide, channelToParent } from '../../../src/contract/channel.ts';

let byMs = Number(process.env.FOJAS_TEST_CLOCK_MS ?? 0);
process.on('message', (message: { kind?: unknown; byMs?: unknown }) => {
  if (message.kind === 'clock') byMs = Number(message.byMs);
});

runOffice({
  channel: channelToParent(process as unknown as ChildProcessSide),
  log: teller('office', (line) => process.stderr.write(`${JSON.stringify(line)}\n`)),
  onEnd: () => process.exit(0),
  stage: { clock: () => new Date(Date.now() + byMs) },
});
