import type { DriverCare } from '../contract/drivers.ts';
import { type Outcome, done } from '../contract/failures.ts';
import { assertNever } from '../contract/ids.ts';
import type { TokenLibrary } from '../contract/token.ts';
import { withCounter } from './counted.ts';
import type { TokenDriver } from './driver.ts';

/** Opens the driver of a library. Each kind is loaded only where it is used: a practice key needs no native code. */
export async function openDriver(library: TokenLibrary, care: DriverCare): Promise<Outcome<TokenDriver>> {
  const clock = () => new Date();
  switch (library.kind) {
    case 'pkcs11':
      return counted((await import('./pkcs11/library.ts')).openPkcs11(library, clock, care), care);
    case 'pkcs12':
      return (await import('./pkcs12/library.ts')).openPkcs12(library, clock);
    case 'electronic':
      return done((await import('./electronic/library.ts')).openElectronic(library, clock));
    default:
      return assertNever(library);
  }
}

/** With the card's own counter where the library's care says that it may be asked; PC/SC is loaded only there. */
async function counted(opened: Outcome<TokenDriver>, { pinCounter }: DriverCare): Promise<Outcome<TokenDriver>> {
  if (!opened.ok || pinCounter === 'none') return opened;
  const { openCounter } = await import('./readers/pcsc/counter.ts');
  return done(withCounter(opened.value, openCounter(process.platform)));
}
