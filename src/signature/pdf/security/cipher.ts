import { aesCbcDecrypt, aesCbcEncrypt, md5, randomBytes } from '../../crypto.ts';
import { PdfError } from '../errors.ts';
import type { ObjectCipher } from '../syntax/scan.ts';
import type { CryptMethod, EncryptionParameters } from './parameters.ts';
import { rc4 } from './rc4.ts';

const blockSize = 16;

/** The ciphers of a file whose key is known: one for each indirect object (ISO 32000-2, 7.6.3). */
export class FileCipher {
  readonly #parameters: EncryptionParameters;
  readonly #key: Uint8Array;

  constructor(parameters: EncryptionParameters, key: Uint8Array) {
    this.#parameters = parameters;
    this.#key = key;
  }

  /** Whether any of the file's data is encrypted with RC4. */
  get weak(): boolean {
    const { strings, streams, embeddedFiles, filters } = this.#parameters;
    return [strings, streams, embeddedFiles, ...filters.values()].includes('rc4');
  }

  /** Whether XMP metadata stands in clear. */
  get clearMetadata(): boolean {
    return this.#parameters.revision >= 4 && !this.#parameters.encryptMetadata;
  }

  /** The method of a named crypt filter. @throws PdfError `encryptionForeign` */
  methodOf(filter: string): CryptMethod {
    const method = this.#parameters.filters.get(filter);
    if (method === undefined) throw new PdfError('encryptionForeign', `the crypt filter /${filter.slice(0, 40)}`);
    return method;
  }

  /** The cipher of an object's strings and, unless they say otherwise, streams. */
  of(num: number, gen: number): ObjectCipher {
    const { strings, streams, embeddedFiles } = this.#parameters;
    const key = (method: CryptMethod) => this.#objectKey(num, gen, method);
    return {
      num,
      gen,
      decryptString: (bytes) => decrypt(strings, key(strings), bytes),
      encryptString: (bytes) => encrypt(strings, key(strings), bytes),
      encryptStream: (bytes) => encrypt(streams, key(streams), bytes),
      decryptStream: (bytes, asked) => {
        const method =
          asked === 'embeddedFile' ? embeddedFiles : asked === undefined ? streams : this.methodOf(asked.filter);
        return decrypt(method, key(method), bytes);
      },
    };
  }

  /** Algorithm 1: the file's key with the object's number, for all but AES-256. */
  #objectKey(num: number, gen: number, method: CryptMethod): Uint8Array {
    if (method === 'aes256' || method === 'identity') return this.#key;
    const numbers = Uint8Array.of(num, num >>> 8, num >>> 16, gen, gen >>> 8);
    const salt = method === 'aes128' ? Buffer.from('sAlT', 'latin1') : new Uint8Array(0);
    return md5(this.#key, numbers, salt).subarray(0, Math.min(this.#key.length + 5, 16));
  }
}

function decrypt(method: CryptMethod, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  switch (method) {
    case 'identity':
      return bytes;
    case 'rc4':
      return rc4(key, bytes);
    case 'aes128':
    case 'aes256': {
      // Nothing at all is how some writers encrypt nothing.
      if (bytes.length === 0) return bytes;
      const clear = aesCbcDecrypt(key, bytes.subarray(0, blockSize), bytes.subarray(blockSize), true);
      if (clear) return clear;
      throw new PdfError('damaged', 'encrypted data whose padding is wrong');
    }
  }
}

function encrypt(method: CryptMethod, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  switch (method) {
    case 'identity':
      return bytes;
    case 'rc4':
      throw new PdfError('encryptionWeak', 'nothing new is encrypted with RC4');
    case 'aes128':
    case 'aes256': {
      const iv = randomBytes(blockSize);
      return Buffer.concat([iv, aesCbcEncrypt(key, iv, bytes, true)]);
    }
  }
}
