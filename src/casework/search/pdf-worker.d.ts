/** pdf.js's own worker, loaded into the thread that reads; it declares no types. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown;
}
