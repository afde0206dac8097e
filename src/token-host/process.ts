import { channelToParent, type ChildProcessSide } from '../contract/channel.ts';
import { teller } from '../contract/diary.ts';
import { tellThrown } from '../contract/diary-fields.ts';
import { openDriver } from './open-driver.ts';
import { runHost } from './host.ts';

const tell = teller('tokenHost', (line) => process.stderr.write(`${JSON.stringify(line)}\n`));

/** The token host's process, the same under Electron's `utilityProcess` and under `child_process.fork`. */
runHost({
  channel: channelToParent(process as unknown as ChildProcessSide),
  openDriver,
  // The only text this process ever writes: where a bug struck. No call's input is in it, and so no PIN.
  onIncident: (incident, error) => tell('incident', { incident, ...tellThrown(error) }),
  onEnd: () => process.exit(0),
});
