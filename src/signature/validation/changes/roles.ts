/**
 * The parts that objects play in the signed revision, found by walking down from the catalog. Only objects with one of these
 * parts may be changed later, each in its own way; everything else is content.
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { joinName } from '../../pdf/form.ts';
import { PdfArray, PdfDict, PdfRef, PdfStream, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { Budget } from '../budget.ts';
import { PageContent } from './content.ts';
import type { ReferredNumbers } from './content.ts';
import { objectNumbered } from './references.ts';
import type { Edge } from './references.ts';

/** What is known of a field of the signed revision. */
export interface FieldFacts {
  /** Its object number; 0 for what is above the topmost fields. */
  readonly num: number;
  readonly name: string;
  readonly type: string | undefined;
  /** Whether a signature stood in it when the revision was signed. */
  readonly signed: boolean;
}

/** Above the topmost fields: nothing is inherited. */
export const noField: FieldFacts = { num: 0, name: '', type: undefined, signed: false };

export type Role =
  | { readonly kind: 'catalog' | 'acroForm' | 'fields' | 'validationData' | 'extensions' | 'info' }
  | { readonly kind: 'resources'; readonly level: 0 | 1 }
  | { readonly kind: 'page' | 'annotations' | 'annotation' | 'metadata' | 'crossReference' }
  | { readonly kind: 'field' | 'appearance' | 'signature'; readonly field: FieldFacts }
  | { readonly kind: 'other'; readonly what: string };

/** The roles of the objects that the form, the validation data and the trailer consist of. */
export class Roles {
  readonly #document: PdfDocument;
  readonly #budget: Budget;
  readonly #known = new Map<number, Role>();
  readonly #referred: ReferredNumbers;
  #content: PageContent | null = null;
  /** Full names of all fields. */
  readonly fieldNames = new Set<string>();

  /** @param referred is filled; what it holds is good for every revision of the same file. @throws PdfError */
  constructor(document: PdfDocument, budget: Budget, referred: ReferredNumbers) {
    this.#document = document;
    this.#referred = referred;
    this.#budget = budget;
    const catalog = document.catalog();
    this.#assign(document.trailer.get('Info'), { kind: 'info' });
    this.#assign(catalog.dict.get('Extensions'), { kind: 'extensions' });
    this.#walkValidationData(catalog.dict.get('DSS'), 0);
    this.#walkForm(catalog.dict.get('AcroForm'));
    this.#assign(catalog.ref, { kind: 'catalog' });
  }

  /** The pages and what they draw from; worked out when it is first asked for. @throws PdfError */
  get content(): PageContent {
    const isField = (num: number) => this.#known.get(num)?.kind === 'field';
    return (this.#content ??= new PageContent(this.#document, isField, this.#referred, this.#budget));
  }

  /** The role of an object, given its value and who refers to it. */
  of(num: number, value: PdfValue | PdfStream, edges: readonly Edge[]): Role {
    if (this.content.holds(num)) return { kind: 'other', what: 'content' };
    const known = this.#known.get(num);
    if (known !== undefined) {
      return this.content.pages.has(num) ? usedTwice(`page and ${known.kind}`) : this.#confirm(known, edges);
    }
    if (value instanceof PdfStream) return this.#streamRole(value, edges);
    if (value instanceof PdfDict) return this.#dictRole(num, value, edges);
    if (value instanceof PdfArray && edges.length > 0 && edges.every((edge) => this.#isPages(edge, 'Annots'))) {
      return { kind: 'annotations' };
    }
    return { kind: 'other', what: 'content' };
  }

  #streamRole(value: PdfStream, edges: readonly Edge[]): Role {
    const type = value.dict.name('Type');
    if (type === 'XRef' && edges.length === 0) return { kind: 'crossReference' };
    const isMetadata = edges.length > 0 && edges.every((edge) => this.#isPages(edge, 'Metadata', 'catalog'));
    if (type === 'Metadata' && isMetadata && isXmp(value)) return { kind: 'metadata' };
    return { kind: 'other', what: type === 'ObjStm' ? 'a store of objects' : 'content' };
  }

  #dictRole(num: number, value: PdfDict, edges: readonly Edge[]): Role {
    if (this.content.pages.has(num)) return { kind: 'page' };
    const isShown = edges.some((edge) => this.#isShown(edge)) && edges.every((edge) => this.#isOfAnnotation(edge));
    if (value.has('Subtype') && value.has('Rect') && isShown && value.name('Subtype') !== 'Widget') {
      return { kind: 'annotation' };
    }
    const type = value.name('Type');
    return { kind: 'other', what: type === undefined ? 'content' : `an object of type ${type}` };
  }

  /** Whether an edge is this entry of a page (or of an object of another kind). */
  #isPages(edge: Edge, path: string, orOf?: Role['kind']): boolean {
    if (edge.path !== path || edge.from === 0) return false;
    const kind = this.#known.get(edge.from)?.kind;
    return kind === undefined ? this.content.pages.has(edge.from) : kind === orOf;
  }

  /** Whether an edge is what makes an object an annotation: that a page lists it. */
  #isShown(edge: Edge): boolean {
    return this.#isPages(edge, 'Annots[]') || (edge.path === '[]' && this.content.annotationLists.has(edge.from));
  }

