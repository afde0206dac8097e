/** An address is no longer than this: what a browser takes from another program. */
const mostChars = 4096;

/**
 * The address of a page as the system's browser may be given it, spelt anew; null for anything that is no page of the web. TLS, or this very
 * machine by its number (a provider under test): what else an address can start (a program, a file, another host's share) is not for it.
 */
export function pageAddress(text: string): string | null {
  if (text.length > mostChars || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  if ((url.protocol !== 'https:' && !isHere) || url.username !== '' || url.password !== '') return null;
  return url.href;
}
