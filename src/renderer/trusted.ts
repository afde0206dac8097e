/** The one thing that may be written as HTML in this window: nothing. A library that empties a node that way goes on; a text never becomes markup. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown;
}

/** Before anything else runs. Scripts and their addresses stay refused, and so does every other policy (`scheme.ts`). */
export function trustOnlyNothing(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? text : null) });
}
