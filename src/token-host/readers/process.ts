import { channelToParent, type ChildProcessSide } from '../../contract/channel.ts';
import { teller } from '../../contract/diary.ts';
import { tellThrown } from '../../contract/diary-fields.ts';
import { thisMachine } from './catalogue/discover.ts';
import { openPcsc } from './pcsc/winscard.ts';
import { runWatcher } from './watcher.ts';
import { windowsCards } from './windows-cards.ts';

const tell = teller('readers', (line) => process.stderr.write(`${JSON.stringify(line)}\n`));

/** The watcher's process, the same under Electron's `utilityProcess` and under `child_process.fork`. */
runWatcher({
  channel: channelToParent(process as unknown as ChildProcessSide),
  machine: thisMachine(),
  openPcsc: () => openPcsc(process.platform),
  systemCards: () => windowsCards(process.platform),
  clock: () => new Date(),
  onIncident: (incident, error) => tell('incident', { incident, ...tellThrown(error) }),
  onEnd: () => process.exit(0),
});
