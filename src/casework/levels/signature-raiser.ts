import type { Failure } from '../../contract/failures.ts';
import type { Level } from '../../contract/levels.ts';
import {
  type Certificate,
  type HttpTransport,
  type MissingPiece,
  PadesError,
  type PadesLevel,
  PdfError,
  type RaiseRequest,
  type RaisedLevel,
  type RevocationCache,
  type TimeStampAuthority,
  parseCertificates,
  planRaise,
  raisePdf,
} from '../../signature/index.ts';
import type { Raised, Raiser } from './port.ts';

const nameOf: Readonly<Record<Exclude<Level, 'B'>, RaisedLevel>> = { T: 'B-T', LT: 'B-LT', LTA: 'B-LTA' };
const levelOf: Readonly<Record<PadesLevel, Level>> = { 'B-B': 'B', 'B-T': 'T', 'B-LT': 'LT', 'B-LTA': 'LTA' };

/** Nobody is asked: what a file says by itself. */
const noLine: HttpTransport = {
  request: async () => ({ kind: 'failed', reason: 'unreachable', detail: 'not asked' }),
};

/** Raises with the signature room, over the authorities of the configuration. */
export function signatureRaiser(options: {
  readonly transport: HttpTransport;
  readonly cache: RevocationCache;
  readonly authorities: readonly TimeStampAuthority[];
  readonly trustAnchors: readonly string[];
  /** The time at which certificates and answers are judged. */
  readonly now: () => Date;
}): Raiser {
  const anchors: readonly Certificate[] = options.trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  const services = (): Pick<RaiseRequest, 'anchors' | 'intermediates' | 'at' | 'cache'> => ({
    ...{ anchors, intermediates: anchors, at: options.now(), cache: options.cache },
  });
  return {
    async look(source) {
      const asked = { ...services(), source, transport: noLine, tsas: [], level: 'B-T' as const };
      const { standing } = await planRaise(asked);
      const level = standing.reached === null ? 'B' : levelOf[standing.reached];
      return { level, provableUntil: standing.renewBefore };
    },
    async raise(source, sink, { wanted, renew }) {
      if (wanted === 'B') return { kind: 'nothingToAdd' };
      try {
        const { transport, authorities: tsas } = options;
        const asked = { ...services(), source, sink, transport, tsas, level: nameOf[wanted] };
        const result = await raisePdf({ ...asked, renew: renew ? 'always' : 'whenNeeded' });
        return outcomeOf(result.kind, result.missing);
      } catch (error) {
        if (error instanceof PdfError || error instanceof PadesError) {
          // A file that changed under the reader is the disk's trouble, and passes when it is read again.
          const passes = error instanceof PadesError && error.kind === 'inputChanged';
          const failure: Failure = { kind: 'raiseRefused', reason: error.kind, detail: error.message.slice(0, 300) };
          return { kind: passes ? 'later' : 'never', failure };
        }
        throw error;
      }
    },
  };
}

function outcomeOf(kind: 'raised' | 'unchanged', missing: readonly MissingPiece[]): Raised {
  const [first] = missing;
  if (kind === 'raised') return { kind: 'raised', missing: first ? failureOf(first) : null };
  if (!first) return { kind: 'nothingToAdd' };
  const ends = first.kind === 'noSignature' || first.kind === 'brokenSignature';
  return { kind: ends ? 'never' : 'later', failure: failureOf(first) };
}

function failureOf(missing: MissingPiece): Failure {
  switch (missing.kind) {
    case 'timeStamp':
      return { kind: 'timestampMissing', detail: triesOf(missing.tries, 'no authority is configured') };
    case 'chain':
      return { kind: 'validationDataMissing', detail: `no path from ${nameIn(missing.certificate)}` };
    case 'revocation':
      return {
        kind: 'validationDataMissing',
        detail: `revocation of ${nameIn(missing.certificate)}: ${triesOf(missing.tries, 'no address to ask')}`,
      };
    case 'noSignature':
      return { kind: 'raiseRefused', reason: 'noSignature', detail: 'no signature in the file' };
    case 'brokenSignature':
      return { kind: 'raiseRefused', reason: 'brokenSignature', detail: missing.detail.slice(0, 300) };
  }
}

const nameIn = ({ subject }: Certificate): string => subject.commonName ?? subject.text;

/** Who was asked and why in vain, the first two; a person reads it over the telephone. */
function triesOf(tries: readonly { url: string; obstacle: string; detail: string }[], none: string): string {
  if (tries.length === 0) return none;
  const said = tries.slice(0, 2).map(({ url, obstacle, detail }) => `${hostOf(url)}: ${obstacle} ${detail}`.trim());
  return said.join('; ').slice(0, 300);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 60);
}

/** A transport that lets go of whatever hangs when the office closes. */
export function untilClosed(transport: HttpTransport, closing: AbortSignal): HttpTransport {
  const gone = { kind: 'failed', reason: 'unreachable', detail: 'the office closes' } as const;
  return {
    request(request) {
      if (closing.aborted) return Promise.resolve(gone);
      const { promise, resolve } = Promise.withResolvers<typeof gone>();
      const end = (): void => resolve(gone);
      closing.addEventListener('abort', end, { once: true });
      return Promise.race([transport.request(request), promise]).finally(() =>
        closing.removeEventListener('abort', end),
      );
    },
  };
}
