import type { Line } from '../../contract/calls.ts';
import type { Tray } from '../../contract/acts.ts';
import type { FailureWords } from '../../contract/words/failure-language.ts';
import type { Indication, Modification } from '../../signature/index.ts';
import type { exitCodes } from '../exit-codes.ts';
import type { CaseCommandName, CaseWords } from './cases-words.ts';
import type { CarriedCommandName, CarriedWords } from './carried-words.ts';
import type { CommandWords } from './command-words.ts';
import type { DraftsCommandName, DraftsWords } from './drafts-words.ts';
import type { LevelWords } from './levels-words.ts';
import type { LogCommandName, LogWords } from './log-words.ts';
import type { PeopleCommandName, PeopleWords } from './people-words.ts';
import type { NewPinCommandName, NewPinWords } from './new-pin-words.ts';
import type { CalendarCommandName, CalendarWords } from './calendar-words.ts';
import type { TemplatesCommandName, TemplatesWords } from './templates-words.ts';
import type { HealthCommandName } from './health-words.ts';
import type { KeptCopiesCommandName } from './kept-copies-words.ts';
import type { PolicyCommandName } from './policy-words.ts';
import type { SearchWords } from './search-words.ts';
import type { UpdateCommandName } from './update-words.ts';
import type { VerificationWords } from './verification-words.ts';

export type CommandName =
  | 'tokens'
  | 'sign'
  | 'extend'
  | 'verify'
  | 'trust-list make'
  | 'trust-list keep'
  | 'trust-list show'
  | 'practice'
  | 'repository serve'
  | 'repository move'
  | 'office serve'
  | 'office join'
  | 'repository find'
  | 'sync'
  | 'drivers install'
  | 'batch report'
  | 'case health'
  | 'doctor'
  | 'search'
  | CaseCommandName
  | NewPinCommandName
  | UpdateCommandName
  | PolicyCommandName
  | KeptCopiesCommandName
  | HealthCommandName
  | CalendarCommandName
  | TemplatesCommandName
  | DraftsCommandName
  | LogCommandName
  | PeopleCommandName
  | CarriedCommandName;

