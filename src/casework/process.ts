import { type ChildProcessSide, channelToParent } from '../contract/channel.ts';
import { runOffice } from './office-process.ts';

/** The office's process, the same under Electron's `utilityProcess` and under `child_process.fork`. */
runOffice({
  channel: channelToParent(process as unknown as ChildProcessSide),
  log: (event, facts) => {
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), from: 'office', event, ...facts })}\n`);
  },
  onEnd: () => process.exit(0),
});
