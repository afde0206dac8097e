/**
 * Known answers for the self-test: digests and signatures of the five bytes "fojas", made with OpenSSL. The private keys were
 * thrown away.
 */
import type { CoreDigest, SignatureScheme } from './crypto.ts';

export const message = 'fojas';

/** Hexadecimal digests of the message. */
export const digestAnswers: Readonly<Record<CoreDigest, string>> = {
  sha1: '077e406b2ce3ba3405778ecb8cb1ba21dbd207a6',
  sha224: '8749db816e9248b03e8e54c633b62a6a5388174409ede184957f2a66',
  sha256: 'ff45a9e84eb3ac2114355d5cc6509491d5a5f0111c4c4e0edcab521a3816cd73',
  sha384: 'e98f737b971960371191347df37dae71c78a952f99b67367b8366f28079f15e459ecb65960313a31970c7196c55d790d',
  sha512:
    '995656efb47975b94a312e362de6d33fb9491902041843de3ff4d0ce05b808cd32c4a7b39d7ccf7a8577c252a2701cb4253546e68d044ee4bf089dbc47822660',
};

export interface SignatureAnswer {
  readonly name: string;
  readonly scheme: SignatureScheme;
  /** Base64 of the SubjectPublicKeyInfo and of a good signature of the message. */
  readonly key: string;
  readonly signature: string;
}

const rsaKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyDx9Kh5DsFn21IPtoA7mFWTptsqXRP9WzftdY9hnMhi7NuWU07QqH6F7VMryIxA9JsCSSyUJeocbsGGJJWW9Xo9of7vF1TWjB3B2CwE4c73TY9kkzIF0Pad9BnUbZRYm/8NChfMMfXyqz3aB3osrt8RGKuza3ipZFth+IpPLPnlZDm3u/htCnRbe7F9rl0q+wOLiK3MJxLZzdzSQ14qFtMF3Xx8aU4yf36BqtvOkO+KpDVJ7XFR9xlzVh4YxPmODT5MCM8u4yUfekR0AEf5geEM9NkqCFSGHaS32BdOj5ZIAma5RbD+lzUPudiF8+xYp0I88t+Dh4lSVEup1n687uQIDAQAB';

export const signatureAnswers: readonly SignatureAnswer[] = [
  {
    name: 'RSA PKCS#1 v1.5',
    scheme: { kind: 'rsa-pkcs1', digest: 'sha256' },
    key: rsaKey,
    signature:
      'HAbxGdAsWNXy70Qq8yp1+EmLPobpw019aE0q9bBgln37Ey27gAThmtptLQvo6CcLqMqvqhMlkJZ3TTUO1ANQOKP+vF6CG2oQ+SzMgwGQE33gyZrXzvWaJLGGlc+mcgWygQBISTchQP/l8BdoRMHLS/aV/2b+s8bQs8104ArSkfU4K+OhA0saKJriY4juE3ttyp1VSua5pXoBg2lur1+1+xG6ehx5oHl72NU3/FWfC4VrwlQODIrmiYc0rCHI7C74OEVPix5uZxPZVE2k0xIlf+S7RCP56iubL0csSaI3b37wwbm3RkcDZALCRhrUlIgoSOVYGPBxBWE9f9JsKHTtjA==',
  },
  {
    name: 'RSA-PSS',
    scheme: { kind: 'rsa-pss', digest: 'sha256', saltLength: 32 },
    key: rsaKey,
    signature:
      'ppWVzsfH/6c+nGZbdhrIL3XTUZ97J4+X+Cz4rbgyZJwDxT/ByGxD0gQC8/Z6md6nXd3yD6X74wcUP2bU1PvsjUCfvejt2gie/yDSO1/YXxX8PwfSmYjgEaOL4o1+W4v13fBygJEMRgnXGIx0MB1+YQ50wjSGiIGhFHQYyoKZ6NnzRrNNaFVHcqPtXNE/oiVgx3+b0zuq6LgQ6EANYrgToxexnEGrZPcBAYBwhEz+VxE54Ovt01NTcQTc7GdHSQbMTMU8QKHh9stKa0dERhv49SV4qY3UWLrM7y2brOOOngLNUeUNQGCalaLz+63YMFqMawu5hLbOHSNOEiE0r/LpeA==',
  },
  {
    name: 'ECDSA P-256',
    scheme: { kind: 'ecdsa', digest: 'sha256' },
    key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEIPMAk9xhAoKQh2JZt9KrloO/c+KsvX8fP1ZzkXANabkJzP8gb82b2cbVbRxVq1hf9VqIFo6sslOozClfaqNV0Q==',
    signature: 'MEUCIH3sohZkCU8WTUU/LmXlEzOuBZaRwU1Wbg8kAFtYCkZnAiEAtpIMnvKV8iL84qzKEKVMpvOsbDj/CCKJZ6zb7QjJjEA=',
  },
  {
    name: 'ECDSA P-384',
    scheme: { kind: 'ecdsa', digest: 'sha384' },
    key: 'MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEq3xbUirKJ2Gwk3ImuBshMhtt5XMLIamtil23FmeAYxZAVveoGoXnrBZnIOZMfCaKqsTTmlqgKjeAiNVkwCx9jcE33iV5rxRMGPf4NtQC5B9b929Z2Biv5k+p6ZAY2MP4',
    signature:
      'MGQCMDYRX8hqD0b84M3dUIVpw7JwqxvKv7be2GJNDjcx1y1Wm6hwBlkFuZQeMrsfCVd70QIwE37+/cs9TtNAx9zxQh+oc+FU1oz+bvZ+nAc+PavQ4eoQBsoox5XISiRZRriEvaWX',
  },
  {
    name: 'ECDSA P-521',
    scheme: { kind: 'ecdsa', digest: 'sha512' },
    key: 'MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAEuWHzPKdlbDMivqYIQ9r8KH9YxsnXI/bzZCvmjHZsOix/1juFbLGIO4dj9VQRETqv2viiOZ9hIfWdZRwbYTd4Z8BKFodGkh8uixMEDGoTJojT30bYmfBQdEZQVWZGe9VN4M8u/DLNivOfLB0Av1p5gk6qsa+zNnVPhjYnLaC8cOV8iY=',
    signature:
      'MIGIAkIBNOigjt6dJ93Tit9zuBi8OCizgRc+fo2iLV1pVrwDb5xm1YgOT60V7D2bExBN7UH6oGzt07l98Vnd71Zxr02xRZUCQgGTIc7Z4WRUNXI70xX8pEAkUb+AldLC0lq7rq98vajp2A3IHGFuyWns/z67e/ggdvy3jJIlz4aORdvnQTPlx2CmFA==',
  },
];
