import type { RelayMessage } from '../relay.ts';

/** Over the channel of a forked process, both ways. */
export type ChildMessage =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly message: RelayMessage };
