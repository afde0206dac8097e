/** The points between two stages of the main job, in their order. A crash at any of them leaves the earlier stage or the later one. */
export type BoundaryName =
  | 'prepared'
  | 'pinAccepted'
  | 'tokenSigned'
  | 'verified'
  | 'fileKept'
  | 'kept'
  | 'blobSent'
  | 'registrationSent'
  | 'receiptVerified'
  | 'registered'
  | 'renditionFileKept'
  | 'renditionKept';

export interface BoundaryDetail {
  readonly actId?: string;
  readonly batchId?: string;
}

/** Called and waited for at each boundary. Production passes nothing; tests are killed here. */
export type Boundary = (name: BoundaryName, detail: BoundaryDetail) => Promise<void> | void;
