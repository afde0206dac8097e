/** Instants as one text each, whatever precision the sender chose, so that they sort. */
export function instant(text: string): string {
  return new Date(text).toISOString();
}
