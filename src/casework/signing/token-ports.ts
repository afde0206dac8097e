import type { LibraryState } from '../../contract/calls.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { Port } from '../../contract/port.ts';
import { client } from '../../contract/rpc.ts';
import { type TokenLibrary, type TokenListing, tokenCalls, tokenEvents } from '../../contract/token.ts';
import type { TokenClient } from './token-session.ts';
import { judgedAt } from './validity.ts';

/** The token hosts as the office sees them: a port each, or the reason why there is none. */
export interface TokenPorts {
  attach(libraryId: string, port: Port): void;
  /** `soon`: another host is on its way, and who asks waits for it a while. */
  gone(libraryId: string, failure: Failure, soon?: boolean): void;
  /** A further library was found on this machine. */
  found(library: TokenLibrary): void;
  readonly libraries: readonly TokenLibrary[];
  /** This host of the library hangs: its port is closed, unless another host took its place. Answers what a person is told. */
  hung(libraryId: string, client: TokenClient): Failure;
  client(libraryId: string): Promise<Outcome<TokenClient>>;
  list(libraryId: string): Promise<Outcome<TokenListing>>;
  listAll(): Promise<LibraryState[]>;
}

const listDeadlineMs = 20_000;
/** Loading a library again takes a second; a slow one some more. */
const soonMs = 8000;

export function tokenPorts(
  configured: readonly TokenLibrary[],
  /** The time at which certificates are judged. */
  now: () => Date,
  onChange: () => void,
  /** A host was given up: whoever started it may end it and start another. */
  onHung: (libraryId: string) => void,
  /** What stands between the office and every host. */
  around: (client: TokenClient) => TokenClient = (client) => client,
): TokenPorts {
  const libraries = [...configured];
  const hosts = new Map<string, { port: Port; client: TokenClient }>();
  const reasons = new Map<string, Failure>();
  /** Who waits for a host that is on its way. */
  const coming = new Map<string, { readonly arrived: PromiseWithResolvers<void>; readonly timer: NodeJS.Timeout }>();
  const pathOf = (libraryId: string): string => libraries.find(({ id }) => id === libraryId)?.path ?? libraryId;

  const settle = (libraryId: string): void => {
    const waiting = coming.get(libraryId);
    coming.delete(libraryId);
    clearTimeout(waiting?.timer);
    waiting?.arrived.resolve();
  };
  const clientOf = async (libraryId: string): Promise<Outcome<TokenClient>> => {
    await coming.get(libraryId)?.arrived.promise;
    const host = hosts.get(libraryId);
    if (host) return done(host.client);
    return failed(reasons.get(libraryId) ?? { kind: 'driverMissing', library: pathOf(libraryId) });
  };
  const list = async (libraryId: string): Promise<Outcome<TokenListing>> => {
    const host = await clientOf(libraryId);
    if (!host.ok) return host;
    const listed = await host.value.call('token.list', {}, { deadlineMs: listDeadlineMs });
    return listed.ok ? done(judgedAt(listed.value, now())) : listed;
  };
  const gone = (libraryId: string, failure: Failure, soon = false): void => {
    const host = hosts.get(libraryId);
    hosts.delete(libraryId);
    settle(libraryId);
    if (soon) {
      const timer = setTimeout(() => settle(libraryId), soonMs).unref();
      coming.set(libraryId, { arrived: Promise.withResolvers<void>(), timer });
    }
    reasons.set(libraryId, failure);
    host?.port.close();
    onChange();
  };
  /** A call that ended with its host is told why the host ended, where that is known. */
  const withReason = (libraryId: string, plain: TokenClient): TokenClient => ({
    on: (event, listener) => plain.on(event, listener),
    async call(name, input, options) {
      const outcome = await plain.call(name, input, options);
      const reason = outcome.ok || outcome.failure.kind !== 'driverGone' ? undefined : reasons.get(libraryId);
      return reason ? failed(reason) : outcome;
    },
  });
  return {
    libraries,
    found(library) {
      if (libraries.some(({ id }) => id === library.id)) return;
      libraries.push(library);
      onChange();
    },
    attach(libraryId, port) {
      if (!libraries.some(({ id }) => id === libraryId)) return port.close();
      hosts.get(libraryId)?.port.close();
      const goneFailure: Failure = { kind: 'driverGone', library: pathOf(libraryId) };
      const plain = client(port, tokenCalls, tokenEvents, goneFailure);
      const host = { port, client: around(withReason(libraryId, plain)) };
      hosts.set(libraryId, host);
      reasons.delete(libraryId);
      settle(libraryId);
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
