import { type Failure, failed } from '../../contract/failures.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import type { Bundle, Transport } from '../../line/port.ts';

type Alarm = () => Failure | null;

/** A client that says nothing to a repository whose past does not agree, and believes nothing of it. */
export function guardClient(client: RepositoryClient, alarm: Alarm): RepositoryClient {
  const guard =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R | ReturnType<typeof failed>> => {
      const failure = alarm();
      return failure ? failed(failure) : call(...given);
    };
  return {
    capabilities: guard(client.capabilities),
    feed: guard(client.feed),
    hasBlob: guard(client.hasBlob),
    putBlob: guard(client.putBlob),
    getBlob: guard(client.getBlob),
    register: guard(client.register),
    addRendition: guard(client.addRendition),
    returnAct: guard(client.returnAct),
    small: guard(client.small),
    bringParcel: guard(client.bringParcel),
    receipt: guard(client.receipt),
  };
}

/** The same for what goes in streams and slices. */
export function guardTransport(transport: Transport, alarm: Alarm): Transport {
  const guard =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R | ReturnType<typeof failed>> => {
      const failure = alarm();
      return failure ? failed(failure) : call(...given);
    };
  return {
    // Greeting asks for nothing and gives nothing; the log is looked at with it.
    capabilities: (use) => transport.capabilities(use),
    openBundle(use) {
      const failure = alarm();
      return failure ? closedBundle(failure) : transport.openBundle(use);
    },
    lacking: guard((...given) => transport.lacking(...given)),
    uploadState: guard((...given) => transport.uploadState(...given)),
    sendSlice: guard((...given) => transport.sendSlice(...given)),
    download: guard((...given) => transport.download(...given)),
    receipts: guard((...given) => transport.receipts(...given)),
    feed: guard((...given) => transport.feed(...given)),
    caseState: guard((...given) => transport.caseState(...given)),
    caseSnapshot: guard((...given) => transport.caseSnapshot(...given)),
    close: () => transport.close(),
  };
}

function closedBundle(failure: Failure): Bundle {
  return {
    send: async () => ({ answer: Promise.resolve({ kind: 'line', failure }) }),
    close: async () => failed(failure),
    abort: () => undefined,
    broken: failure,
    receiptsCursor: null,
  };
}
