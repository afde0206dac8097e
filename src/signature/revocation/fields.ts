/** What revocation lists and OCSP responses are made of alike: extensions and reasons. */
import { Asn1Error } from '../asn1/errors.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { readAsn1 } from '../asn1/read.ts';
import { asBoolean, asOctetString, asOid, asSequence } from '../asn1/values.ts';
import { RevocationError } from './errors.ts';

export interface FoundExtension {
  readonly critical: boolean;
  readonly content: Uint8Array;
}

export type FoundExtensions = ReadonlyMap<string, FoundExtension>;

/** Reads `Extensions`; each may appear once. @throws Asn1Error */
export function readExtensionList(value: Asn1Value | undefined): FoundExtensions {
  const found = new Map<string, FoundExtension>();
  if (value === undefined) return found;
  for (const entry of asSequence(value)) {
    const [id, second, third, ...rest] = asSequence(entry);
    const hasFlag = second?.isUniversal(1) ?? false;
    if (rest.length > 0 || (!hasFlag && third !== undefined)) {
      throw new Asn1Error('unexpected', 'an extension has at most three fields');
    }
    const name = asOid(id);
    if (found.has(name)) throw new Asn1Error('unexpected', `extension ${name} appears twice`);
    found.set(name, { critical: hasFlag && asBoolean(second), content: asOctetString(hasFlag ? third : second) });
  }
  return found;
}

/** OIDs of the critical extensions that are not among those that the caller processes. */
export function unprocessedIn(extensions: FoundExtensions, processed: ReadonlySet<string>): string[] {
  return [...extensions].filter(([id, { critical }]) => critical && !processed.has(id)).map(([id]) => id);
}

/** Content of an extension by a reader of its type; null when it is absent. @throws Asn1Error */
export function readContent<T>(extensions: FoundExtensions, id: string, read: (value: Asn1Value) => T): T | null {
  const found = extensions.get(id);
  return found === undefined ? null : read(readAsn1(found.content));
}

/** Value of an ENUMERATED that fits one octet. @throws Asn1Error */
export function asEnumerated(value: Asn1Value | undefined): number {
  if (!value?.isUniversal(10) || value.constructed || value.content.length !== 1 || value.content[0]! > 127) {
    throw new Asn1Error('unexpected', 'ENUMERATED expected');
  }
  return value.content[0]!;
}

/** Runs a reader; what is not ASN.1 becomes this room's own error. @throws RevocationError */
export function guarded<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error) throw new RevocationError('malformed', `not ${what}: ${error.message}`);
    throw error;
  }
}
