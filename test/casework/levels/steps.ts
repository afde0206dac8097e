import type { Failure } from '../../../src/contract/failures.ts';
import type { Raised, Raiser } from '../../../src/casework/levels/port.ts';
import { levels } from '../../../src/casework/levels/port.ts';
import type { ByteSource } from '../../../src/signature/index.ts';
import { growPdf } from '../../helpers/grown-pdf.ts';
import { makePki } from '../../helpers/pki.ts';

/** A raiser without authorities: each raise adds one piece of validation data, and counts as one level. It obeys what a test says. */
export interface StepRaiser extends Raiser {
  /** What the next raises answer instead of working; null works. */
  trouble: Failure | null;
  /** Nothing can be added, ever. */
  never: Failure | null;
  /** Adds something that has no business in a signed file. */
  spoil: ((file: Uint8Array) => Uint8Array) | null;
  /** Raises asked for. */
  asked: number;
  provableUntil: Date;
}

async function bytesOf(source: ByteSource): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.stream(0, source.size)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

export function stepRaiser(): StepRaiser {
  const { signer } = makePki();
  const look: Raiser['look'] = async (source) => {
    const steps = (await bytesOf(source)).toString('latin1').split('/DSS').length - 1;
    return { level: levels[Math.min(Math.floor(steps / 2), 3)] ?? 'B', provableUntil: self.provableUntil };
  };
  const self: StepRaiser = {
    ...{ trouble: null, never: null, spoil: null, asked: 0 },
    provableUntil: new Date('2031-01-01T00:00:00.000Z'),
    look,
    async raise(source, sink, { wanted, renew }): Promise<Raised> {
      self.asked += 1;
      if (self.never) return { kind: 'never', failure: self.never };
      if (self.trouble) return { kind: 'later', failure: self.trouble };
      const file = await bytesOf(source);
      const { level } = await look(source);
      if (level === wanted && !renew) return { kind: 'nothingToAdd' };
      const longer = self.spoil ? self.spoil(file) : growPdf(file, signer);
      await sink.append(longer);
      return { kind: 'raised', missing: null };
    },
  };
  return self;
}
