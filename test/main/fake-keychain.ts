import type { SafeStorage } from '../../src/main/keychain.ts';

/** A keychain whose key is there, was lost with a new password (`forgets`), or that the system does not offer (`missing`). */
export interface FakeKeychain extends SafeStorage {
  state: 'there' | 'forgets' | 'missing' | 'throws';
}

const turned = (text: string): string => [...text].reverse().join('');

export function fakeKeychain(): FakeKeychain {
  return {
    state: 'there',
    isAsyncEncryptionAvailable() {
      if (this.state === 'throws') return Promise.reject(new Error('the bus is gone'));
      return Promise.resolve(this.state !== 'missing');
    },
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(turned(text))),
    decryptStringAsync(sealed) {
      if (this.state === 'forgets') return Promise.reject(new Error('Decryption is not available.'));
      return Promise.resolve({ result: turned(sealed.toString()), shouldReEncrypt: false });
    },
  };
}
