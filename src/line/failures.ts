import type { Failure } from '../contract/failures.ts';
import { Problem, type ProblemCode } from '../contract/wire.ts';
import { Denied } from './credentials.ts';

/** A problem that the repository told, as the office's failure; null where it is none of the protocol's. */
export function failureOfProblem(problem: Problem, retryAfterSeconds: number | null): Failure | null {
  const code = /^urn:fojas:problem:([a-z-]+)$/.exec(problem.type)?.[1];
  if (code === undefined) return null;
  if (code === 'unauthorized') return { kind: 'repositoryDenied' };
  const denied = deniedFor(code);
  if (denied) return denied;
  if (saidOfItself.has(code)) return { kind: 'repositoryBusy', retryAfterSeconds, ofItself: true };
  if (code === 'storage-full') return { kind: 'repositoryFull' };
  if (code === 'centre-away') return { kind: 'centreUnreachable' };
  if (problem.status >= 500) return { kind: 'repositoryBusy', retryAfterSeconds };
  const signed = problem.refusal === undefined ? {} : { refusal: problem.refusal };
  return { kind: 'registrationRefused', problem: code, detail: problem.detail.slice(0, 500), ...signed };
}

/** Said at the door, before anything of what was sent is read: nothing is known of that by it. */
export const saidOfItself: ReadonlySet<string> = new Set<ProblemCode>([
  'overloaded',
  'maintenance',
  'too-many-requests',
  'use-dpop-nonce',
]);

/** What is said of this desk and its person, and not of what it sent; null for any other code. */
export function deniedFor(code: string): Failure | null {
  if (code === 'device-revoked') return { kind: 'repositoryDenied', reason: 'deviceRevoked' };
  return code === 'grant-ended' ? { kind: 'repositoryDenied', reason: 'grantEnded' } : null;
}

/** Only answers of the protocol count as refusals: a proxy's page is a line that does not work. */
export function failureOfAnswer(status: number, body: unknown, retryAfterSeconds: number | null): Failure {
  const problem = Problem.safeParse(body);
  const failure = problem.success ? failureOfProblem(problem.data, retryAfterSeconds) : null;
  if (failure) return failure;
  return status >= 500
    ? { kind: 'repositoryUnreachable', detail: `HTTP ${status}` }
    : { kind: 'repositoryGarbage', detail: `HTTP ${status} without a reason` };
}

export function unreachable(error: unknown): Failure {
  if (error instanceof Denied) return error.failure;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const detail = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : 'unknown';
  return { kind: 'repositoryUnreachable', detail: detail.slice(0, 200) };
}
