import type { DriverCare } from '../contract/drivers.ts';
import type { Outcome } from '../contract/failures.ts';
import { assertNever } from '../contract/ids.ts';
import type { TokenLibrary } from '../contract/token.ts';
import type { TokenDriver } from './driver.ts';

/** Opens the driver of a library. Each kind is loaded only where it is used: a practice key needs no native code. */
export async function openDriver(library: TokenLibrary, care: DriverCare): Promise<Outcome<TokenDriver>> {
  const clock = () => new Date();
  switch (library.kind) {
    case 'pkcs11':
      return (await import('./pkcs11/library.ts')).openPkcs11(library, clock, care);
    case 'pkcs12':
      return (await import('./pkcs12/library.ts')).openPkcs12(library, clock);
    default:
      return assertNever(library);
  }
}
