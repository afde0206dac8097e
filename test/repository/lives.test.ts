import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { RepositoryOptions } from '../../src/repository/repository.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { repositoryFolder, startRepository, testOffice } from '../helpers/repository.ts';
import { type Life, type Step, lives, peopleKeys, walker } from './lives.ts';

const accessKeys = [{ key: testOffice.accessKey, officeId: testOffice.officeId }, ...peopleKeys];

async function walkAll(options: Partial<RepositoryOptions>, numRuns: number): Promise<void> {
  const folder = repositoryFolder();
  onTestFinished(() => folder.remove());
  const repository = await startRepository(folder.dir, { accessKeys, ...options });
  onTestFinished(() => repository.close());
  const walk = await walker(repository);
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      const { stage, sealed, withdrawn } = await walk(life);
      ends.add(sealed ? 'sealed' : withdrawn ? 'withdrawn' : stage);
    }),
    { numRuns, examples: known },
  );
  expect([...ends].sort()).toEqual(expect.arrayContaining(['registered', 'sealed', 'withdrawn']));
}

const life = { level: 1, joint: false, author: 'clerk' } as const;
const steps = (...whats: Step['what'][]): Step[] => whats.map((what) => ({ who: 'magistrate', what, text: 0 }));
/** Ways that led somewhere else once, or have to be walked at any rate. */
const known: [Life][] = [
  [{ ...life, steps: steps('propose', 'register', 'notify', 'register') }],
  [{ ...life, steps: steps('propose', 'register', 'seal', 'notify') }],
  [{ ...life, steps: steps('propose', 'withdraw', 'due', 'return', 'propose', 'register') }],
  [{ ...life, steps: [...steps('propose', 'return', 'withdraw'), { who: 'secretary', what: 'propose', text: 1 }] }],
  [{ ...life, joint: true, steps: steps('propose', 'withdraw', 'signFirst', 'register') }],
  [
    {
      ...life,
      joint: true,
      steps: steps('propose', 'signFirst', 'withdraw', 'return', 'propose', 'signFirst', 'register'),
    },
  ],
  [{ ...life, level: 4, steps: [...steps('propose', 'return'), { who: 'validator', what: 'propose', text: 1 }] }],
];

it('leads no act where its moves do not lead, whoever asks for what in whatever order', () => walkAll({}, 40), 60_000);

it('nor on PostgreSQL', async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  await walkAll({ registerUrl: await server.database() }, 12);
}, 120_000);
