/** Signing a corpus file with a test key, and letting independent programs judge the result. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFileSource } from '../../src/signature/bytes.ts';
import { PadesError, signPdfFile } from '../../src/signature/pades/index.ts';
import { PdfError } from '../../src/signature/pdf/index.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { verifyDocument } from '../../src/signature/validation/document.ts';
import { makePki, signAsToken } from '../helpers/pki.ts';
import { run, withFolder } from '../helpers/run.ts';

export type SigningResult =
  | { readonly kind: 'refused'; readonly reason: string }
  /** Empty when every judge is content. */
  | { readonly kind: 'signed'; readonly complaints: readonly string[] };

const algorithm = 'rsa-pkcs1-sha256';
const pki = makePki({ signer: { key: 'rsa-2048' } });
const certificate = parseCertificate(pki.signer.certificate);
const chain = pki.signer.chain.map(parseCertificate);
const anchors = [parseCertificate(pki.root.certificate)];

/** The corpus's README gives this password for its encrypted files; files that need none open without it. */
const userPassword = 'usersecret';

/** Signs a copy of the file in a folder of its own. */
export function trySigning(input: string): Promise<SigningResult> {
  return withFolder(async (folder) => {
    const output = join(folder, 'signed.pdf');
    const sign = (password?: string) =>
      signPdfFile({
        input,
        output,
        password,
        certificate,
        chain,
        algorithm,
        signingTime: new Date(),
        sign: async (_digest, prepared) => ({ bytes: signAsToken(pki.signer, algorithm, prepared.signedAttributes) }),
      });
    let password: string | undefined;
    try {
      try {
        await sign();
      } catch (error) {
        if (!(error instanceof PdfError && error.kind === 'passwordNeeded')) throw error;
        password = userPassword;
        await sign(password);
      }
    } catch (error) {
      if (!(error instanceof PadesError || error instanceof PdfError)) throw error;
      if (existsSync(output)) return { kind: 'signed', complaints: ['a file was written in spite of the refusal'] };
      return { kind: 'refused', reason: `${error.kind} (${error.message})` };
    }
    return { kind: 'signed', complaints: await complaintsAbout(input, output, password) };
  });
}

async function complaintsAbout(input: string, output: string, password: string | undefined): Promise<string[]> {
  const forQpdf = password === undefined ? [] : [`--password=${password}`];
  const forPoppler = password === undefined ? [] : ['-upw', password];
  const check = (path: string) => run('qpdf', ['--check', ...forQpdf, path]).status;
  const isEncrypted = (path: string) => run('qpdf', ['--is-encrypted', path]).status === 0;
  const [before, after] = [readFileSync(input), readFileSync(output)];
  const checks: readonly (readonly [boolean, string])[] = [
    [after.subarray(0, before.length).equals(before), 'the input is not a prefix of the output'],
    [check(output) <= check(input), 'qpdf finds more to object to'],
    [isEncrypted(output) === isEncrypted(input), 'the encryption was lost'],
    [
      /Signature is Valid/.test(run('pdfsig', ['-nocert', ...forPoppler, output]).output),
      'pdfsig does not accept the signature',
    ],
    [await acceptedByUs(output, password), 'our own verification does not accept it'],
  ];
  return checks.filter(([ok]) => !ok).map(([, complaint]) => complaint);
}

async function acceptedByUs(path: string, password: string | undefined): Promise<boolean> {
  const source = openFileSource(path);
  try {
    const { signatures, error } = await verifyDocument(source, { anchors, password });
    const ours = signatures.find((each) => each.signer?.certificateSha256 === certificate.sha256);
    return (
      error === null && ours?.indication === 'TOTAL_PASSED' && ours.level === 'B-B' && ours.modification === 'none'
    );
  } finally {
    source.close();
  }
}
