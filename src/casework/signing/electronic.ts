import type { ActRow } from '../../contract/acts.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { sameActType } from '../../contract/electronic.ts';
import type { Failure } from '../../contract/failures.ts';
import { mayWith, viewerOf } from '../acts/viewer.ts';

type Known = Pick<ActRow, 'joint' | 'author' | 'type' | 'confidentialityLevel'>;

/** Why this person may not sign this act with a certificate of this kind; null where that may be. */
export type KindObjection = (act: Known, electronic: boolean) => Failure | null;

/**
 * What the kind of a signature asks for (Ley 25.506, arts. 2 and 5): a digital one, that the role signs; an electronic one, that the institution's
 * policy lets people sign so, that the model of the act does, and that the role may. Of several signers each signs in the kind that is his or hers.
 * @param actTypes types that the office's models let be signed electronically
 */
export function kindObjections(
  config: Pick<OfficeConfig, 'person' | 'signing'>,
  actTypes: () => readonly string[],
): KindObjection {
  const viewer = viewerOf(config);
  return (act, electronic) => {
    if (!electronic) return mayWith(viewer, 'sign', act) ? null : { kind: 'notAllowed' };
    const { type: actType } = act;
    const isModelled = actTypes().some((one) => sameActType(one, actType));
    if (!config.signing?.electronic || !isModelled) return { kind: 'electronicNotAllowed', actType };
    return mayWith(viewer, 'signElectronically', act) ? null : { kind: 'notAllowed' };
  };
}
