/**
 * Which names an authority may certify (RFC 5280, 4.2.1.10 and 6.1.4 (g)). Names of a form that we do not compare count as outside
 * wherever that form is limited at all.
 */
import { Asn1Error } from '../asn1/errors.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asSequence } from '../asn1/values.ts';
import { readName } from './name.ts';

/** A GeneralName: its form (the tag's number) and what is compared. */
export interface GeneralName {
  readonly form: number;
  /** For directory names the key of name.ts; for text forms the text in small letters; for the rest hexadecimal. */
  readonly value: string;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

const [email, dns, directory, uri, address] = [1, 2, 4, 6, 7];

/** Reads one GeneralName. @throws Asn1Error */
export function readGeneralName(value: Asn1Value): GeneralName {
  if (value.tagClass !== 'context') throw new Asn1Error('unexpected', 'a general name expected');
  const form = value.tagNumber;
  if (form === directory) return { form, value: readName(value.children[0]).key };
  const bytes = Buffer.from(value.constructed ? value.encoded : value.content);
  const isText = form === email || form === dns || form === uri;
  return { form, value: isText ? bytes.toString('latin1').toLowerCase() : bytes.toString('hex') };
}

/** Reads the extension; one that limits nothing is malformed. @throws Asn1Error */
export function readNameConstraints(value: Asn1Value): NameConstraints {
  const fields = asSequence(value);
  const trees = (number: number) =>
    (fields.find((field) => field.isContext(number))?.children ?? []).map((tree) => {
      const [base, ...rest] = asSequence(tree);
      // minimum is 0 and maximum absent, always (RFC 5280): DER writes neither.
      if (base === undefined || rest.length > 0) throw new Asn1Error('unexpected', 'a subtree with limits of depth');
      return readGeneralName(base);
    });
  const constraints = { permitted: trees(0), excluded: trees(1) };
  if (constraints.permitted.length + constraints.excluded.length === 0) {
    throw new Asn1Error('unexpected', 'name constraints that constrain nothing');
  }
  return constraints;
}

/** Whether all names of a certificate lie where its authorities may certify. */
export function namesPermitted(names: readonly GeneralName[], limits: readonly NameConstraints[]): boolean {
  return limits.every(({ permitted, excluded }) =>
    names.every((name) => {
      const own = permitted.filter(({ form }) => form === name.form);
      if (own.length > 0 && !own.some((base) => within(name, base, false))) return false;
      return !excluded.some((base) => base.form === name.form && within(name, base, true));
    }),
  );
}

/** @param unknown the answer for forms that are not compared. */
function within(name: GeneralName, base: GeneralName, unknown: boolean): boolean {
  switch (name.form) {
    case directory:
      return base.value === '' || name.value === base.value || name.value.startsWith(`${base.value},`);
    case email:
      return emailWithin(name.value, base.value);
    case dns:
      return domainWithin(name.value, base.value.replace(/^\./, ''), true);
    case uri: {
      const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/.exec(name.value)?.[1];
      return host === undefined ? unknown : hostWithin(host, base.value);
    }
    case address:
      return addressWithin(name.value, base.value, unknown);
    default:
      return unknown;
  }
}

/** A mailbox, a host, or (with a dot in front) every host below a domain. */
function emailWithin(name: string, base: string): boolean {
  if (base.includes('@')) return name === base;
  return hostWithin(name.slice(name.lastIndexOf('@') + 1), base);
}

/** `.example.com` means everything below, `example.com` that host alone. */
function hostWithin(host: string, base: string): boolean {
  return base.startsWith('.') ? domainWithin(host, base.slice(1), false) : host === base;
}

function domainWithin(name: string, base: string, itself: boolean): boolean {
  return base === '' || (itself && name === base) || name.endsWith(`.${base}`);
}

/** Address and mask side by side. */
function addressWithin(name: string, base: string, unknown: boolean): boolean {
  const [own, limit] = [Buffer.from(name, 'hex'), Buffer.from(base, 'hex')];
  if (limit.length !== own.length * 2) return unknown;
  return own.every((byte, index) => {
    const mask = limit[own.length + index]!;
    return (byte & mask) === (limit[index]! & mask);
  });
}
