import type { LibraryState } from '../../contract/calls.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { Port } from '../../contract/port.ts';
import { client } from '../../contract/rpc.ts';
import { type TokenLibrary, type TokenListing, tokenCalls, tokenEvents } from '../../contract/token.ts';
import type { TokenClient } from './batch.ts';
import { judgedAt } from './validity.ts';

/** The token hosts as the office sees them: a port each, or the reason why there is none. */
export interface TokenPorts {
  attach(libraryId: string, port: Port): void;
  gone(libraryId: string, failure: Failure): void;
  /** This host of the library hangs: its port is closed, unless another host took its place. Answers what a person is told. */
  hung(libraryId: string, client: TokenClient): Failure;
  client(libraryId: string): Outcome<TokenClient>;
  list(libraryId: string): Promise<Outcome<TokenListing>>;
  listAll(): Promise<LibraryState[]>;
}

const listDeadlineMs = 20_000;

export function tokenPorts(
  libraries: readonly TokenLibrary[],
  /** The time at which certificates are judged. */
  now: () => Date,
  onChange: () => void,
  /** A host was given up: whoever started it may end it and start another. */
  onHung: (libraryId: string) => void,
): TokenPorts {
  const hosts = new Map<string, { port: Port; client: TokenClient }>();
  const reasons = new Map<string, Failure>();
  const pathOf = (libraryId: string): string => libraries.find(({ id }) => id === libraryId)?.path ?? libraryId;

  const clientOf = (libraryId: string): Outcome<TokenClient> => {
    const host = hosts.get(libraryId);
    if (host) return done(host.client);
    return failed(reasons.get(libraryId) ?? { kind: 'driverMissing', library: pathOf(libraryId) });
  };
  const list = async (libraryId: string): Promise<Outcome<TokenListing>> => {
    const host = clientOf(libraryId);
    if (!host.ok) return host;
    const listed = await host.value.call('token.list', {}, { deadlineMs: listDeadlineMs });
    return listed.ok ? done(judgedAt(listed.value, now())) : listed;
  };
  const gone = (libraryId: string, failure: Failure): void => {
    const host = hosts.get(libraryId);
    hosts.delete(libraryId);
    reasons.set(libraryId, failure);
    host?.port.close();
    onChange();
  };
  return {
    attach(libraryId, port) {
      if (!libraries.some(({ id }) => id === libraryId)) return port.close();
      hosts.get(libraryId)?.port.close();
      const goneFailure: Failure = { kind: 'driverGone', library: pathOf(libraryId) };
      const host = { port, client: client(port, tokenCalls, tokenEvents, goneFailure) };
      hosts.set(libraryId, host);
      reasons.delete(libraryId);
      host.client.on('tokens.changed', onChange);
      port.onClose(() => {
        if (hosts.get(libraryId) !== host) return;
        hosts.delete(libraryId);
        reasons.set(libraryId, goneFailure);
        onChange();
      });
      onChange();
    },
    gone,
    hung(libraryId, hanging) {
      const failure: Failure = { kind: 'driverHung', library: pathOf(libraryId) };
      if (hosts.get(libraryId)?.client !== hanging) return failure;
      gone(libraryId, failure);
      onHung(libraryId);
      return failure;
    },
    client: clientOf,
    list,
    listAll: () =>
      Promise.all(
        libraries.map(async ({ id, path }): Promise<LibraryState> => {
          const listed = await list(id);
          return listed.ok
            ? { libraryId: id, path, listing: listed.value, failure: null }
            : { libraryId: id, path, listing: null, failure: listed.failure };
        }),
      ),
  };
}
