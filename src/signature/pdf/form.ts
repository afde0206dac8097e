import type { PdfDocument } from './document.ts';
import { PdfError } from './errors.ts';
import { PdfArray, PdfDict, PdfRef, PdfString } from './syntax/objects.ts';
import type { PdfValue } from './syntax/objects.ts';

/** A terminal field of the form: one that other fields do not hang from. */
export interface FormField {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** Partial names from the root on, joined with full stops (ISO 32000-1, 12.7.3.2). */
  readonly name: string;
  /** /FT, own or inherited: `Sig`, `Tx`, ... */
  readonly type: string | undefined;
  /** /Ff, own or inherited. */
  readonly flags: number;
  /** /V as it stands, own or inherited; undefined when absent or null. */
  readonly value: PdfValue | undefined;
  /** Whether /V is the field's own. */
  readonly ownsValue: boolean;
  /** The field's widgets: itself when it is one, or its children. */
  readonly widgets: readonly { readonly ref: PdfRef; readonly dict: PdfDict }[];
}

/** What is wrong with a tree of fields, without keeping it from being read. */
export interface FormProblem {
  readonly kind: 'shared' | 'notADictionary' | 'direct';
  /** The object that is reached twice, or that is no dictionary; 0 for a field without a number. */
  readonly num: number;
}

export interface Form {
  readonly fields: readonly FormField[];
  /** Partial names of the fields at the root: a new field must have another one. */
  readonly rootNames: ReadonlySet<string>;
  /** Nodes reached by two ways (or in a circle) and children that are no dictionaries. */
  readonly problems: readonly FormProblem[];
}

interface Inherited {
  readonly name: string;
  readonly type: string | undefined;
  readonly flags: number;
  readonly value: PdfValue | undefined;
  readonly depth: number;
}

interface OpenNode {
  readonly kid: PdfValue;
  readonly inherited: Inherited;
}

/**
 * Reads the form's tree of fields. Every node is visited once, so that circles end; fields without a number are reported.
 * @throws PdfError `tooMany`, `tooDeep`, or `damaged` when an object is broken.
 */
export function readForm(document: PdfDocument, acroForm: PdfDict): Form {
  const fields: FormField[] = [];
  const problems: FormProblem[] = [];
  const rootNames = new Set<string>();
  const visited = new Set<number>();
  let letters = 0;
  const start: Inherited = { name: '', type: undefined, flags: 0, value: undefined, depth: 0 };
  const roots = document.getArray(acroForm, 'Fields')?.items() ?? [];
  // A stack of iterators would follow one path at a time; nodes in a list, first in, last out, do the same.
  const open: OpenNode[] = [...roots].map((kid) => ({ kid, inherited: start })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { kid, inherited } = next;
    const node = enter(document, kid, visited, problems);
    if (!node) continue;
    const own = describe(node.dict, inherited, document);
    if ((letters += own.name.length) > mostLetters) throw new PdfError('tooMany', 'a form of too long names');
    if (inherited.depth === 0) rootNames.add(own.name);
    const children = splitChildren(document, node);
    if (children.fields.length === 0) fields.push(terminal(node, own, children.widgets, document, problems, visited));
    else open.push(...children.fields.map((child) => ({ kid: child, inherited: own })).reverse());
  }
  return { fields, rootNames, problems };
}

interface Node {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
}

function enter(document: PdfDocument, kid: PdfValue, visited: Set<number>, problems: FormProblem[]): Node | undefined {
  if (!(kid instanceof PdfRef)) {
    problems.push({ kind: 'direct', num: 0 });
    return undefined;
  }
  if (visited.has(kid.num)) {
    problems.push({ kind: 'shared', num: kid.num });
    return undefined;
  }
  const { fields: limit } = document.context.limits;
  if (visited.add(kid.num).size > limit) throw new PdfError('tooMany', `a form of more than ${limit} fields`);
  const dict = document.resolve(kid);
  if (dict instanceof PdfDict) return { ref: kid, dict };
  // References to nothing are what deleted fields leave behind: harmless.
  if (dict !== null) problems.push({ kind: 'notADictionary', num: kid.num });
  return undefined;
}

function describe(dict: PdfDict, inherited: Inherited, document: PdfDocument): Inherited {
  if (inherited.depth > document.context.limits.hops) throw new PdfError('tooDeep', 'a form nested beyond the limit');
  const partial = document.get(dict, 'T');
  const flags = document.get(dict, 'Ff');
  const value = dict.get('V') ?? null;
  return {
    name: joinName(inherited.name, partial instanceof PdfString ? partial.text : undefined),
    type: dict.name('FT') ?? inherited.type,
    flags: typeof flags === 'number' ? flags : inherited.flags,
    value: value === null ? inherited.value : value,
    depth: inherited.depth + 1,
  };
}

/** Letters of one full name, and of all full names of a form together. */
const longestName = 8_192;
const mostLetters = 16 << 20;

/** @throws PdfError `tooBig`: each field of a tree would repeat the names above it. */
export function joinName(parent: string, partial: string | undefined): string {
  if (parent.length + (partial?.length ?? 0) > longestName)
    throw new PdfError('tooBig', 'a field with an endless name');
  if (partial === undefined) return parent;
  return parent === '' ? partial : `${parent}.${partial}`;
}

/** Children with a partial name are fields; those without are widgets of this one (ISO 32000-1, 12.7.3.1). */
function splitChildren(document: PdfDocument, node: Node): { fields: PdfValue[]; widgets: PdfValue[] } {
  const kids = document.get(node.dict, 'Kids');
  const fields: PdfValue[] = [];
  const widgets: PdfValue[] = [];
  if (kids instanceof PdfArray) {
    for (const kid of kids.toArray(document.context.limits.fields)) {
      const dict = document.resolve(kid);
      const isField = dict instanceof PdfDict && (dict.has('T') || dict.has('Kids'));
      (isField ? fields : widgets).push(kid);
    }
  }
  return { fields, widgets };
}

function terminal(
  node: Node,
  own: Inherited,
  kids: readonly PdfValue[],
  document: PdfDocument,
  problems: FormProblem[],
  visited: Set<number>,
): FormField {
  const children = kids.map((kid) => enter(document, kid, visited, problems)).filter((kid) => kid !== undefined);
  const itself = node.dict.name('Subtype') === 'Widget' ? [node] : [];
  const widgets = kids.length > 0 ? children : itself;
  const ownsValue = (node.dict.get('V') ?? null) !== null;
  return {
    ref: node.ref,
    dict: node.dict,
    name: own.name,
    type: own.type,
    flags: own.flags,
    value: own.value,
    ownsValue,
    widgets,
  };
}