  /** Whether an edge is one that leads to annotations: from their page, from one another, from the structure of the document. */
  #isOfAnnotation(edge: Edge): boolean {
    if (this.#isShown(edge) || /(^|\.)K(\[\])?\.Obj$/.test(edge.path)) return true;
    const from = edge.from === 0 ? null : objectNumbered(this.#document, edge.from);
    if (!(from instanceof PdfDict)) return false;
    if (edge.path === 'Obj') return from.name('Type') === 'OBJR';
    return /^(Parent|Popup|IRT)$/.test(edge.path) && from.has('Subtype') && from.has('Rect');
  }

  /** A role holds only when nobody refers to the object in another sense: an appearance that a page draws is content. */
  #confirm(role: Role, edges: readonly Edge[]): Role {
    const foreign = edges.find((edge) => !this.#fits(role, edge));
    return foreign === undefined ? role : usedTwice(role.kind);
  }

  #fits(role: Role, edge: Edge): boolean {
    const from = edge.from === 0 ? 'trailer' : (this.#known.get(edge.from)?.kind ?? 'other');
    switch (role.kind) {
      case 'info':
        return from === 'trailer' && edge.path === 'Info';
      case 'extensions':
        return from === 'catalog' && edge.path === 'Extensions';
      case 'acroForm':
        return from === 'catalog' && edge.path === 'AcroForm';
      case 'fields':
        return /^(AcroForm\.)?Fields$/.test(edge.path) ? from === 'catalog' || from === 'acroForm' : isKids(from, edge);
      case 'resources':
        return from === 'resources' || (/^(AcroForm\.)?DR(\.|$)/.test(edge.path) && /^(catalog|acroForm)$/.test(from));
      case 'validationData':
        return from === 'validationData' || (from === 'catalog' && /^DSS(\.|\[|$)/.test(edge.path));
      case 'appearance':
        return from === 'appearance' || (edge.from === role.field.num && /^AP(\.|$)/.test(edge.path));
      case 'catalog':
        return (from === 'trailer' && edge.path === 'Root') || /(^|\.)Data$/.test(edge.path);
      case 'field':
        return this.#leadsToField(from, edge);
      // What makes these is looked at where they are found, or they may not change at all.
      case 'page':
      case 'annotation':
      case 'annotations':
      case 'metadata':
      case 'crossReference':
      case 'signature':
      case 'other':
        return true;
    }
  }

  #leadsToField(from: Role['kind'] | 'trailer', edge: Edge): boolean {
    const { path } = edge;
    if (from === 'field') return /^(Kids\[\]|Parent)$/.test(path);
    if (from === 'fields') return path === '[]';
    if (from === 'catalog' || from === 'acroForm') return /^(AcroForm\.)?(Fields|CO)\[\]$/.test(path);
    // Beside the form and the page: actions on fields, and lists that are objects of their own (/CO, what an old page showed). Lists
    // that a page draws from, or that hold pages, were told apart before.
    return (
      path === '[]' || this.#isOfAnnotation(edge) || /(^|\.)Fields\[\]$/.test(path) || /(^|\.)A\.T(\[\])?$/.test(path)
    );
  }

  /** Gives an object its part. One with two different parts has none: what is allowed in one could change the other. */
  #assign(value: PdfValue | undefined, role: Role): boolean {
    if (!(value instanceof PdfRef)) return false;
    const known = this.#known.get(value.num);
    if (known !== undefined) {
      if (!isSameRole(known, role)) this.#known.set(value.num, usedTwice(`${known.kind} and ${role.kind}`));
      return false;
    }
    this.#known.set(value.num, role);
    return true;
  }

