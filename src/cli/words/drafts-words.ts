/** Texts that become acts. */
export type DraftsCommandName =
  'drafts list' | 'drafts models' | 'drafts begin' | 'drafts show' | 'drafts write' | 'drafts sheet' | 'drafts propose';

export interface DraftsWords {
  readonly place: (place: 'here' | 'sent', beside: number) => string;
  readonly count: (total: number) => string;
  readonly unverified: string;
  readonly noCase: (caseNumber: string) => string;
  readonly noPart: (part: string) => string;
  readonly lacksPart: (name: string) => string;
  readonly blank: (label: string) => string;
  readonly written: (files: number) => string;
  readonly proposed: (title: string, actId: string) => string;
}
