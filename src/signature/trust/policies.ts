/** Certificate policies along a path (RFC 5280, 6.1), for users who accept any policy: only a demand to have one can fail. */
import { Asn1Error } from '../asn1/errors.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asInteger, asOid, asSequence } from '../asn1/values.ts';

export interface PolicyExtensions {
  /** OIDs; null when the extension is absent. */
  readonly policies: readonly string[] | null;
  /** Pairs: the issuer's policy, and what counts as it further down. */
  readonly mappings: readonly (readonly [string, string])[];
  /** Certificates after which a policy must be there, and after which mappings and anyPolicy no longer count; null: no limit. */
  readonly requireExplicit: number | null;
  readonly inhibitMapping: number | null;
  readonly inhibitAny: number | null;
}

export const noPolicyExtensions: PolicyExtensions = {
  policies: null,
  mappings: [],
  requireExplicit: null,
  inhibitMapping: null,
  inhibitAny: null,
};

const anyPolicy = '2.5.29.32.0';

/** certificatePolicies. @throws Asn1Error */
export function readPolicies(value: Asn1Value): string[] {
  return asSequence(value).map((information) => asOid(asSequence(information)[0]));
}

/** policyMappings; to or from "any" is forbidden (RFC 5280, 4.2.1.5). @throws Asn1Error */
export function readMappings(value: Asn1Value): (readonly [string, string])[] {
  return asSequence(value).map((pair) => {
    const [from, to] = asSequence(pair);
    const mapping = [asOid(from), asOid(to)] as const;
    if (mapping.includes(anyPolicy)) throw new Asn1Error('unexpected', 'a mapping of any policy');
    return mapping;
  });
}

/** policyConstraints. @throws Asn1Error */
export function readPolicyConstraints(value: Asn1Value): Pick<PolicyExtensions, 'requireExplicit' | 'inhibitMapping'> {
  const fields = asSequence(value);
  const count = (number: number) => {
    const field = fields.find((each) => each.isContext(number));
    return field === undefined ? null : skipsOf(field.content);
  };
  return { requireExplicit: count(0), inhibitMapping: count(1) };
}

/** inhibitAnyPolicy. @throws Asn1Error */
export function readInhibitAny(value: Asn1Value): number {
  const count = asInteger(value);
  if (count < 0n) throw new Asn1Error('malformed', 'a count below zero');
  return count > 1000n ? 1000 : Number(count);
}

/** An INTEGER whose tag was replaced; more than a thousand is as good as no limit. */
function skipsOf(content: Uint8Array): number {
  if (content.length === 0 || content[0]! >= 0x80) throw new Asn1Error('malformed', 'a count below zero');
  return content.length > 1 ? 1000 : content[0]!;
}

interface Link {
  readonly policy: PolicyExtensions;
  readonly isSelfIssued: boolean;
}

/** Whether a path meets the policies it demands itself. @param links from below the anchor down to the signer. */
export function policiesPermit(links: readonly Link[]): boolean {
  let valid: ReadonlySet<string> = new Set([anyPolicy]);
  let [explicit, mapping, any] = [links.length + 1, links.length + 1, links.length + 1];
  for (const [index, { policy, isSelfIssued }] of links.entries()) {
    const isLast = index === links.length - 1;
    valid = narrowed(valid, policy.policies, any > 0 || (!isLast && isSelfIssued));
    if (explicit === 0 && valid.size === 0) return false;
    if (!isLast) valid = mapped(valid, policy.mappings, mapping > 0);
    const step = isSelfIssued && !isLast ? 0 : 1;
    [explicit, mapping, any] = [explicit, mapping, any].map((count) => Math.max(0, count - step)) as [
      number,
      number,
      number,
    ];
    if (isLast) explicit = policy.requireExplicit === 0 ? 0 : explicit;
    else explicit = Math.min(explicit, policy.requireExplicit ?? explicit);
    mapping = Math.min(mapping, policy.inhibitMapping ?? mapping);
    any = Math.min(any, policy.inhibitAny ?? any);
  }
  return explicit > 0 || valid.size > 0;
}

function narrowed(valid: ReadonlySet<string>, own: readonly string[] | null, mayBeAny: boolean): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const policy of own ?? []) {
    if (policy === anyPolicy) {
      if (mayBeAny) for (const each of valid) kept.add(each);
    } else if (valid.has(policy) || valid.has(anyPolicy)) kept.add(policy);
  }
  return kept;
}

function mapped(
  valid: ReadonlySet<string>,
  mappings: PolicyExtensions['mappings'],
  allowed: boolean,
): ReadonlySet<string> {
  const result = new Set(valid);
  for (const [from] of mappings) result.delete(from);
  if (!allowed) return result;
  for (const [from, to] of mappings) if (valid.has(from) || valid.has(anyPolicy)) result.add(to);
  return result;
}
