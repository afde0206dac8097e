/** The token host's process with a token that misbehaves on cue. */
import { channelToParent, type ChildProcessSide } from '../../src/contract/channel.ts';
import { runHost } from '../../src/token-host/host.ts';
import { openStaged, patienceOf, stageOf } from './staged-driver.ts';

runHost({
  channel: channelToParent(process as unknown as ChildProcessSide),
  openDriver: async (library) => openStaged(stageOf(library)),
  onIncident: (incident, error) => void process.stderr.write(`incident ${incident} ${String(error)}\n`),
  onEnd: () => process.exit(0),
  pinLimits: patienceOf(),
  watchMs: 50,
});