/** Everything the command line says, in one language. What failures say is in contract/words. */
export interface CliWords {
  readonly program: string;
  readonly usage: string;
  readonly options: string;
  readonly examples: string;
  readonly commandsTitle: string;
  readonly commandValue: string;
  readonly languageValue: string;
  readonly value: string;
  readonly fileValue: string;
  readonly folderValue: string;
  /** Of what is neither a file nor a folder by `option-values.ts`. */
  readonly optionValues: Readonly<Record<string, string>>;
  /** Of every command that works at a desk. */
  readonly seatOption: string;
  readonly jsonOption: string;
  readonly langOption: string;
  readonly helpOption: string;
  readonly exitCodesTitle: string;
  readonly exitCodes: Readonly<Record<keyof typeof exitCodes, string>>;
  readonly moreHelp: string;
  readonly seeHelp: string;
  readonly catalogueRefused: (file: string, reason: string) => string;
  readonly badLang: string;
  readonly unknownOption: (option: string) => string;
  readonly badValue: (option: string) => string;
  /** Another option stands where its value should. */
  readonly valueMissing: (option: string) => string;
  readonly missingOption: (option: string) => string;
  readonly noFiles: string;
  readonly unknownWord: (word: string) => string;
  readonly unknownCommand: (word: string) => string;
  readonly commands: Readonly<Record<CommandName, CommandWords>>;
  /** The question for the password of encrypted PDFs. */
  readonly pdfPassword: string;
  readonly pin: {
    readonly prompt: (token: string, count: number) => string;
    readonly onReader: (token: string) => string;
    readonly again: (file: string) => string;
    readonly countLow: string;
    readonly yes: string;
    readonly finalTry: (yes: string) => string;
  };
  readonly newPin: NewPinWords;
  readonly cases: CaseWords;
  readonly search: SearchWords;
  readonly calendar: CalendarWords;
  readonly templates: TemplatesWords;
  readonly drafts: DraftsWords;
  readonly log: LogWords;
  readonly people: PeopleWords;
  readonly tokens: {
    readonly library: (name: string, path: string) => string;
    readonly none: (emptySlots: number) => string;
    readonly token: (label: string, serial: string, model: string) => string;
    readonly ownKeypad: string;
    readonly practice: string;
    readonly noCertificates: string;
    readonly issuedBy: (issuer: string, until: string) => string;
    readonly suitable: (algorithms: string) => string;
    readonly unsuitable: (reason: string) => string;
    readonly triesLeft: (count: number) => string;
    /** A card in a reader that no library answers for; what to do, where it is known. */
    readonly unserved: (reader: string, card: string | null, atr: string) => string;
  };
  readonly sign: {
    readonly pinFromWhere: string;
    readonly sameTarget: (target: string) => string;
    readonly targetIsNamed: (target: string) => string;
    readonly whichModule: string;
    readonly whichToken: string;
    readonly preparing: string;
    readonly signing: string;
    readonly showing: (count: number) => string;
    readonly with: (person: string, token: string, count: number) => string;
    readonly signed: string;
    readonly notSigned: string;
    /** The file's index was damaged and is whole now. */
    readonly repaired: string;
    readonly visible: {
      /** A text or an address without a place to show it. */
      readonly where: string;
      /** The page shows something where the signature goes; or nobody can tell. */
      readonly over: string;
      readonly unknown: string;
    };
    /** No PIN for the next signature, after the token accepted one: the failure's own words would say that none was used. */
    readonly noFurtherPin: (signed: number, total: number, fromStdin: boolean) => FailureWords;
  };
  readonly verify: {
    readonly anchorRefused: (file: string, reason: string) => string;
    readonly noAnchors: string;
    readonly error: (error: string) => string;
    readonly noSignatures: string;
    readonly signature: string;
    readonly electronicSignature: string;
    readonly timestamp: string;
    readonly indications: Readonly<Record<Indication, string>>;
    readonly signedBy: (name: string, serial: string | null, issuer: string) => string;
    readonly coversAll: string;
    readonly coversPart: string;
    readonly modifications: Readonly<Record<Modification, string>>;
  };
  readonly verification: VerificationWords;
  readonly levels: LevelWords;
  readonly sync: {
    plan(up: string, down: string, deferred: number): string;
    cap(kbps: number): string;
    aside(title: string, why: string): string;
    behind(title: string, before: string, why: string): string;
    outage(from: string, until: string | null): string;
    readonly waiting: string;
    readonly states: Readonly<Record<Line['state'], string>>;
    readonly neverContacted: string;
    readonly lastContact: (at: string) => string;
    readonly outbox: (waiting: number, refused: number) => string;
    readonly trays: (counts: Readonly<Record<Tray, number>>) => string;
  };
  readonly health: {
    readonly unknownCase: (number: string) => string;
    readonly sum: (acts: number, worrying: number) => string;
    readonly renewed: (queued: number) => string;
  };
  readonly repository: {
    readonly oidcNeeds: string;
    readonly noOffices: string;
    readonly serving: (name: string, url: string) => string;
    readonly keysIn: (file: string) => string;
    readonly electronicAuthority: string;
    readonly pin: string;
    readonly addressTaken: (address: string) => string;
    readonly upstreamNeeds: string;
    /** A file that should hold an access key, or receipt keys, and does not. */
    readonly noAccessKey: (file: string) => string;
    readonly noReceiptKeys: (file: string) => string;
    readonly folderKey: Readonly<
      Record<'noKey' | 'missing' | 'exposed' | 'fromFile' | 'made', (file: string) => string> &
        Record<'fromInput' | 'fromService', string>
    >;
    readonly forwards: (url: string) => string;
    readonly officePin: string;
    readonly raisingNeeds: string;
    /** An address on the command line shows in the list of processes. */
    readonly noSecretsInAddress: (flag: string) => string;
    readonly badAddress: (flag: string) => string;
    readonly enginesInOffice: string;
    /** A repository serves what was to be opened: said to whoever looks after it, not to a desk. */
    readonly serves: Pick<FailureWords, 'what' | 'safe'>;
    /** What to do then, where nothing else may be done. */
    readonly stopFirst: string;
    /** Why the engines cannot be used; the detail is for whoever looks after them. */
    readonly engines: Readonly<
      Record<
        | 'notDurable'
        | 'notOurs'
        | 'otherKeys'
        | 'otherFolderKey'
        | 'mutable'
        | 'moved'
        | 'moving'
        | 'rolledBack'
        | 'unreachable',
        (detail: string) => string
      >
    >;
    readonly mutable: string;
    readonly move: {
      readonly whereTo: string;
      readonly inHand: (what: string) => string;
      readonly files: (files: number, bytes: number, written: number, dryRun: boolean) => string;
      readonly copies: (
        copies: { readonly slots: number; readonly generations: number; readonly bytes: number } & {
          readonly written: number;
          readonly spoilt: number;
        },
        dryRun: boolean,
      ) => string;
      readonly table: (name: string, rows: number, sha256: string) => string;
      readonly log: (size: number) => string;
      readonly wouldMove: string;
      readonly done: string;
      readonly refused: Readonly<
        Record<
          'taken' | 'moved' | 'inOffice' | 'unknownTable' | 'differs' | 'damaged' | 'storageFull',
          (detail: string) => string
        >
      >;
    };
    readonly statusAt: (url: string) => string;
    readonly noOfficeKey: string;
    readonly invitation: string;
    readonly noInvitation: string;
    readonly otherInvitation: string;
    readonly joined: (kid: string) => string;
    readonly searching: string;
    /** `proven`: whether a pinned key answered; null where none is pinned. */
    readonly found: (officeId: string, address: string, proven: boolean | null) => string;
    readonly foundNone: string;
  };
  readonly practice: PracticeWords;
  readonly doctor: DoctorWords;
  readonly carried: CarriedWords;
}

