import type { SignerNames } from '../../contract/wire.ts';

/** What a feed says of the kind of a signature beside what is signed of it: nothing of a digital one. */
export const kindOf = ({ electronic }: { readonly electronic?: true | undefined }): { readonly electronic?: true } =>
  electronic ? { electronic } : {};

/** What a feed says of a registered act beside its receipt: the kind of its last signature, and who signed, where that was verified here. */
export const signedAs = (
  of: { readonly electronic?: true | undefined },
  signers: SignerNames | null | undefined,
): { readonly electronic?: true; readonly signers?: SignerNames } => ({
  ...kindOf(of),
  ...(signers ? { signers } : {}),
});
