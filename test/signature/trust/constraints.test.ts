import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import { buildChain } from '../../../src/signature/trust/chain.ts';
import { extension, makeIntermediate, makeName, makeRoot, makeSigner } from '../../helpers/pki.ts';
import type { CertificateOptions, Identity } from '../../helpers/pki.ts';

const parse = (identity: Identity) => parseCertificate(identity.certificate);
const root = makeRoot();

/** What becomes of a signer below an authority with these extensions. */
function outcome(
  authority: readonly Uint8Array[],
  signer: CertificateOptions = {},
  below: CertificateOptions | null = null,
): string {
  const first = makeIntermediate(root, { extraExtensions: authority, pathLength: 3 });
  const links = below === null ? [first] : [first, makeIntermediate(first, { commonName: 'Debajo', ...below })];
  const person = makeSigner(links.at(-1)!, signer);
  const result = buildChain(parse(person), { anchors: [parse(root)], intermediates: links.map(parse), at: new Date() });
  return result.kind === 'trusted' ? 'trusted' : result.problem;
}

const text = (form: number, value: string) => der.implicit(form, der.ia5String(value));
const directory = (name: Uint8Array) => der.explicit(4, name);
const prefix = (organization: string) => makeName({ organization, commonName: 'x' }).subarray(0);
const organizationOnly = (name: string) =>
  der.sequence(
    der.setOf([der.sequence(der.oid(oids.country), der.printableString('AR'))]),
    der.setOf([der.sequence(der.oid(oids.organization), der.utf8String(name))]),
  );
const subtrees = (tag: number, bases: readonly Uint8Array[]) =>
  bases.length === 0 ? [] : [der.tlv(0xa0 | tag, ...bases.map((base) => der.sequence(base)))];
const limit = (permitted: Uint8Array[], excluded: Uint8Array[] = []) =>
  extension(oids.nameConstraints, true, der.sequence(...subtrees(0, permitted), ...subtrees(1, excluded)));
const alternative = (...names: Uint8Array[]) => extension(oids.subjectAltName, false, der.sequence(...names));

describe('name constraints', () => {
  const court = [limit([directory(organizationOnly('Poder Judicial'))])];

  it('let an authority certify within its own names only', () => {
    expect(outcome(court, { organization: 'Poder Judicial' })).toBe('trusted');
    expect(outcome(court, { organization: 'PODER  JUDICIAL' })).toBe('trusted');
    expect(outcome(court, { organization: 'Poder Judicial Falso' })).toBe('nameNotPermitted');
    expect(outcome(court, {})).toBe('nameNotPermitted');
    expect(outcome([limit([], [directory(organizationOnly('Otra'))])], { organization: 'Otra' })).toBe(
      'nameNotPermitted',
    );
    expect(outcome([limit([], [directory(organizationOnly('Otra'))])], { organization: 'Mía' })).toBe('trusted');
    expect(prefix('x')[0]).toBe(0x30);
  });

  it('bind every authority below as well', () => {
    expect(outcome(court, { organization: 'Poder Judicial' }, { organization: 'Poder Judicial' })).toBe('trusted');
    expect(outcome(court, { organization: 'Poder Judicial' }, { organization: 'Otra' })).toBe('nameNotPermitted');
  });

  it.each<[string, Uint8Array, Uint8Array, string]>([
    ['a mailbox', text(1, 'ana@mp.gob.ar'), text(1, 'ana@mp.gob.ar'), 'trusted'],
    ['another mailbox', text(1, 'ana@mp.gob.ar'), text(1, 'eva@mp.gob.ar'), 'nameNotPermitted'],
    ['a mailbox of a host', text(1, 'mp.gob.ar'), text(1, 'Ana@MP.gob.ar'), 'trusted'],
    ['a mailbox of a host below', text(1, 'mp.gob.ar'), text(1, 'ana@sur.mp.gob.ar'), 'nameNotPermitted'],
    ['a mailbox below a domain', text(1, '.gob.ar'), text(1, 'ana@mp.gob.ar'), 'trusted'],
    ['a domain', text(2, 'gob.ar'), text(2, 'mp.gob.ar'), 'trusted'],
    ['a look-alike of a domain', text(2, 'gob.ar'), text(2, 'falsogob.ar'), 'nameNotPermitted'],
    ['an address on the web', text(6, '.gob.ar'), text(6, 'https://mp.gob.ar/x'), 'trusted'],
    ['another address on the web', text(6, '.gob.ar'), text(6, 'https://mp.com.ar/.gob.ar'), 'nameNotPermitted'],
    ['no address at all', text(6, '.gob.ar'), text(6, 'urn:x'), 'nameNotPermitted'],
    [
      'a machine',
      der.implicit(7, der.octetString(Buffer.from([10, 1, 0, 0, 255, 255, 0, 0]))),
      der.implicit(7, der.octetString(Buffer.from([10, 1, 7, 7]))),
      'trusted',
    ],
    [
      'another machine',
      der.implicit(7, der.octetString(Buffer.from([10, 1, 0, 0, 255, 255, 0, 0]))),
      der.implicit(7, der.octetString(Buffer.from([10, 2, 7, 7]))),
      'nameNotPermitted',
    ],
    [
      'a form that nobody compares',
      der.implicit(8, der.oid('1.2.3')),
      der.implicit(8, der.oid('1.2.3')),
      'nameNotPermitted',
    ],
  ])('compare %s', (_what, permitted, name, expected) => {
    expect(outcome([limit([permitted])], { extraExtensions: [alternative(name)] })).toBe(expected);
  });

  it('that cannot be read, or names that cannot, permit nothing', () => {
    const odd = (content: Uint8Array) => [extension(oids.nameConstraints, false, content)];
    expect(outcome(odd(der.sequence()))).toBe('unprocessedExtension');
    expect(outcome(odd(Buffer.from('x')))).toBe('unprocessedExtension');
    const unreadable = extension(oids.subjectAltName, false, Buffer.from('x'));
    expect(outcome([limit([text(2, 'gob.ar')])], { extraExtensions: [unreadable] })).toBe('nameNotPermitted');
    expect(outcome([], { extraExtensions: [unreadable] })).toBe('trusted');
  });
});

