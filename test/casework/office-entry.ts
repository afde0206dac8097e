/**
 * The office's process with a person at its elbow: at the boundary that the environment names (`FOJAS_TEST_STOP_AT=kept:2` is the
 * second time it passes `kept`) it tells its parent and stands still, to be killed there or told to go on.
 */
import { teller } from '../../src/contract/diary.ts';
import { type ChildProcessSide, channelToParent } from '../../src/contract/channel.ts';
import { runOffice } from '../../src/casework/office-process.ts';
import { quickPace } from '../helpers/office.ts';

const [name = '', nth = '1'] = (process.env.FOJAS_TEST_STOP_AT ?? '').split(':');
let passed = 0;

runOffice({
  channel: channelToParent(process as unknown as ChildProcessSide),
  log: teller('office', (line) => process.stderr.write(`${JSON.stringify(line)}\n`)),
  onEnd: () => process.exit(0),
  stage: {
    pace: quickPace,
    onBoundary: (boundary) => {
      if (boundary !== name || ++passed !== Number(nth)) return;
      process.send?.({ kind: 'standing', at: boundary });
      return new Promise<void>((resolve) => {
        process.on('message', (message: { kind?: unknown }) => {
          if (message.kind === 'go') resolve();
        });
      });
    },
  },
});
