/** What is done to a stage, and put right again. */
import type { Stage } from './stage.ts';
import { wait } from './stage.ts';
import type { Strike } from './plan.ts';

/** Blows to one thing fall one after the other: who is down cannot be killed. */
export const targetOf = ({ blow }: Strike): string => {
  if ('desk' in blow) return `desk ${blow.desk}`;
  if (blow.kind === 'between killed') return 'between';
  return blow.kind === 'reset' || blow.kind === 'silence' || blow.kind === 'storm' ? 'line' : 'repository';
};

/** Strikes, and mends after its time. */
export async function carryOut(
  stage: Pick<Stage, 'line' | 'repository' | 'between' | 'desks' | 'disks' | 'shelf' | 'tell'>,
  { forMs, blow }: Strike,
): Promise<void> {
  const { line, repository, between, desks, disks, shelf, tell } = stage;
  const what = 'desk' in blow ? `${blow.kind} ${blow.desk}` : blow.kind;
  tell({ kind: 'struck', what });
  switch (blow.kind) {
    case 'reset':
    case 'silence':
      line.set(blow.kind);
      await wait(forMs);
      line.set('pass');
      break;
    case 'storm':
      for (const end = performance.now() + forMs; performance.now() < end; await wait(700)) {
        line.set('pass');
        await wait(1500);
        line.set('reset');
      }
      line.set('pass');
      break;
    case 'repository stopped':
      repository.signal('SIGSTOP');
      await wait(forMs);
      repository.signal('SIGCONT');
      break;
    case 'repository killed':
      await repository.kill();
      await wait(forMs);
      await insist(() => repository.start());
      break;
    case 'between killed':
      await between!.kill();
      await wait(forMs);
      await insist(() => between!.start());
      break;
    case 'repository full':
      shelf.fill();
      await wait(forMs);
      shelf.free();
      break;
    case 'office full':
      disks[blow.desk]!.fill();
      await wait(forMs);
      disks[blow.desk]!.free();
      break;
    case 'office killed':
      await desks[blow.desk]!.kill();
      await wait(forMs);
      await insist(() => desks[blow.desk]!.start());
      break;
    case 'cache lost':
      await desks[blow.desk]!.kill();
      desks[blow.desk]!.loseCache();
      await wait(forMs);
      await insist(() => desks[blow.desk]!.start());
      break;
    case 'clock':
      desks[blow.desk]!.setClock(blow.byMs);
      break;
  }
  tell({ kind: 'mended', what });
}

/** A full disk, or a fellow blow, may keep it from starting for a while. */
async function insist(start: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries >= 40) throw error;
      await wait(500);
    }
  }
}
