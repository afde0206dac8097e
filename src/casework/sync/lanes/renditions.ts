import type { RenditionRequest } from '../../../contract/wire.ts';
import type { SendResult } from '../send.ts';
import type { BundleAnswer, FileBefore } from '../../../line/port.ts';

export type OpenRendition = Omit<RenditionRequest, 'deviceId'>;

/** Where the longer files of registered acts come from, and where the repository's answers about them go. */
export interface RenditionDoor {
  /** The next longer file of each registered act that the repository does not have yet. */
  open(): readonly OpenRendition[];
  /** What to ask for; `after` is the file before it, null where the repository lost it and the whole has to be sent. */
  requestOf(of: OpenRendition): { readonly request: RenditionRequest; readonly after: FileBefore | null };
  take(of: OpenRendition, answer: BundleAnswer): Promise<SendResult>;
}
