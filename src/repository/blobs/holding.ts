import type { Sha256 } from '../../contract/ids.ts';
import type { Register } from '../register/port.ts';
import type { Blobs } from './port.ts';

/**
 * Notes that an office sent a file that is here. False where it went meanwhile: until then nobody needed it, and its removal was under way when
 * the same bytes came. What was created now is not what was removed.
 */
export async function noteHolder(
  { register, blobs }: { readonly register: Pick<Register, 'addHolder'>; readonly blobs: Pick<Blobs, 'size'> },
  { sha256, officeId }: { readonly sha256: Sha256; readonly officeId: string },
  put: 'created' | 'present',
): Promise<boolean> {
  await register.addHolder(sha256, officeId);
  return put === 'created' || (await blobs.size(sha256)) !== null;
}

/** What its sender is told then. */
export const gone = 'the same file, of which nobody had any more need, was just removed here: send it again';
