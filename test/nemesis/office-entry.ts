/** The office's process with a disk that is full for documents as long as a file says so (`FOJAS_TEST_DISK_FULL`). */
import { teller } from '../../src/contract/diary.ts';
import { existsSync } from 'node:fs';
import { realDisk } from '../../src/at-rest/disk.ts';
import { runOffice } from '../../src/casework/office-process.ts';
import { type ChildProcessSide, channelToParent } from '../../src/contract/channel.ts';
import { quickPace } from '../helpers/office.ts';

const mark = process.env.FOJAS_TEST_DISK_FULL ?? '';

runOffice({
  channel: channelToParent(process as unknown as ChildProcessSide),
  log: teller('office', (line) => process.stderr.write(`${JSON.stringify(line)}\n`)),
  onEnd: () => process.exit(0),
  stage: {
    pace: quickPace,
    disk: {
      ...realDisk,
      async write(handle, pieces) {
        if (existsSync(mark)) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        await realDisk.write(handle, pieces);
      },
    },
  },
});
