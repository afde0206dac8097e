import type { DiaryLine } from '../../contract/diary.ts';
import process from 'node:process';
import { type ChildProcessSide, channelToParent } from '../../contract/channel.ts';
import { OfficeRepositoryControl } from '../../contract/office-repository.ts';
import { type Repository, createRepository } from '../repository.ts';

/** The office's repository as a process of its own, started by the program of one PC; it ends with it. */
const channel = channelToParent(process as unknown as ChildProcessSide);
let serving: Promise<Repository> | null = null;
let ending = false;
/** How often it is looked whether there is something to tell, in milliseconds. */
const lookMs = 3000;

const write = (line: DiaryLine): void => void process.stderr.write(`${JSON.stringify(line)}\n`);

/** Tells how it stands whenever that changed. */
function tellStanding({ officeStanding }: Repository): void {
  let told = '';
  const look = async (): Promise<void> => {
    const standing = await officeStanding?.().catch(() => null);
    if (!standing || ending || JSON.stringify(standing) === told) return;
    told = JSON.stringify(standing);
    channel.send({ kind: 'officeStands', standing });
  };
  void look();
  setInterval(() => void look(), lookMs).unref();
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await (await serving?.catch(() => null))?.close();
  process.exit(0);
}

channel.onControl((body) => {
  const control = OfficeRepositoryControl.safeParse(body);
  if (!control.success) return;
  if (control.data.kind === 'stopServing') return void end();
  if (control.data.kind !== 'serveOffice' || serving) return;
  const { serve, officeId, upstream, trustAnchors, folderKey } = control.data;
  const { announce, ...options } = serve;
  serving = createRepository({
    ...{ ...options, trustAnchors },
    // What went well is nobody's news.
    log: (line) => {
      if (line.event !== 'request') write({ ...line, from: 'officeRepository' });
    },
    // The PCs show it the key that they would show the central one.
    accessKeys: [{ officeId, key: upstream.accessKey }],
    upstream: { ...upstream, officeId, announce, folderKey },
  });
  serving.then(
    (repository) => {
      channel.send({ kind: 'servingOffice', url: repository.url, key: repository.officeKey! });
      tellStanding(repository);
    },
    (error: Error & { kind?: string; code?: string }) => {
      const reason = error.kind ?? error.code ?? 'unexpected';
      channel.send({ kind: 'notServingOffice', reason });
      // After the message is gone.
      setTimeout(() => process.exit(1), 200);
    },
  );
});
channel.onClose(() => void end());
