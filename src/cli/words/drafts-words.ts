/** Texts that become acts. */
export type DraftsCommandName =
  | 'drafts list'
  | 'drafts models'
  | 'drafts begin'
  | 'drafts show'
  | 'drafts write'
  | 'drafts sheet'
  | 'drafts propose'
  | 'drafts ask'
  | 'drafts recall'
  | 'drafts review'
  | 'drafts return'
  | 'drafts resolve';

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
  readonly openRemarks: (n: number) => string;
  readonly noParagraph: (id: string) => string;
  readonly noWords: (words: string) => string;
  readonly review: (state: 'draft' | 'inReview' | 'returned' | 'toSign', by: string | null) => string;
  readonly remark: (id: string, paragraph: string | null, by: string, text: string, resolved: string | null) => string;
}
