/** A public key infrastructure with services for tests; see README.md. */
export { later, TestClock } from './clock.ts';
export { makeCrl } from './crl.ts';
export type { CrlOptions, Revocation } from './crl.ts';
export { accessExtension, distributionExtension, noCheckExtension } from './extensions.ts';
export type { Fault, Service } from './faults.ts';
export { certIdOf, makeOcspError, makeOcspResponse } from './ocsp.ts';
export type { OcspOptions, OcspStatus } from './ocsp.ts';
export { respond } from './respond.ts';
export type { PkiAnswer } from './respond.ts';
export { startPkiServices } from './server.ts';
export type { PkiServices } from './server.ts';
export { makeStamp, makeStampResponse, readStampRequest, testPolicy } from './tsa.ts';
export { PkiWorld } from './world.ts';
export { deadTransport, worldTransport } from './transport.ts';
