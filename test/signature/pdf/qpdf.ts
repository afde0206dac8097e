import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, withFolder } from '../../helpers/run.ts';

/** What qpdf makes of a document with the given options. */
export async function throughQpdf(pdf: Buffer, ...options: string[]): Promise<Buffer> {
  return withFolder((folder) => {
    const [input, output] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')];
    writeFileSync(input, pdf);
    const { status, output: said } = run('qpdf', [...options, input, output]);
    if (status !== 0) throw new Error(`qpdf: ${said}`);
    return readFileSync(output);
  });
}
