import type { LibraryState } from '../../../src/contract/calls.ts';
import type { PinState } from '../../../src/contract/failures.ts';
import type { Sha256 } from '../../../src/contract/ids.ts';
import type { TokenCertificate } from '../../../src/contract/token.ts';

const certificate = (digit: string, part: Partial<TokenCertificate>): TokenCertificate => ({
  certificateSha256: digit.repeat(64) as Sha256,
  der: new Uint8Array([0x30, 0x00]),
  label: 'firma',
  keyId: '01',
  commonName: 'QUIRÓS BALMACEDA Ofelia',
  serialNumber: 'CUIL 27-00000000-1',
  issuer: 'AC de práctica Laguna Clara',
  notBefore: '2026-01-02T00:00:00.000Z',
  notAfter: '2028-01-02T00:00:00.000Z',
  algorithms: ['rsa-pkcs1-sha256'],
  unsuitable: null,
  ...part,
});

/** One library with one token: a certificate that signs, and two that do not. */
export function practiceLibrary(pinState: PinState = 'normal'): LibraryState {
  return {
    libraryId: 'practice',
    path: '/usr/lib/softhsm/libsofthsm2.so',
    failure: null,
    listing: {
      library: { kind: 'pkcs11', id: 'practice', path: '/usr/lib/softhsm/libsofthsm2.so' },
      description: 'Implementation of PKCS11',
      emptySlots: 1,
      tokens: [
        {
          libraryId: 'practice',
          practice: true,
          label: 'Fojas Practica',
          serial: '8a41d2e6f1c09b73',
          manufacturer: 'SoftHSM project',
          model: 'SoftHSM v2',
          reader: 'SoftHSM slot ID 0x1',
          pinState,
          triesLeft: null,
          pinMin: 4,
          pinMax: 255,
          protectedPath: false,
          pukState: 'unknown',
          canChangePin: true,
          canUnblockPin: true,
          certificates: [
            certificate('1', {}),
            certificate('2', { unsuitable: 'expired', notAfter: '2026-11-20T00:00:00.000Z' }),
            certificate('3', { unsuitable: 'wrongKeyUsage', commonName: 'QUIRÓS BALMACEDA Ofelia (cifrado)' }),
          ],
        },
      ],
    },
  };
}

export const noToken: LibraryState = {
  libraryId: 'practice',
  path: '/usr/lib/softhsm/libsofthsm2.so',
  failure: null,
  listing: {
    library: { kind: 'pkcs11', id: 'practice', path: '/usr/lib/softhsm/libsofthsm2.so' },
    description: 'Implementation of PKCS11',
    emptySlots: 2,
    tokens: [],
  },
};
