/**
 * The names of the methods by which a proxy lets itself be answered (`Proxy-Authenticate`, RFC 9110, 11.7.1), as it writes them; at most five.
 * @param headers of its answer, names in small letters
 */
export function methodsIn(headers: unknown): string[] {
  const given = headers instanceof Object && 'proxy-authenticate' in headers ? headers['proxy-authenticate'] : [];
  const lines = [given].flat().filter((line) => typeof line === 'string');
  const names = lines.flatMap((line) =>
    line
      // What stands between quotes is the proxy's own text.
      .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
      .split(',')
      .flatMap((part) => /^\s*([A-Za-z][A-Za-z0-9-]{0,19})(?:\s+(?!=)|\s*$)/.exec(part)?.[1] ?? []),
  );
  return [...new Set(names)].slice(0, 5);
}
