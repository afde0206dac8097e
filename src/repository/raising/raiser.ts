import type { Level } from '../../contract/levels.ts';
import {
  type ByteSink,
  type ByteSource,
  type Certificate,
  type HttpTransport,
  type MissingPiece,
  PadesError,
  type PadesLevel,
  PdfError,
  type RaisedLevel,
  type RevocationCache,
  type TimeStampAuthority,
  planRaise,
  raisePdf,
} from '../../signature/index.ts';

export interface LevelFacts {
  readonly level: Level;
  /** When that ends if nothing is done; null where it is not known. */
  readonly provableUntil: Date | null;
}

export type Raised =
  | { readonly kind: 'raised' | 'nothingToAdd' }
  /** Nothing could be added now; or never. `reason` is for the people who look after the repository. */
  | { readonly kind: 'later' | 'never'; readonly reason: string };

/** What makes signatures last: the signature room with its lines to authorities and issuers, or a stand-in in a test. */
export interface Raiser {
  /** Needs no line. */
  look(source: ByteSource): Promise<LevelFacts>;
  raise(source: ByteSource, sink: ByteSink, wish: { readonly wanted: Level; readonly renew: boolean }): Promise<Raised>;
}

const nameOf: Readonly<Record<Exclude<Level, 'B'>, RaisedLevel>> = { T: 'B-T', LT: 'B-LT', LTA: 'B-LTA' };
const levelOf: Readonly<Record<PadesLevel, Level>> = { 'B-B': 'B', 'B-T': 'T', 'B-LT': 'LT', 'B-LTA': 'LTA' };
const noLine: HttpTransport = {
  request: async () => ({ kind: 'failed', reason: 'unreachable', detail: 'not asked' }),
};

/** Raises with the signature room. */
export function signatureRaiser(options: {
  readonly transport: HttpTransport;
  readonly tsas: readonly TimeStampAuthority[];
  readonly anchors: readonly Certificate[];
  readonly cache: RevocationCache;
  readonly now: () => Date;
}): Raiser {
  const { transport, tsas, anchors, cache } = options;
  const services = () => ({ anchors, intermediates: anchors, cache, at: options.now() });
  return {
    async look(source) {
      const { standing } = await planRaise({ ...services(), source, transport: noLine, tsas: [], level: 'B-T' });
      return {
        level: standing.reached === null ? 'B' : levelOf[standing.reached],
        provableUntil: standing.renewBefore,
      };
    },
    async raise(source, sink, { wanted, renew }) {
      if (wanted === 'B') return { kind: 'nothingToAdd' };
      try {
        const asked = { ...services(), source, sink, transport, tsas, level: nameOf[wanted] };
        const { kind, missing } = await raisePdf({ ...asked, renew: renew ? 'always' : 'whenNeeded' });
        if (kind === 'raised') return { kind };
        const [first] = missing;
        if (!first) return { kind: 'nothingToAdd' };
        const ends = first.kind === 'noSignature' || first.kind === 'brokenSignature';
        return { kind: ends ? 'never' : 'later', reason: reasonOf(first) };
      } catch (error) {
        if (!(error instanceof PdfError || error instanceof PadesError)) throw error;
        return { kind: 'never', reason: `${error.kind}: ${error.message}`.slice(0, 300) };
      }
    },
  };
}

/** Codes and hosts, no names of parties: it reaches a log. */
function reasonOf(missing: MissingPiece): string {
  switch (missing.kind) {
    case 'noSignature':
    case 'brokenSignature':
    case 'chain':
      return missing.kind;
    case 'timeStamp':
    case 'revocation': {
      const tries = missing.tries.slice(0, 2).map(({ url, obstacle }) => `${hostOf(url)}: ${obstacle}`);
      return `${missing.kind}: ${tries.join('; ') || 'nobody to ask'}`;
    }
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '?');
