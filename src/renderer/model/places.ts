import type { ActRow } from '../../contract/acts.ts';
import type { ActId, CaseId } from '../../contract/ids.ts';
import type { Failure } from '../../contract/failures.ts';
import { createStore, type Store } from './store.ts';

/** What the right pane shows. Everything is a place one can come back to; nothing is a dialog but what asks consent. */
export const works = [
  'cases',
  'agenda',
  'seat',
  'people',
  'notes',
  'home',
  'paper',
  'signing',
  'settings',
  'keys',
  'token',
  'report',
  'health',
  'line',
  'verify',
  'drafts',
  'find',
  'practice',
  'copy',
] as const;
export type Work = (typeof works)[number];

export interface Places {
  readonly work: Work;
  /** Of a registered act: the act itself or the repository's receipt. */
  readonly sheet: 'act' | 'receipt';
  /** The act in hand, as last read. */
  readonly current: ActRow | null;
  /** Where the act in hand is to be opened, and which words are to be marked in it; null: at its first sheet. */
  readonly at: { readonly actId: ActId; readonly page: number; readonly words: string } | null;
  /** The remark's field is open under the paper. */
  readonly returning: boolean;
  readonly trayFolded: boolean;
  /** In a narrow window the list lies over the paper. */
  readonly listOver: boolean;
  readonly palette: boolean;
  readonly menu: boolean;
  /** What the help is about: where one was when one asked for it. */
  readonly helpOf: Work;
  /** The case's index takes the place of the paper: signers and hashes beside each act. */
  readonly indexWide: boolean;
  /** It is being typed to which sheet or act of this case to go; null: it is not. */
  readonly goingTo: CaseId | null;
  /** The person's own notes lie under the paper. */
  readonly ownNotes: boolean;
}

/** What just happened, said once in the status strip; it stays until the next thing happens. */
export type Notice =
  | { readonly kind: 'returned'; readonly title: string; readonly author: string }
  | { readonly kind: 'signed'; readonly n: number }
  | { readonly kind: 'marked'; readonly n: number }
  | { readonly kind: 'vouched'; readonly title: string }
  /** So many words of what was pasted were struck out, and left out. */
  | { readonly kind: 'struckOut'; readonly n: number }
  | { readonly kind: 'seatGranted'; readonly office: string; readonly capacity: string }
  /** Why the main key did nothing: `words` is what the place in hand says of it. */
  | { readonly kind: 'lacks'; readonly what: Lack }
  | { readonly kind: 'lacksHere'; readonly words: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the main key wants before it does anything: an act in hand, one that is to be signed, one that was shown, a place with such an action, its button open. */
export type Lack = 'act' | 'toSign' | 'shown' | 'action' | 'shut';

export interface Desktop {
  readonly places: Store<Places>;
  readonly notice: Store<Notice | null>;
  /** Remarks being written, by act: leaving the field never loses them. */
  readonly remarks: Store<ReadonlyMap<ActId, string>>;
  go(part: Partial<Places>): void;
}

export function createDesktop(): Desktop {
  const places = createStore<Places>({
    work: 'paper',
    sheet: 'act',
    current: null,
    at: null,
    returning: false,
    trayFolded: false,
    listOver: true,
    palette: false,
    menu: false,
    helpOf: 'paper',
    indexWide: false,
    goingTo: null,
    ownNotes: false,
  });
  return {
    places,
    notice: createStore<Notice | null>(null),
    remarks: createStore<ReadonlyMap<ActId, string>>(new Map()),
    go: (part) => places.set((now) => ({ ...now, ...part })),
  };
}
