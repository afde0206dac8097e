export { type Disk, realDisk } from './disk.ts';
export { type DocumentStore, type PendingDocument, documentStore, holdsDocuments } from './document-store.ts';
export { type DocumentLibrary, documentLibrary } from './library.ts';
export { DocumentError, type OpenDocument } from './reader.ts';
export { type SweepResult, sweep } from './sweep.ts';
