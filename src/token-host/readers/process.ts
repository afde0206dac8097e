import { channelToParent, type ChildProcessSide } from '../../contract/channel.ts';
import { thisMachine } from './catalogue/discover.ts';
import { openPcsc } from './pcsc/winscard.ts';
import { runWatcher } from './watcher.ts';
import { windowsCards } from './windows-cards.ts';

/** The watcher's process, the same under Electron's `utilityProcess` and under `child_process.fork`. */
runWatcher({
  channel: channelToParent(process as unknown as ChildProcessSide),
  machine: thisMachine(),
  openPcsc: () => openPcsc(process.platform),
  systemCards: () => windowsCards(process.platform),
  clock: () => new Date(),
  onIncident: (incident, error) => {
    const stack = error instanceof Error ? error.stack : undefined;
    process.stderr.write(`readers incident ${incident}: ${stack ?? 'no stack'}\n`);
  },
  onEnd: () => process.exit(0),
});
