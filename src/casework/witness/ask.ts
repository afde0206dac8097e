import type { Failure } from '../../contract/failures.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';

/** What of the line is used: not gated, because it is how a log that agrees again is found out. */
export type LogLine = Pick<RepositoryClient, 'small'>;

export type Asked<T> =
  | { readonly kind: 'told'; readonly value: T }
  /** There is no such thing here. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** One question about the log. */
export async function ask<T>(line: LogLine, path: string, schema: Schema<T>): Promise<Asked<T>> {
  const answer = await line.small({ method: 'GET', path });
  if (!answer.ok) {
    const isNo = answer.failure.kind === 'registrationRefused' && answer.failure.problem === 'not-found';
    return isNo ? { kind: 'absent' } : { kind: 'failed', failure: answer.failure };
  }
  const parsed = schema.safeParse(answer.value.body);
  if (parsed.success) return { kind: 'told', value: parsed.data };
  return { kind: 'failed', failure: { kind: 'repositoryGarbage', detail: 'an answer about the log that is none' } };
}

/** Two looks at once would hold one's answer against what the other has just kept. */
export function oneByOne(): <T>(look: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (look) => {
    const mine = last.then(look, look);
    last = mine.catch(() => undefined);
    return mine;
  };
}
