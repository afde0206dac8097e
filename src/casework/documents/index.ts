export { type Disk, realDisk } from '../../at-rest/disk.ts';
export { type DocumentStore, type PendingDocument, documentStore, holdsDocuments } from './document-store.ts';
export { type DocumentLibrary, documentLibrary } from './library.ts';
export { DocumentError, type OpenDocument } from '../../at-rest/reader.ts';
export { type SweepResult, sweep } from './sweep.ts';
