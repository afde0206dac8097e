/**
 * The parts that objects play in the signed revision, found by walking down from the catalog. Only objects with one of these
 * parts may be changed later, each in its own way; everything else is content.
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfArray, PdfDict, PdfRef, PdfStream, PdfString } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { Budget } from '../budget.ts';
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
  /** Full names of all fields. */
  readonly fieldNames = new Set<string>();

  /** @throws PdfError */
  constructor(document: PdfDocument, budget: Budget) {
    this.#document = document;
    this.#budget = budget;
    const catalog = document.catalog();
    this.#assign(document.trailer.get('Info'), { kind: 'info' });
    this.#assign(catalog.dict.get('Extensions'), { kind: 'extensions' });
    this.#walkValidationData(catalog.dict.get('DSS'), 0);
    this.#walkForm(catalog.dict.get('AcroForm'));
    this.#known.set(catalog.ref.num, { kind: 'catalog' });
  }

  /** The role of an object, given its value and who refers to it. */
  of(num: number, value: PdfValue | PdfStream, edges: readonly Edge[]): Role {
    const known = this.#known.get(num);
    if (known !== undefined) return this.#confirm(known, edges);
    if (value instanceof PdfStream) return streamRole(value, edges);
    if (value instanceof PdfDict) return this.#dictRole(value, edges);
    if (value instanceof PdfArray && edges.length > 0 && edges.every((edge) => this.#isAnnotsOf(edge, 'Annots'))) {
      return { kind: 'annotations' };
    }
    return { kind: 'other', what: 'content' };
  }

  #dictRole(value: PdfDict, edges: readonly Edge[]): Role {
    const type = value.name('Type');
    if (type === 'Page') return { kind: 'page' };
    const named = edges.some((edge) => edge.path.endsWith('Annots[]') || edge.path === '[]');
    if (value.has('Subtype') && value.has('Rect') && named && value.name('Subtype') !== 'Widget') {
      return { kind: 'annotation' };
    }
    return { kind: 'other', what: type === undefined ? 'content' : `an object of type ${type}` };
  }

  #isAnnotsOf(edge: Edge, path: string): boolean {
    if (edge.path !== path || edge.from === 0) return false;
    const page = this.#document.resolve(new PdfRef(edge.from, this.#generation(edge.from)));
    return page instanceof PdfDict && page.name('Type') === 'Page';
  }

  #generation(num: number): number {
    const entry = this.#document.entry(num);
    return entry?.kind === 'plain' ? entry.gen : 0;
  }

  /** A role holds only when nobody refers to the object in another sense: an appearance that a page draws is content. */
  #confirm(role: Role, edges: readonly Edge[]): Role {
    const foreign = edges.find((edge) => !this.#fits(role, edge));
    return foreign === undefined ? role : { kind: 'other', what: `${role.kind}, which is used for something else too` };
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
        return from === 'appearance' || (from === 'field' && /^AP(\.|$)/.test(edge.path));
      // What may change in these is so narrow that it does not matter who else refers to them.
      case 'catalog':
      case 'field':
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

  #assign(value: PdfValue | undefined, role: Role): boolean {
    if (!(value instanceof PdfRef) || this.#known.has(value.num)) return false;
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
  const name = own === undefined ? parent.name : parent.name === '' ? own : `${parent.name}.${own}`;
  const type = dict.name('FT') ?? parent.type;
  const signed = document.get(dict, 'V') instanceof PdfDict || parent.signed;
  return { num, name, type, signed: type === 'Sig' && signed };
}

function isKids(from: string, edge: Edge): boolean {
  return from === 'field' && edge.path === 'Kids';
}

function streamRole(value: PdfStream, edges: readonly Edge[]): Role {
  const type = value.dict.name('Type');
  if (type === 'XRef' && edges.length === 0) return { kind: 'crossReference' };
  const onlyMetadata = edges.length > 0 && edges.every((edge) => /(^|\.)Metadata$/.test(edge.path));
  if (type === 'Metadata' && onlyMetadata) return { kind: 'metadata' };
  return { kind: 'other', what: type === 'ObjStm' ? 'a store of objects' : 'content' };
}
