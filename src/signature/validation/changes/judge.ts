/**
 * What happened to a document after one of its signatures (signatures.md, V5 to V7): the signed revision is opened as a
 * document of its own and compared with the whole, object by object. What is not known to be allowed is not.
 */
import type { ByteSource } from '../../bytes.ts';
import { openPdf } from '../../pdf/document.ts';
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfDict, PdfStream } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import { entriesOf } from '../../pdf/xref/section.ts';
import type { XrefSection } from '../../pdf/xref/section.ts';
import type { Budget } from '../budget.ts';
import { prefixOf } from '../pdf/prefix.ts';
import { findHiddenObjects, repeatsKey } from './ambiguity.ts';
import { sameObject } from './compare.ts';
import type { Comparison } from './comparison.ts';
import {
  compareAnnotations,
  compareCatalogs,
  comparePages,
  compareTrailers,
  noteAnnotation,
  noteExtensions,
} from './document-rules.ts';
import { checkFills } from './fills.ts';
import { compareAppearance, compareField, compareFieldLists, compareForms, compareResources } from './form-rules.ts';
import { ChangeLog } from './log.ts';
import type { ChangeResult } from './log.ts';
import { Accounts, findOrphans } from './orphans.ts';
import { readPermissions } from './permissions.ts';
import { ReferenceIndex, objectNumbered } from './references.ts';
import type { Edge } from './references.ts';
import type { ReferredNumbers } from './content.ts';
import { Roles, isXmp, noField } from './roles.ts';

export interface Judgement extends ChangeResult {
  /** The signed revision as a document; null when it does not stand on its own. */
  readonly revision: PdfDocument | null;
}

export const noChange: ChangeResult = { modification: 'none', reasons: [], kinds: new Set() };

const mostChangedObjects = 100_000;

/** Judges the later revisions of one file for any number of its signatures; what they share is worked out once. */
export class ChangeJudge {
  readonly #document: PdfDocument;
  readonly #source: ByteSource;
  readonly #budget: Budget;
  readonly #accounts: Accounts;
  readonly #judged = new Map<number, Judgement>();
  #index: { references: ReferenceIndex; base: PdfDocument } | null = null;
  readonly #earliest: number;
  readonly #referred: ReferredNumbers = new Map();

  readonly #wider: ChangeJudge | null;

  /**
   * @param ends where the signed revisions end; the earliest of them is the base of all comparisons.
   * @param wider a judge of a longer file that begins with this one, and whose base is no later: who refers to what it knows already.
   */
  constructor(document: PdfDocument, ends: readonly number[], budget: Budget, wider: ChangeJudge | null = null) {
    this.#wider = wider;
    this.#document = document;
    this.#source = document.source;
    this.#budget = budget;
    this.#accounts = new Accounts(document, budget);
    this.#earliest = Math.min(...ends);
  }

  /** @param end the byte behind the signed revision. Never throws on bad input. */
  judge(end: number): Judgement {
    const known = this.#judged.get(end);
    if (known !== undefined) return known;
    const judgement = this.#judge(end);
    this.#judged.set(end, judgement);
    return judgement;
  }

