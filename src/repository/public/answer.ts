import { Sha256 } from '../../contract/ids.ts';
import { ReceiptStatement, RenditionStatement } from '../../contract/receipts.ts';
import type { CodeAnswer } from '../../contract/public-page.ts';
import { parseVerificationCode } from '../../contract/verification-code.ts';
import { leafHash } from '../../proof/index.ts';
import { verifyPdf } from '../../signature/index.ts';
import type { Blobs } from '../blobs/port.ts';
import type { Register } from '../register/port.ts';

export interface PublicRooms {
  readonly register: Register;
  readonly blobs: Blobs;
}

/** Up to this level of confidentiality the page says what kind of act it is. */
const openLevel = 1;
const mostRemembered = 500;

interface Signer {
  readonly name: string;
  readonly certificate: Sha256;
  readonly electronic: boolean;
}

/** Answers codes: what is registered, never what it says or in which case. */
export function codeDesk({ register, blobs }: PublicRooms): (typed: string) => Promise<CodeAnswer> {
  const remembered = new Map<string, readonly Signer[]>();

  /** As the certificates in the registered file name them. The file was judged when it was registered. */
  const signersOf = async (sha256: string): Promise<readonly Signer[] | null> => {
    const known = remembered.get(sha256);
    if (known) return known;
    const file = await blobs.open(sha256 as Parameters<Blobs['open']>[0]);
    if (!file) return null;
    try {
      const { signatures, error } = await verifyPdf(file, { anchors: [], policy: { revocation: 'ifAvailable' } });
      if (error !== null) return null;
      const signers = signatures.flatMap(({ kind, signer }) =>
        kind === 'signature' && signer
          ? [
              {
                name: signer.commonName ?? '—',
                certificate: Sha256.parse(signer.certificateSha256),
                electronic: signer.electronic,
              },
            ]
          : [],
      );
      const [oldest] = remembered.keys();
      if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
      remembered.set(sha256, signers);
      return signers;
    } finally {
      file.close();
    }
  };

  return async (typed) => {
    const code = parseVerificationCode(typed);
    if (code === null) return { kind: 'slip' };
    const act = await register.log.byCode(code);
    if (!act) return { kind: 'unknown' };
    const receipt = ReceiptStatement.parse(statementIn(act.receipt));
    const renditions = act.renditions.map((jws) => RenditionStatement.parse(statementIn(jws)));
    const size = await register.log.integrate();
    const index = await register.log.placeOf(leafHash(act.receipt));
    const signers = await signersOf(receipt.sha256);
    return {
      kind: 'known',
      type: act.proposal.confidentialityLevel <= openLevel ? act.proposal.type : null,
      registeredAt: receipt.registeredAt,
      repository: receipt.repository,
      signers: signers && signers.map(({ name }) => name),
      electronic: signers && signers.map(({ electronic }) => electronic),
      certificates: signers && signers.map(({ certificate }) => certificate),
      files: [{ n: 0, sha256: receipt.sha256 }, ...renditions.map(({ n, sha256 }) => ({ n, sha256 }))],
      leaf: index === null ? null : { index, size },
    };
  };
}

/** Of our own making. */
function statementIn(jws: string): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
