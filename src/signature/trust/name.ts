/** Distinguished names (RFC 5280, 4.1.2.4): what people read in them, and how two are compared. */
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asOid, asSequence, asSet, asText } from '../asn1/values.ts';

/** A distinguished name. */
export interface DistinguishedName {
  /** As encoded. */
  readonly der: Uint8Array;
  /** Equal for names that RFC 5280, 7.1 calls equal: letter case and runs of spaces do not count. */
  readonly key: string;
  readonly commonName: string | null;
  /** The X.520 serialNumber attribute. Argentine certificates carry `CUIL 20123456786` here; see `cuilOf`. */
  readonly serialNumber: string | null;
  readonly organization: string | null;
  readonly organizationalUnit: string | null;
  readonly country: string | null;
  /** Every attribute in order; `text` is null for a value that is no text. */
  readonly attributes: readonly { readonly oid: string; readonly text: string | null }[];
  /** Every attribute in order, for showing: `CN=…, O=…`. Control characters are replaced. */
  readonly text: string;
}

const shortNames: ReadonlyMap<string, string> = new Map([
  [oids.commonName, 'CN'],
  [oids.surname, 'SN'],
  [oids.serialNumber, 'serialNumber'],
  [oids.country, 'C'],
  [oids.locality, 'L'],
  [oids.province, 'ST'],
  [oids.organization, 'O'],
  [oids.organizationalUnit, 'OU'],
  [oids.title, 'title'],
  [oids.givenName, 'GN'],
  [oids.organizationIdentifier, 'organizationIdentifier'],
  [oids.emailAddress, 'emailAddress'],
]);

/** Reads a Name. @throws Asn1Error */
export function readName(value: Asn1Value | undefined): DistinguishedName {
  const attributes: { oid: string; text: string | null; encoded: Uint8Array }[] = [];
  const keyParts: string[] = [];
  for (const rdn of asSequence(value)) {
    const group = asSet(rdn).map(readAttribute);
    if (group.length === 0) throw new Asn1Error('unexpected', 'an empty part of a name');
    keyParts.push(group.map(keyOf).sort().join('+'));
    attributes.push(...group);
  }
  const first = (id: string) => attributes.find((attribute) => attribute.oid === id)?.text ?? null;
  return {
    der: value!.encoded,
    key: keyParts.join(','),
    commonName: first(oids.commonName),
    serialNumber: first(oids.serialNumber),
    organization: first(oids.organization),
    organizationalUnit: first(oids.organizationalUnit),
    country: first(oids.country),
    attributes: attributes.map(({ oid, text }) => ({ oid, text })),
    text: attributes.map(({ oid, text }) => `${shortNames.get(oid) ?? oid}=${text ?? '?'}`).join(', '),
  };
}

function readAttribute(value: Asn1Value): { oid: string; text: string | null; encoded: Uint8Array } {
  const [type, content, ...rest] = asSequence(value);
  if (content === undefined || rest.length > 0)
    throw new Asn1Error('unexpected', 'an attribute of a name has one value');
  return { oid: asOid(type), text: readable(content), encoded: content.encoded };
}

/** The text of a value, safe to show: no line breaks, no controls that reorder what stands around them. */
function readable(value: Asn1Value): string | null {
  try {
    return asText(value)
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
      .slice(0, 400);
  } catch (error) {
    if (error instanceof Asn1Error) return null;
    throw error;
  }
}

function keyOf({ oid, text, encoded }: { oid: string; text: string | null; encoded: Uint8Array }): string {
  if (text === null) return `${oid}#${Buffer.from(encoded).toString('hex')}`;
  return `${oid}=${JSON.stringify(foldText(text))}`;
}

/** A value as it is compared (RFC 5280, 7.1): letter case and runs of spaces do not count. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

/** Further names by which attributes are called (RFC 4519; the older ones of PKCS #9). */
const otherNames: Readonly<Record<string, string>> = {
  commonname: '2.5.4.3',
  surname: '2.5.4.4',
  countryname: '2.5.4.6',
  localityname: '2.5.4.7',
  s: '2.5.4.8',
  street: '2.5.4.9',
  organizationname: '2.5.4.10',
  organizationalunitname: '2.5.4.11',
  postalcode: '2.5.4.17',
  givenname: '2.5.4.42',
  dnqualifier: '2.5.4.46',
  pseudonym: '2.5.4.65',
  e: '1.2.840.113549.1.9.1',
  email: '1.2.840.113549.1.9.1',
  uid: '0.9.2342.19200300.100.1.1',
  dc: '0.9.2342.19200300.100.1.25',
};

/** The object identifier of an attribute, called by it or by one of its names in any letter case; undefined for one that is not known. */
export function attributeOid(called: string): string | undefined {
  if (/^\d+(\.\d+)+$/.test(called)) return called;
  const lower = called.toLowerCase();
  return otherNames[lower] ?? [...shortNames].find(([, short]) => short.toLowerCase() === lower)?.[0];
}

/** The eleven digits of an Argentine CUIL or CUIT in a serialNumber attribute; null when there is none. */
export function cuilOf(serialNumber: string | null): string | null {
  const match = /^CUI[LT]\s*[:-]?\s*(\d{2})-?(\d{8})-?(\d)$/i.exec(serialNumber?.trim() ?? '');
  return match === null ? null : `${match[1]}${match[2]}${match[3]}`;
}
