/** Cases that are opened and added to, and keys that are a person's. */
export type CaseCommandName =
  | 'case open'
  | 'case list'
  | 'case add'
  | 'case level'
  | 'case break-glass'
  | 'case caption'
  | 'case hearing'
  | 'case agenda'
  | 'case move'
  | 'case export'
  | 'case receipt'
  | 'repository grant'
  | 'act list'
  | 'act label'
  | 'act due'
  | 'act correct'
  | 'act remake'
  | 'act set-aside'
  | 'act addressees'
  | 'act notify'
  | 'act level'
  | 'copies simple'
  | 'copies certified';

export interface CaseWords {
  readonly opened: (provisional: string, code: string) => string;
  readonly unsent: string;
  readonly paperLacks: string;
  readonly unknownCase: (number: string) => string;
  readonly added: (title: string, sha256: string) => string;
  readonly noNumber: string;
  /** Nothing is listed: whether this desk ever reached its repository, and what was looked for ('' for nothing). */
  readonly none: (hadContact: boolean, search: string) => string;
  readonly levelSet: (level: number) => string;
  readonly levelAsked: (level: number) => string;
  readonly brokeGlass: (caption: string, hours: number) => string;
  readonly captionSet: (number: string, caption: string, parties: number) => string;
  /** `when`: as it is written here; null: no hearing any more. */
  readonly hearingSet: (number: string, when: string | null) => string;
  readonly hearingsNone: string;
  readonly hearingsMore: string;
  readonly hearingFiles: (here: number, all: number) => string;
  readonly hearingPlace: Readonly<Record<'here' | 'refused' | 'pinned', string>>;
  readonly moved: (office: string) => string;
  readonly moveAsked: (office: string) => string;
  readonly copied: (code: string, paths: readonly string[]) => string;
  readonly exporting: string;
  readonly exported: (path: string, sheets: number, sha256: string) => string;
  readonly receiptAt: (path: string) => string;
  readonly granted: (name: string, roles: string) => string;
  readonly restart: string;
  readonly actLevelSet: (level: number) => string;
  readonly actLevelAsked: (level: number) => string;
  readonly toNotify: (names: string) => string;
}