export interface PracticeWords {
  readonly banner: string;
  readonly token: Readonly<Record<'softhsm' | 'pkcs12' | 'card', (pin: string) => string>>;
  readonly instead: Readonly<Record<'noLibrary' | 'noTools' | 'failed' | 'noCard', string>>;
  readonly serveNeedsDir: string;
  readonly preparing: string;
  readonly showing: (count: number) => string;
  readonly vouched: (name: string) => string;
  readonly signing: string;
  readonly sending: string;
  readonly nothingToSign: string;
  readonly done: (good: number, total: number, signing: string, sending: string) => string;
  readonly removal: {
    readonly begins: Readonly<Record<'card' | 'staged', string>>;
    /** `what`: what happened, as the failure says it. */
    readonly stopped: (what: string) => string;
    readonly kept: (count: number) => string;
    readonly inHand: (title: string) => string;
    readonly waiting: (count: number) => string;
    readonly putBack: string;
    readonly goesOn: (count: number) => string;
  };
  readonly leftIn: (folder: string) => string;
  readonly keptAt: (folder: string) => string;
  readonly report: {
    readonly title: string;
    readonly fictional: string;
    readonly when: (moment: string) => string;
    readonly token: Readonly<Record<'softhsm' | 'pkcs12' | 'card', string>>;
    readonly result: (good: number, total: number) => string;
    readonly times: (signing: string, sending: string) => string;
    readonly actsTitle: string;
    /** Act, case, state, number (fojas), our verdict, SHA-256. */
    readonly columns: readonly [string, string, string, string, string, string];
    readonly checkTitle: string;
    readonly checkAll: string;
    readonly checkOne: string;
    readonly checks: Readonly<Record<'sums' | 'qpdf' | 'pdfsig' | 'openssl' | 'receipt' | 'receiptNames', string>>;
  };
}

/** What the findings themselves say is in contract/words: windows say it too. */
export interface DoctorWords {
  readonly allWell: string;
  readonly someBad: (count: number) => string;
  readonly reportIn: (file: string) => string;
}
