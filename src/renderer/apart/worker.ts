import { PDFWorker, VerbosityLevel } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(input: string): string },
  ): { createScriptURL(input: string): unknown };
}

/**
 * The worker that parses, once it listens. A frame whose origin is nobody's may start none from an address, and no module from a text: it
 * starts from a line of text that fetches pdf.js's own file, and that line is the only script that may ever be made from text here (Trusted
 * Types).
 */
export async function startWorker(): Promise<PDFWorker> {
  const file = new URL(workerUrl, document.baseURI).href;
  const address = URL.createObjectURL(new Blob([`void import(${JSON.stringify(file)});`], { type: 'text/javascript' }));
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const trusted = trustedTypes
    ?.createPolicy('fojas-worker', {
      createScriptURL: (input) => {
        if (input !== address) throw new TypeError('only the PDF worker may be loaded');
        return input;
      },
    })
    .createScriptURL(address);
  const worker = new Worker((trusted ?? address) as string);
  // What is said before its program is there would be lost; pdf.js says when it is.
  await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  return new PDFWorker({ port: worker as unknown as null, verbosity: VerbosityLevel.ERRORS });
}
