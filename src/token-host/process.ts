import { channelToParent, type ChildProcessSide } from '../contract/channel.ts';
import { openDriver } from './open-driver.ts';
import { runHost } from './host.ts';

/** The token host's process, the same under Electron's `utilityProcess` and under `child_process.fork`. */
runHost({
  channel: channelToParent(process as unknown as ChildProcessSide),
  openDriver,
  // The only text this process ever writes: where a bug struck. No call's input is in it, and so no PIN.
  onIncident: (incident, error) => {
    const stack = error instanceof Error ? error.stack : undefined;
    process.stderr.write(`token host incident ${incident}: ${stack ?? 'no stack'}\n`);
  },
  onEnd: () => process.exit(0),
});
