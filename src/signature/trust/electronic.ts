/**
 * Electronic signatures (Argentina: Ley 25.506, art. 5) and digital ones (art. 2) are of different weight, and made by the same means: what
 * tells them apart is under which policy the certificate was issued. Nothing here says that any other signature is a digital one: that takes a
 * licensed certifier (art. 9), which is for whoever chooses the anchors to know.
 */
import type { Certificate } from './certificate.ts';

/**
 * The certificate policy of the electronic signature: such a certificate, and its authority's, says of itself that it is no digital one. An
 * object identifier that needs no registry: a random UUID under `2.25` (ITU-T X.667, clause 7).
 */
export const electronicPolicy = '2.25.313247426090125482341120921680392556247';

/** Whether a certificate was issued, or issues, for electronic signatures and no others. */
export const isElectronic = ({ policy }: Pick<Certificate, 'policy'>): boolean =>
  policy.policies?.includes(electronicPolicy) ?? false;

/**
 * The anchors that a signer's certificate may lead to: an electronic one to authorities of electronic signatures alone, any other to none of
 * those. So neither is ever taken for the other, even where all anchors lie in one list.
 */
export function anchorsFor(signer: Pick<Certificate, 'policy'>, anchors: readonly Certificate[]): Certificate[] {
  const wanted = isElectronic(signer);
  return anchors.filter((anchor) => isElectronic(anchor) === wanted);
}
