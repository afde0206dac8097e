/** Leaves the fruit of a practice run in a folder that needs no Fojas to be checked: PDFs, receipts, keys, a script, a report. */
import { createPublicKey } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { bufferSource, parseCertificates, type SignatureVerdict, verifyPdf } from '../../signature/index.ts';
import { checkScript } from './check-script.ts';
import type { WalkedAct } from './walk.ts';

export interface ExportedAct extends WalkedAct {
  /** Paths within the folder; null where there is nothing to leave. */
  readonly pdf: string | null;
  readonly receiptFile: string | null;
  /** Our own validator's verdict on the file as it was left, with the practice authority as the only anchor. */
  readonly verdict: SignatureVerdict | null;
}

/** Everything is as it should be: signed, registered, receipt verified, signature holds. */
export const holds = (act: ExportedAct): boolean =>
  act.row.state === 'registered' && act.receipt?.verified === true && act.verdict?.indication === 'TOTAL_PASSED';

/** Writes PDFs, receipts (whole, and split as openssl wants them), keys and the script that checks them. */
export async function exportActs(
  dir: string,
  acts: readonly WalkedAct[],
  keys: { readonly authorityPem: string; readonly receiptKeys: readonly ReceiptKey[] },
): Promise<ExportedAct[]> {
  await mkdir(join(dir, 'firmados'), { recursive: true });
  await mkdir(join(dir, 'recibos'), { recursive: true });
  await writeFile(join(dir, 'autoridad.pem'), keys.authorityPem);
  const exported: ExportedAct[] = [];
  for (const [index, act] of acts.entries()) {
    const name = `${String(index + 1).padStart(2, '0')}-${slug(act.row.title)}`;
    exported.push(await exportAct(dir, name, act, keys.authorityPem));
  }
  const [key] = keys.receiptKeys;
  if (key) await writeFile(join(dir, 'repositorio.pem'), receiptKeyPem(key));
  const sums = exported.flatMap(({ receipt, pdf }) =>
    receipt && pdf ? [`${receipt.statement.sha256}  ${pdf}\n`] : [],
  );
  await writeFile(join(dir, 'SHA256SUMS'), sums.join(''));
  await writeFile(join(dir, 'comprobar.sh'), checkScript, { mode: 0o755 });
  return exported;
}

async function exportAct(dir: string, name: string, act: WalkedAct, authorityPem: string): Promise<ExportedAct> {
  const { signed, receipt } = act;
  const pdf = signed === null ? null : `firmados/${name}.pdf`;
  const receiptFile = receipt === null ? null : `recibos/${name}.jws`;
  if (signed !== null && pdf !== null) await writeFile(join(dir, pdf), signed);
  if (receipt !== null && receiptFile !== null) {
    const { input, signature } = splitJws(receipt.jws);
    await writeFile(join(dir, receiptFile), receipt.jws);
    await writeFile(join(dir, `recibos/${name}.txt`), input);
    await writeFile(join(dir, `recibos/${name}.sig`), signature);
  }
  const verdict = signed === null ? null : await verdictOn(signed, authorityPem);
  return { ...act, pdf, receiptFile, verdict };
}

async function verdictOn(signed: Uint8Array, authorityPem: string): Promise<SignatureVerdict | null> {
  const anchors = parseCertificates(Buffer.from(authorityPem));
  return (
    (await verifyPdf(bufferSource(signed), { anchors, policy: { revocation: 'ifAvailable' } })).signatures.at(-1) ??
    null
  );
}

/** A compact JWS as its signing input and its raw signature (RFC 7515, 5.2): what a program without JOSE can verify. */
export function splitJws(jws: string): { readonly input: string; readonly signature: Uint8Array } {
  const dot = jws.lastIndexOf('.');
  return { input: jws.slice(0, dot), signature: Buffer.from(jws.slice(dot + 1), 'base64url') };
}

/** A repository's receipt key as PEM (SubjectPublicKeyInfo). */
export function receiptKeyPem({ kty, crv, x }: ReceiptKey): string {
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}

/** A title as part of a file's name: plain letters and figures, at most 48. */
export function slug(title: string): string {
  const plain = title.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 48)
      .replaceAll(/^-+|-+$/g, '') || 'acto'
  );
}
