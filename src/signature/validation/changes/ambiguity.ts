/** What may be read in two ways: keys that stand twice, and object streams that hold more than is known. */
import type { PdfDocument } from '../../pdf/document.ts';
import { readObjectAt } from '../../pdf/object-reader.ts';
import { readObjectStream } from '../../pdf/object-streams.ts';
import { PdfArray, PdfDict, PdfStream } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import { parseValue } from '../../pdf/syntax/objects.ts';
import { entriesOf } from '../../pdf/xref/section.ts';
import type { XrefSection } from '../../pdf/xref/section.ts';
import type { Budget } from '../budget.ts';
import type { ChangeLog } from './log.ts';

/** Whether a dictionary anywhere in the value repeats a key: readers take the first or the last, and show different things. */
export function repeatsKey(value: PdfValue | PdfStream | null): boolean {
  const open: (PdfValue | PdfStream)[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const container = next instanceof PdfStream ? next.dict : next;
    if (container instanceof PdfArray) {
      if (container.raw.includes(0x3c)) open.push(...container.items());
    } else if (container instanceof PdfDict) {
      if (contradicts(container)) return true;
      for (const { start, end } of container.entries) {
        const first = container.extent.bytes[start];
        if (first === 0x3c || first === 0x5b) open.push(parseValue(container.extent, start, end));
      }
    }
  }
  return false;
}

/** Whether a repeated key has different values; the same said twice is only odd. */
function contradicts({ repeated, entries, extent }: PdfDict): boolean {
  const said = new Map<string, Uint8Array>();
  for (const { key, start, end } of repeated.size === 0 ? [] : entries) {
    const value = extent.bytes.subarray(start, end);
    const before = said.get(key);
    if (before !== undefined && Buffer.compare(before, value) !== 0) return true;
    said.set(key, value);
  }
  return false;
}

/**
 * Object streams added after signing must hold nothing that no cross-reference lists: a viewer that rebuilds the list by scanning
 * would take those objects for the newest of their numbers. @throws PdfError
 */
export function findHiddenObjects(
  document: PdfDocument,
  sections: readonly XrefSection[],
  budget: Budget,
  log: ChangeLog,
): void {
  const listed = new Map<number, Set<number>>();
  const places = new Map<number, number>();
  for (const section of sections) {
    for (const [num, entry] of entriesOf(section)) {
      if (entry.kind === 'packed') listed.set(entry.stream, (listed.get(entry.stream) ?? new Set()).add(num));
      if (entry.kind === 'plain') places.set(entry.offset, num);
    }
  }
  for (const [offset, num] of places) {
    budget.check();
    const object = readObjectAt(document.context, offset);
    if (!(object.value instanceof PdfStream) || object.value.dict.name('Type') !== 'ObjStm') continue;
    const { numbers } = readObjectStream(object, (stream) => document.streamBytes(stream));
    const hidden = numbers.find((each) => !(listed.get(num)?.has(each) ?? false));
    if (hidden !== undefined) {
      log.unclear(
        'hiddenObject',
        `A store of objects added after signing hides an object ${hidden} that nothing lists.`,
      );
    }
  }
}
