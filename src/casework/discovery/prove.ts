import { randomBytes } from 'node:crypto';
import { OfficeAnswer, OfficeProof, OfficeProofHeader } from '../../contract/discovery.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../receipts/verify.ts';

/**
 * Whether a pinned key of this office's own repository answers at `url`. Asked without the access key, and answered over a nonce and the
 * addresses of who answers: one that only passes the question on stands at another address.
 */
export async function proveOffice(
  url: string,
  wish: { readonly officeId: string; readonly keys: readonly ReceiptKey[] },
  send: typeof fetch = fetch,
): Promise<boolean> {
  const nonce = randomBytes(24).toString('base64url');
  const body = await ask(`${url}/v1/office?nonce=${nonce}`, send);
  const answer = OfficeAnswer.safeParse(body);
  if (!answer.success) return false;
  const opened = openJws(answer.data.proof, wish.keys, OfficeProofHeader, OfficeProof);
  if (opened.kind === 'invalid') return false;
  const { statement } = opened;
  return (
    statement.nonce === nonce && statement.officeId === wish.officeId && statement.addresses.includes(new URL(url).host)
  );
}

const patienceMs = 4000;
const mostBytes = 64 * 1024;

async function ask(url: string, send: typeof fetch): Promise<unknown> {
  try {
    const response = await send(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
    const bytes = await response.arrayBuffer();
    return response.ok && bytes.byteLength <= mostBytes ? JSON.parse(Buffer.from(bytes).toString('utf8')) : undefined;
  } catch {
    // Nobody there, or not one of ours: the same to who looks for one.
    return undefined;
  }
}
