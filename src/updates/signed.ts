/** The signed part of a TUF metadata file, unverified; null where it is none. */
export function parseSigned(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const signed = (parsed as { signed?: unknown } | null)?.signed;
    return typeof signed === 'object' && signed !== null ? (signed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