  #walkValidationData(value: PdfValue | undefined, depth: number): void {
    this.#budget.check();
    if (value instanceof PdfRef && !this.#assign(value, { kind: 'validationData' })) return;
    const target = this.#document.resolve(value);
    if (depth > 6) return;
    if (target instanceof PdfArray) for (const item of target.items()) this.#walkValidationData(item, depth + 1);
    if (target instanceof PdfDict) {
      for (const { key } of target.entries) this.#walkValidationData(target.get(key), depth + 1);
    }
  }

  #walkForm(value: PdfValue | undefined): void {
    this.#assign(value, { kind: 'acroForm' });
    const form = this.#document.resolve(value);
    if (!(form instanceof PdfDict)) return;
    this.#walkResources(form.get('DR'), 0);
    this.#walkFields(form.get('Fields'), noField, 0);
  }

  /** /DR and its groups; the resources in them are nothing that may be changed. */
  #walkResources(value: PdfValue | undefined, level: 0 | 1): void {
    if (value instanceof PdfRef && !this.#assign(value, { kind: 'resources', level })) return;
    const target = this.#document.resolve(value);
    if (!(target instanceof PdfDict) || level === 1) return;
    for (const { key } of target.entries) this.#walkResources(target.get(key), 1);
  }

  #walkFields(value: PdfValue | undefined, parent: FieldFacts, depth: number): void {
    this.#assign(value, { kind: 'fields' });
    const list = this.#document.resolve(value);
    if (!(list instanceof PdfArray) || depth > this.#document.context.limits.hops) return;
    for (const item of list.items()) {
      this.#budget.check();
      const dict = this.#document.resolve(item);
      if (!(dict instanceof PdfDict) || !(item instanceof PdfRef) || this.#known.has(item.num)) continue;
      const field = fieldFacts(this.#document, item.num, dict, parent);
      this.fieldNames.add(field.name);
      this.#assign(item, { kind: 'field', field });
      if (field.type === 'Sig') this.#assign(dict.get('V'), { kind: 'signature', field });
      this.#walkAppearance(dict.get('AP'), field, 0);
      this.#walkFields(dict.get('Kids'), field, depth + 1);
    }
  }

  /** /AP: a dictionary of streams, or of dictionaries of streams. The streams themselves are not opened. */
  #walkAppearance(value: PdfValue | undefined, field: FieldFacts, depth: number): void {
    const fresh = this.#assign(value, { kind: 'appearance', field });
    if ((value instanceof PdfRef && !fresh) || depth > 2) return;
    const target = this.#document.resolve(value);
    if (!(target instanceof PdfDict)) return;
    for (const { key } of target.entries) this.#walkAppearance(target.get(key), field, depth + 1);
  }
}

/** What a field is called, of which type it is, whether it holds a signature; inherited where it does not say. */
export function fieldFacts(document: PdfDocument, num: number, dict: PdfDict, parent: FieldFacts): FieldFacts {
  const partial = document.get(dict, 'T');
  const own = partial instanceof PdfString ? partial.text : undefined;
  const name = joinName(parent.name, own);
  const type = dict.name('FT') ?? parent.type;
  const signed = document.get(dict, 'V') instanceof PdfDict || parent.signed;
  return { num, name, type, signed: type === 'Sig' && signed };
}

function isKids(from: string, edge: Edge): boolean {
  return from === 'field' && edge.path === 'Kids';
}

function usedTwice(what: string): Role {
  return { kind: 'other', what: `${what}, which is used for something else too` };
}

function isSameRole(a: Role, b: Role): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'resources' && b.kind === 'resources') return a.level === b.level;
  return !('field' in a && 'field' in b) || a.field.num === b.field.num;
}

/** Metadata as documents carry it (ISO 32000-2, 14.3.2); no viewer draws a stream of this subtype. */
export function isXmp(value: unknown): value is PdfStream {
  return value instanceof PdfStream && value.dict.name('Subtype') === 'XML';
}
