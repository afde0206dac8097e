import { type ChildProcessSide, channelToParent } from '../contract/channel.ts';
import { teller } from '../contract/diary.ts';
import { runOffice } from './office-process.ts';

/** The office's process, the same under Electron's `utilityProcess` and under `child_process.fork`. */
runOffice({
  channel: channelToParent(process as unknown as ChildProcessSide),
  log: teller('office', (line) => process.stderr.write(`${JSON.stringify(line)}\n`)),
  onEnd: () => process.exit(0),
});
