/** A central repository and one inside an office, with a line between them that a test cuts. */
import { Agent, type Dispatcher } from 'undici';
import { expect } from 'vitest';
import { type FeedEvent, FeedPage, Received, Registered } from '../../../src/contract/wire.ts';
import {
  type OfficeRepository,
  type SignedAct,
  type TestRepository,
  type TestSigner,
  register,
  repositoryFolder,
  send,
  startOfficeRepository,
  startRepository,
} from '../../helpers/repository.ts';

export interface TwoRepositories {
  readonly centre: TestRepository;
  readonly office: OfficeRepository;
  readonly line: { up: boolean; asked: string[]; old?: boolean };
  restartOffice(): Promise<void>;
  end(): Promise<void>;
}

/** Connections that a test cuts: nothing goes over them while `up` is false. */
export function cutLine(line: { up: boolean; asked?: string[]; old?: boolean }): Dispatcher {
  return new Agent().compose((dispatch) => (wanted, handler) => {
    line.asked?.push(`${wanted.method} ${wanted.path.split('?')[0]}`);
    // Asked in the first wording, a repository tells nothing of what it learned since.
    const headers = line.old && wanted.path === '/v1/capabilities' ? bare(wanted.headers) : wanted.headers;
    wanted = { ...wanted, headers: headers ?? null };
    return dispatch(line.up ? wanted : { ...wanted, origin: 'http://127.0.0.1:9' }, handler);
  });
}

function bare(headers: Dispatcher.DispatchOptions['headers']): Record<string, string> {
  const given = Object.entries(headers as Record<string, string>);
  return Object.fromEntries(given.filter(([name]) => name !== 'fojas-version'));
}

export async function twoRepositories(...signers: TestSigner[]): Promise<TwoRepositories> {
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const line: TwoRepositories['line'] = { up: true, asked: [] };
  const dispatcher = cutLine(line);
  const trustAnchors = signers.map(({ rootPem }) => rootPem);
  const centre = await startRepository(folders[0].dir, { trustAnchors });
  const start = () => startOfficeRepository(folders[1].dir, centre, { trustAnchors }, { dispatcher });
  const two = {
    centre,
    line,
    office: await start(),
    async restartOffice() {
      await two.office.close();
      two.office = await start();
    },
    async end() {
      await two.office.close();
      await centre.close();
      await dispatcher.destroy();
      for (const folder of folders) folder.remove();
    },
  };
  return two;
}

/** What the feed tells of the work; whether the central repository answers is told between it. */
export async function eventsOf(repository: { url: string }): Promise<FeedEvent[]> {
  const response = await send(repository, 'GET', '/v1/feed?office=ufi-7&cursor=&limit=500');
  return FeedPage.parse(await response.json()).events.filter(({ kind }) => kind !== 'centre');
}

export async function receiptAt(repository: { url: string }, act: SignedAct): Promise<string | null> {
  const response = await send(repository, 'GET', `/v1/acts/${act.request.actId}/receipt`);
  const body: unknown = await response.json();
  return response.ok ? Registered.parse(body).receipt : null;
}

/** Registers at the office's repository and expects that it only received. */
export async function received(office: { url: string }, act: SignedAct): Promise<string> {
  const response = await register(office, act);
  expect(response.status).toBe(202);
  return Received.parse(await response.json()).statement;
}
