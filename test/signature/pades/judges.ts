/** Independent programs that judge signed documents. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, withFolder } from '../../helpers/run.ts';

/** What pdfsig says of one signature. Its exit code says nothing, so its text is read. */
export interface PdfsigVerdict {
  readonly valid: boolean;
  readonly total: boolean;
  readonly field: string;
  readonly type: string;
  readonly hash: string;
}

export function pdfsig(path: string): PdfsigVerdict[] {
  const { output } = run('pdfsig', ['-nocert', path]);
  return output
    .split(/^Signature #\d+:$/m)
    .slice(1)
    .map((text) => ({
      valid: text.includes('Signature Validation: Signature is Valid.'),
      total: text.includes('- Total document signed'),
      field: /Signature Field Name: (.*)/.exec(text)?.[1] ?? '',
      type: /Signature Type: (.*)/.exec(text)?.[1] ?? '',
      hash: /Signing Hash Algorithm: (.*)/.exec(text)?.[1] ?? '',
    }));
}

/** A signature cut out of a document without any code of ours: by looking for /ByteRange in the bytes. */
export interface CutOut {
  readonly range: readonly number[];
  readonly content: Buffer;
  readonly cms: Buffer;
  readonly padding: Buffer;
}

export function cutOut(pdf: Buffer): CutOut[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) => {
    const range = match.slice(1).map(Number);
    const [a, b, c, d] = range as [number, number, number, number];
    const gap = text.slice(a + b, c);
    if (!/^<[0-9a-fA-F]+>$/.test(gap)) throw new Error('the gap is not one hexadecimal string');
    const bytes = Buffer.from(gap.slice(1, -1), 'hex');
    const lengthBytes = bytes[1]! & 0x7f;
    const length = 2 + lengthBytes + bytes.readUIntBE(2, lengthBytes);
    const content = Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]);
    return { range, content, cms: bytes.subarray(0, length), padding: bytes.subarray(length) };
  });
}

/** Whether openssl takes every signature of a document for a CAdES signature that chains to the given root. */
export async function opensslAccepts(pdf: Buffer, rootPem: string): Promise<boolean[]> {
  return withFolder((folder) => {
    const at = (name: string) => join(folder, name);
    writeFileSync(at('ca.pem'), rootPem);
    return cutOut(pdf).map(({ content, cms }) => {
      writeFileSync(at('content'), content);
      writeFileSync(at('cms'), cms);
      const files = ['-in', at('cms'), '-content', at('content'), '-CAfile', at('ca.pem'), '-out', at('out')];
      const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-purpose', 'any', ...files];
      return run('openssl', verify).status === 0;
    });
  });
}

/** qpdf's exit code (0 good, 3 warnings, 2 errors) and the warnings it gives. */
export function qpdfCheck(path: string): { status: number; warnings: string[] } {
  const { status, output } = run('qpdf', ['--check', path]);
  return { status, warnings: output.match(/WARNING.*/g) ?? [] };
}

/** Reads a file that a test wrote. */
export const bytesOf = (path: string): Buffer => readFileSync(path);
