/** The services of a test world. */
export type Service = 'tsa' | 'tsa2' | 'ocsp' | 'crl' | 'caIssuers';

/** What can be staged to go wrong. Each service knows the general ones and its own. */
export type Fault =
  // Any service
  | 'error500'
  | 'notFound'
  /** Takes the request and never answers. */
  | 'hang'
  /** Sends the head and some bytes, then nothing. */
  | 'stall'
  | 'reset'
  | 'garbage'
  | 'empty'
  /** More bytes than any answer should have. */
  | 'tooLarge'
  | 'redirectToFile'
  // Time-stamps
  | 'rejected'
  | 'wrongNonce'
  | 'noNonce'
  | 'wrongImprint'
  | 'otherPolicy'
  | 'untrusted'
  | 'expired'
  | 'wrongUsage'
  | 'badSignature'
  | 'noEss'
  | 'noCertificates'
  // OCSP
  | 'tryLater'
  | 'unauthorized'
  | 'unknown'
  | 'otherCertificate'
  // OCSP and lists
  | 'stale'
  | 'otherIssuer';