describe('certificate policies', () => {
  const policies = (...list: string[]) =>
    extension(oids.certificatePolicies, false, der.sequence(...list.map((each) => der.sequence(der.oid(each)))));
  const requires = (skip: number) =>
    extension(oids.policyConstraints, true, der.sequence(der.implicit(0, der.integer(skip))));
  const noMapping = extension(oids.policyConstraints, true, der.sequence(der.implicit(1, der.integer(0))));
  const maps = (from: string, to: string) =>
    extension(oids.policyMappings, true, der.sequence(der.sequence(der.oid(from), der.oid(to))));
  const noAny = (skip: number) => extension(oids.inhibitAnyPolicy, true, der.integer(skip));
  const any = '2.5.29.32.0';
  const [one, two] = ['1.2.3.1', '1.2.3.2'];
  const holds = (list: string[]): CertificateOptions => ({ extraExtensions: [policies(...list)] });

  it('matter only where the path demands one', () => {
    expect(outcome([policies(one)], holds([two]))).toBe('trusted');
    expect(outcome([policies(one), requires(0)], holds([one]))).toBe('trusted');
    expect(outcome([policies(one), requires(0)], holds([two]))).toBe('policyNotPermitted');
    expect(outcome([policies(one), requires(0)])).toBe('policyNotPermitted');
    expect(outcome([policies(any), requires(0)], holds([two]))).toBe('trusted');
    expect(outcome([requires(0)], holds([two]))).toBe('policyNotPermitted');
  });

  it('count from where the demand begins', () => {
    const below: CertificateOptions = { extraExtensions: [policies(one)], pathLength: 0 };
    expect(outcome([policies(one), requires(1)], {}, below)).toBe('policyNotPermitted');
    expect(outcome([policies(one), requires(5)], {}, below)).toBe('trusted');
    expect(outcome([policies(one)], { extraExtensions: [policies(two), requires(0)] })).toBe('policyNotPermitted');
  });

  it('are translated where that is allowed', () => {
    const below = (...more: Uint8Array[]): CertificateOptions => ({
      extraExtensions: [policies(two), ...more],
      pathLength: 0,
    });
    expect(outcome([policies(one), requires(0), maps(one, two)], holds([two]), below())).toBe('trusted');
    expect(outcome([policies(one), requires(0)], holds([two]), below())).toBe('policyNotPermitted');
    const forbidden = [policies(one), noMapping];
    const mapping: CertificateOptions = {
      extraExtensions: [policies(one), maps(one, two), requires(0)],
      pathLength: 0,
    };
    expect(outcome(forbidden, holds([two]), mapping)).toBe('policyNotPermitted');
  });

  it('"any" counts no longer where it is forbidden', () => {
    expect(outcome([policies(one), requires(0), noAny(0)], holds([any]))).toBe('policyNotPermitted');
    expect(outcome([policies(one), requires(0), noAny(1)], holds([any]))).toBe('trusted');
  });

  it('that cannot be read are not processed', () => {
    expect(outcome([extension(oids.policyConstraints, false, Buffer.from('x'))])).toBe('unprocessedExtension');
    expect(outcome([maps(any, one)])).toBe('unprocessedExtension');
    expect(outcome([extension(oids.inhibitAnyPolicy, false, der.integer(-1))])).toBe('unprocessedExtension');
  });
});
