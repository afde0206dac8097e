import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import type { DocumentStore } from '../documents/index.ts';
import { type Store, sql } from '../store/index.ts';

export interface PracticeRooms {
  readonly config: Pick<OfficeConfig, 'mode'>;
  readonly store: Store;
  readonly kept: DocumentStore;
  /** Cuts the line as a pulled cable would, or joins it; null where there is none to cut. */
  readonly cutLine: ((isCut: boolean) => void) | null;
}

type Answered = Pick<Handlers<Calls>, 'practice.cutLine' | 'practice.tampered'>;

/** Practice acts are small; another one is not copied into memory for a lesson. */
const largest = 16_000_000;

export function aboutPracticeWorld({ config, store, kept, cutLine }: PracticeRooms): Answered {
  const isPractice = config.mode === 'practice';
  return {
    'practice.cutLine': async ({ isCut }) => {
      if (!isPractice || !cutLine) return failed({ kind: 'notAllowed' });
      cutLine(isCut);
      return done({ isCut });
    },
    'practice.tampered': async () => {
      if (!isPractice) return failed({ kind: 'notAllowed' });
      const last = store.reader.get<{ act_id: string; signed_sha256: string; signed_size: number }>(
        sql`select act_id, signed_sha256, signed_size from main.signed_acts where signed_size <= ${largest}
          order by signed_at desc, act_id limit 1`,
      );
      // Nothing was signed at this desk yet: there is nothing to change.
      if (!last) return done({ file: null });
      if (!kept.has(last.signed_sha256))
        return failed({ kind: 'documentMissing', sha256: last.signed_sha256 as never });
      const document = kept.open(last.signed_sha256);
      try {
        const bytes = tampered(Uint8Array.from(document.readSync(0, document.size)));
        return done({ file: { name: `${last.act_id}-alterado.pdf`, bytes } });
      } finally {
        document.close();
      }
    },
  };
}

/**
 * The file with one bit changed where a reader of PDFs looks at nothing: in the comment of its second line (ISO 32000-2, 7.5.2). It opens
 * and looks the same; only its signature knows.
 */
export function tampered(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const comment = bytes.indexOf(0x25, 1);
  const at = comment < 0 ? bytes.length - 1 : comment + 1;
  bytes[at] = bytes[at]! ^ 0x01;
  return bytes;
}
