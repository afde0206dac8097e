/** The network's own words for a server that is not there (errno), as Node and both drivers hand them on. */
const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENOENT'],
]);
/** SQLSTATE: no connection (08), too little of something (53), on its way down or up (57P), and read-only after a change of the primary. */
const awayStates = /^(08...|53...|57P0[1-5]|25006)$/;
/** What the driver of PostgreSQL says without a code of its own. */
const awayWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * Which of the engines that others keep an error says is out of reach, or cannot do its work now; null for everything else. Both come back by
 * themselves: who asked is told to come again, and nothing was promised.
 */
export function outageOf(error: unknown): 'register' | 'files' | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  const metadata = '$metadata' in error ? (error.$metadata as { readonly httpStatusCode?: number }) : null;
  if (metadata !== null) {
    // The S3 client marks every error of its own so, also where nobody answered at all.
    const status = metadata.httpStatusCode;
    const isLater =
      status === undefined ? away.has(code) || error.name === 'TimeoutError' : status === 429 || status >= 500;
    return isLater && status !== 507 ? 'files' : null;
  }
  if (awayWords.test(error.message) || awayStates.test(code)) return 'register';
  // A file's own trouble names a path; a connection's, never.
  return away.has(code) && 'syscall' in error && !('path' in error && code === 'ENOENT' && error.syscall !== 'connect')
    ? 'register'
    : null;
}
