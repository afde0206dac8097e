/** A time-stamping authority to ask, as an office's settings name it. */
export interface TimeStampAuthority {
  /** http: or https: address of its RFC 3161 service. */
  readonly url: string;
  /** OID of the policy to ask for; without it the authority uses its own. */
  readonly policy?: string | undefined;
  /** Further headers, such as Authorization. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds until it counts as dead; 10 seconds by default. */
  readonly timeoutMs?: number | undefined;
}

/** Why an authority gave no time-stamp that can be used. */
export type TimeStampObstacle =
  /** No answer: no line, nobody there, too late, or an HTTP error. */
  | 'noAnswer'
  /** An answer that is no time-stamp response. */
  | 'malformed'
  /** The authority said no. */
  | 'rejected'
  /** A time-stamp for something else: another imprint, nonce or policy. */
  | 'notWhatWasAsked'
  /** The token's signature does not hold, or does not name its certificate as RFC 3161 demands. */
  | 'badToken'
  /** The certificate is not one for time-stamps alone. */
  | 'wrongUsage'
  /** The certificate was not valid at the time it stamped. */
  | 'notValid'
  /** No path leads to a trusted authority. */
  | 'untrusted'
  /** The token is larger than the place kept for it. */
  | 'tooLarge';

/** One authority that was asked in vain. */
export interface TimeStampTry {
  readonly url: string;
  readonly obstacle: TimeStampObstacle;
  /** For logs. */
  readonly detail: string;
}
