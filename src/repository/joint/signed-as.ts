import type { SignedInPlace, SignerNames } from '../../contract/wire.ts';

/** Beside what is signed of a signature: its kind, and who made it where that is not whom the act names. */
export interface SignedHow {
  readonly electronic?: true | undefined;
  readonly substitute?: SignedInPlace | undefined;
}

/** What a feed says of how a signature was made: nothing of a digital one by whom the act names. */
export const kindOf = ({ electronic, substitute }: SignedHow): SignedHow => ({
  ...(electronic ? { electronic } : {}),
  ...(substitute ? { substitute } : {}),
});

/** What a feed says of a registered act beside its receipt: how its last signature was made, and who signed, where that was verified here. */
export const signedAs = (
  of: SignedHow,
  signers: SignerNames | null | undefined,
): SignedHow & { readonly signers?: SignerNames } => ({
  ...kindOf(of),
  ...(signers ? { signers } : {}),
});
