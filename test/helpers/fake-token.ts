/**
 * A token in memory behind the real port, for faults that SoftHSM cannot be made to have: pulled out at item n, a wrong signature, a
 * PIN that is wrong, a host that dies. It signs with a real key and keeps a count of everything that was asked of it.
 */
import { type CertificateUnsuitable, type Failure, type Outcome, done, failed } from '../../src/contract/failures.ts';
import { Sha256 } from '../../src/contract/ids.ts';
import { type Port, createPortPair } from '../../src/contract/port.ts';
import { type Output, type Parsed, emitter, serve } from '../../src/contract/rpc.ts';
import {
  type Token,
  type TokenCalls,
  type TokenEvents,
  type TokenLibrary,
  tokenCalls,
} from '../../src/contract/token.ts';
import { parseCertificate } from '../../src/signature/index.ts';
import { type Identity, makeRoot, makeSigner, signDigestAsToken } from './pki.ts';

type OpenInput = Parsed<TokenCalls['session.open']>;

export interface FakeTokenFaults {
  /** Login fails with this. */
  login?: Failure;
  /** The n-th signature (from 0) fails with this. */
  signing?: { readonly at: number; readonly failure: Failure };
  /** The n-th signature is wrong. */
  spoilAt?: number;
  /** The host dies instead of answering the n-th signature. */
  dieAt?: number;
  /** Waited for at the login; a question that is withdrawn is not heard meanwhile. */
  hang?: (() => Promise<never>) | undefined;
  /** The n-th signature is never answered. */
  hangAt?: number | undefined;
  /** What the host says of its certificate, by a clock that may be wrong. */
  unsuitable?: CertificateUnsuitable;
  /** The key wants its PIN again for each signature. */
  pinPerSignature?: boolean;
  /** Waited for before the login is answered. */
  beforeLogin?: () => Promise<void>;
  /** So long its host leaves a login open. */
  idleMs?: number;
}

export interface FakeToken {
  readonly library: TokenLibrary;
  readonly identity: Identity;
  readonly rootPem: string;
  readonly serial: string;
  readonly certificateSha256: Sha256;
  readonly faults: FakeTokenFaults;
  /** What was asked: the digests named at each login, the digests signed. */
  readonly opened: OpenInput[];
  readonly signed: string[];
  closed: number;
  /** The host ends the login by itself, for this reason. */
  endLogin(failure: Failure): void;
  /** The office's end of a new port. */
  port(): Port;
}

/** @param own a certificate of somebody else's making, with the root it leads to; an RSA key. */
export function createFakeToken(
  faults: FakeTokenFaults = {},
  own?: { readonly identity: Identity; readonly root: Identity },
): FakeToken {
  const root = own?.root ?? makeRoot();
  const identity = own?.identity ?? makeSigner(root, { key: 'rsa-2048', commonName: 'PRUEBA Juana' });
  const certificate = parseCertificate(identity.certificate);
  const library: TokenLibrary = { kind: 'pkcs12', id: 'fake', path: '/fake.p12' };
  const serial = 'FAKE-0001';
  const certificateSha256 = Sha256.parse(certificate.sha256);
  const token: Token = {
    ...{ libraryId: library.id, practice: true, label: 'Prueba', serial, manufacturer: 'Fojas', model: 'fake' },
    ...{ reader: '', pinState: 'normal', triesLeft: null, pinMin: 4, pinMax: 16, protectedPath: false },
    ...{ pukState: 'unknown', canChangePin: false, canUnblockPin: false },
    certificates: [
      {
        ...{ certificateSha256, der: Uint8Array.from(identity.certificate), label: 'Firma', keyId: '01' },
        ...{ commonName: certificate.subject.commonName ?? '', issuer: 'Raíz', unsuitable: faults.unsuitable ?? null },
        serialNumber: certificate.subject.serialNumber,
        notBefore: certificate.notBefore.toISOString(),
        notAfter: certificate.notAfter.toISOString(),
        algorithms: ['rsa-pkcs1-sha256', 'rsa-pkcs1-sha512'],
      },
    ],
  };
  let tellEnded: (failure: Failure) => void = () => undefined;
  const fake: FakeToken = {
    endLogin: (failure) => tellEnded(failure),
    ...{ library, identity, serial, certificateSha256, faults, opened: [], signed: [], closed: 0 },
    rootPem: root.certificatePem,
    port() {
      const [near, far] = createPortPair();
      let session: OpenInput | null = null;
      let cancel: (() => void) | null = null;
      serve(
        far,
        tokenCalls,
        {
          'token.list': async () => done({ library, description: 'fake', emptySlots: 0, tokens: [token] }),
          async 'session.open'(input) {
            fake.opened.push(input);
            if (faults.hang) return faults.hang();
            const cancelled = new Promise<boolean>((resolve) => {
              cancel = () => resolve(true);
            });
            const waited = faults.beforeLogin?.().then(() => false);
            if (waited && (await Promise.race([waited, cancelled]))) return failed({ kind: 'pinCancelled' });
            if (faults.login) return failed(faults.login);
            session = input;
            tellEnded = (failure) =>
              emitter<TokenEvents>(far)('session.ended', { sessionId: input.sessionId, failure });
            return done({
              pinPerSignature: faults.pinPerSignature ?? false,
              ...(faults.idleMs === undefined ? {} : { idleMs: faults.idleMs }),
            });
          },
          async 'session.sign'({ digestId }): Promise<Outcome<Output<TokenCalls['session.sign']>>> {
            const listed = session?.digests.find((one) => one.digestId === digestId);
            if (!session || !listed) return failed({ kind: 'digestNotListed' });
            const nth = fake.signed.length;
            if (faults.dieAt === nth) {
              far.close();
              return new Promise(() => undefined);
            }
            if (faults.hangAt === nth) return new Promise(() => undefined);
            if (faults.signing?.at === nth) return failed(faults.signing.failure);
            fake.signed.push(Buffer.from(listed.digest).toString('hex'));
            const signature = Uint8Array.from(signDigestAsToken(identity, session.algorithm, listed.digest));
            if (faults.spoilAt === nth) signature[20]! ^= 1;
            return done({ signature, tokenMs: 1 });
          },
          'token.changePin': async () => failed({ kind: 'pinChangeUnsupported', token: token.label }),
          'token.unblockPin': async () => failed({ kind: 'pinChangeUnsupported', token: token.label }),
          'token.makeKey': async () => failed({ kind: 'pinChangeUnsupported', token: token.label }),
          'token.keepCertificates': async () => failed({ kind: 'pinChangeUnsupported', token: token.label }),
          async 'session.close'() {
            fake.closed += 1;
            session = null;
            cancel?.();
            return done({});
          },
        },
        (incident, error) => {
          throw new Error(`fake token ${incident}`, { cause: error });
        },
      );
      return near;
    },
  };
  return fake;
}