  #judge(end: number): Judgement {
    if (end === this.#source.size) return { ...noChange, revision: this.#document };
    const revision = this.#openRevision(end);
    if (revision === null) {
      const reason = 'revisionIncomplete: The signed bytes are not a complete revision of the document.';
      return { ...noChange, modification: 'unclear', reasons: [reason], revision };
    }
    try {
      return { ...this.#compare(revision, end), revision };
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
      const reason = `changesUnreadable: What was added after signing cannot be examined (${error.message}).`;
      return { ...noChange, modification: 'unclear', reasons: [reason], revision };
    }
  }

  #openRevision(end: number): PdfDocument | null {
    try {
      const { password } = this.#document;
      const revision = openPdf(prefixOf(this.#source, end), { milliseconds: this.#budget.remaining, password });
      revision.catalog();
      return revision;
    } catch (error) {
      if (error instanceof PdfError) return null;
      throw error;
    }
  }

  #compare(revision: PdfDocument, end: number): ChangeResult {
    const log = new ChangeLog(readPermissions(revision));
    const later = laterSections(this.#document, revision, end);
    if (later === null) {
      log.forbid('revisionAbandoned', 'The document no longer builds on the signed revision.');
      return log.result;
    }
    if (later.some((section) => section.trailer.repeated.size > 0)) {
      log.unclear('ambiguousTrailer', 'A trailer added after signing says something twice.');
    }
    if (later.some((section) => section.trailer.has('XRefStm'))) {
      log.unclear('hybrid', 'What was added after signing is listed in two ways that may disagree.');
    }
    if (this.#document.chain.repaired && !revision.chain.repaired) {
      log.unclear('repaired', 'The cross-references added after signing are not quite right.');
    }
    findOrphans(this.#document, this.#accounts, later, end, log);
    if (later.length === 0) return log.result;
    findHiddenObjects(this.#document, later, this.#budget, log);
    const roles = new Roles(revision, this.#budget, this.#referred);
    const comparison: Comparison = {
      before: revision,
      now: this.#document,
      roles,
      log,
      budget: this.#budget,
      newWidgets: new Set(),
      filled: new Map(),
    };
    compareTrailers(comparison);
    compareCatalogs(comparison);
    this.#compareObjects(comparison, numbersIn(later));
    checkFills(comparison);
    return log.result;
  }

  #compareObjects(comparison: Comparison, listed: ReadonlySet<number>): void {
    const edges = this.#referencesIn(comparison.before);
    const changed: { num: number; before: PdfValue | PdfStream; now: PdfValue | PdfStream | null }[] = [];
    for (const num of listed) {
      this.#budget.check();
      const [before, now] = [objectNumbered(comparison.before, num), objectNumbered(comparison.now, num)];
      const sameGeneration = generation(comparison.before, num) === generation(comparison.now, num);
      if (repeatsKey(now) && !isRepeated(before, now)) {
        comparison.log.unclear('ambiguousObject', `Object ${num}, added after signing, says something twice.`);
      }
      if (before === null || !sameGeneration) checkNew(comparison, num, now, edges.get(num) ?? []);
      if (before === null) continue;
      if (now === null || !sameGeneration) changed.push({ num, before, now: null });
      else if (!sameObject([comparison.before, before], [comparison.now, now])) changed.push({ num, before, now });
    }
    // The form first: it says which widgets are new, and pages may show those.
    const order = (num: number) => (comparison.roles.of(num, null, []).kind === 'other' ? 1 : 0);
    for (const each of changed.sort((a, b) => order(a.num) - order(b.num))) {
      compareObject(comparison, each.num, each.before, each.now, edges.get(each.num) ?? []);
    }
  }

  #referencesIn(revision: PdfDocument): Map<number, Edge[]> {
    if (this.#wider !== null) return this.#wider.#referencesIn(revision);
    if (this.#index === null) {
      const isBase = revision.source.size === this.#earliest;
      const base = isBase ? revision : (this.#openRevision(this.#earliest) ?? revision);
      const later = laterSections(this.#document, base, this.#earliest) ?? this.#document.chain.sections;
      this.#index = { references: new ReferenceIndex(base, numbersIn(later), this.#budget), base };
    }
    const { references, base } = this.#index;
    const between = laterSections(revision, base, this.#earliest) ?? revision.chain.sections;
    return references.in(revision, numbersIn(between));
  }
}

/** A number that the signed revision does not use. It may refer to it all the same, and show what was put there later. */
function checkNew(
  { now, log }: Comparison,
  num: number,
  value: PdfValue | PdfStream | null,
  edges: readonly Edge[],
): void {
  if (value === null) return;
  const gen = generation(now, num);
  if (edges.some((edge) => edge.gen === gen)) {
    log.forbid('holeFilled', `Object ${num}, which the signed document refers to and did not have, was added.`);
  }
}

function compareObject(
  comparison: Comparison,
  num: number,
  before: PdfValue | PdfStream,
  now: PdfValue | PdfStream | null,
  edges: readonly Edge[],
): void {
  const { log } = comparison;
  const role = comparison.roles.of(num, before, edges);
  if (now === null) {
    if (edges.length > 0) log.forbid('objectRemoved', `Object ${num} was removed.`);
    return;
  }
  switch (role.kind) {
    case 'catalog':
      return; // compared key by key already
    case 'page':
      return comparePages(comparison, before, now);
    case 'acroForm':
      return compareForms(comparison, before, now);
    case 'fields':
      return compareFieldLists(comparison, before, now, noField);
    case 'field':
      return compareField(comparison, before, now, role.field);
    case 'signature':
      return log.forbid('signatureReplaced', `The signature of the field ${role.field.name} was replaced.`);
    case 'appearance':
      return compareAppearance(comparison, role.field);
    case 'resources':
      return compareResources(comparison, before, now, role.level);
    case 'annotations':
      return compareAnnotations(comparison, before, now, null);
    case 'annotation':
      return now instanceof PdfDict
        ? noteAnnotation(comparison, now, null)
        : log.forbid('annotationRemoved', `Object ${num} is no annotation any more.`);
    case 'validationData':
      return log.note('validationData');
    case 'metadata':
      if (!isXmp(now)) log.forbid('contentChanged', `Object ${num} was changed: it is no metadata any more.`);
      return log.note('metadata');
    case 'info':
      return log.note('metadata');
    case 'extensions':
      return noteExtensions(comparison, now);
    case 'crossReference':
      if (!(now instanceof PdfStream && now.dict.name('Type') === 'XRef')) {
        log.forbid('contentChanged', `Object ${num} was changed.`);
      }
      return;
    case 'other':
      // What nothing refers to is shown nowhere.
      if (edges.length > 0 || isStore(before)) log.forbid('contentChanged', `Object ${num} was changed: ${role.what}.`);
      return;
  }
}

/** Whether an object was only repeated, byte for byte: what was ambiguous when it was signed is the signer's affair. */
function isRepeated(before: PdfValue | PdfStream | null, now: PdfValue | PdfStream | null): boolean {
  const [old, fresh] = [before, now].map((each) => (each instanceof PdfStream ? each.dict : each));
  return old instanceof PdfDict && fresh instanceof PdfDict && Buffer.compare(old.raw, fresh.raw) === 0;
}

/** Other objects are packed in an object stream; the cross-references lead to it without a reference. */
function isStore(value: PdfValue | PdfStream): boolean {
  return value instanceof PdfStream && value.dict.name('Type') === 'ObjStm';
}

function generation(document: PdfDocument, num: number): number {
  const entry = document.entry(num);
  return entry?.kind === 'plain' ? entry.gen : 0;
}

/** The sections that came after the revision; null when the document's chain does not contain the revision's. */
function laterSections(document: PdfDocument, revision: PdfDocument, end: number): readonly XrefSection[] | null {
  const [all, signed] = [document.chain.sections, revision.chain.sections];
  const count = all.length - signed.length;
  if (count < 0 || signed.some((section, index) => all[count + index]?.offset !== section.offset)) return null;
  const later = all.slice(0, count);
  return later.every((section) => section.offset >= end) ? later : null;
}

/** @throws PdfError `tooMany` */
function numbersIn(sections: readonly XrefSection[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const section of sections) {
    for (const [num] of entriesOf(section)) {
      if (num !== 0 && numbers.add(num).size > mostChangedObjects)
        throw new PdfError('tooMany', 'too many changed objects');
    }
  }
  return numbers;
}
