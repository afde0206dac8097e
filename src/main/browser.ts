import { shell } from 'electron';
import { pageAddress } from './page-address.ts';

/**
 * Shows a page in the person's own browser: the identity provider's, where he or she signs in, and no other. The one place where anything of the
 * system's shell is used. Where it does not work, the window still shows the address.
 * @returns whether the system took it
 */
export async function openInBrowser(text: string): Promise<boolean> {
  const address = pageAddress(text);
  if (address === null) return false;
  return shell.openExternal(address, { activate: true }).then(
    () => true,
    () => false,
  );
}
