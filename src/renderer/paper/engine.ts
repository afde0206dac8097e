import { GlobalWorkerOptions, PDFWorker, VerbosityLevel } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** What runs PDF parsing: a worker of our own origin, which can be thrown away when a document holds it up. */
export interface PdfEngine {
  worker(): PDFWorker;
  /** Ends the worker (and whatever it is busy with); the next `worker()` is a new one. */
  restart(): void;
}

interface ScriptUrlPolicy {
  createScriptURL(input: string): unknown;
}
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(input: string): string }): ScriptUrlPolicy;
}

/** One engine for the window. The only script URL that may ever be made from text here is the worker's (Trusted Types). */
export function createPdfEngine(): PdfEngine {
  const address = new URL(workerUrl, document.baseURI).href;
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const trusted = trustedTypes
    ?.createPolicy('fojas-worker', {
      createScriptURL: (input) => {
        if (input !== address) throw new TypeError('only the PDF worker may be loaded');
        return input;
      },
    })
    .createScriptURL(address);
  GlobalWorkerOptions.workerSrc = address;
  let running: { worker: Worker; pdf: PDFWorker } | null = null;
  return {
    worker() {
      if (!running) {
        const worker = new Worker((trusted ?? address) as string, { type: 'module' });
        running = { worker, pdf: new PDFWorker({ port: worker as unknown as null, verbosity: VerbosityLevel.ERRORS }) };
      }
      return running.pdf;
    },
    restart() {
      running?.pdf.destroy();
      running?.worker.terminate();
      running = null;
    },
  };
}
