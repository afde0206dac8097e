import type { Batch } from '../../contract/acts.ts';
import type { StoodFor } from '../../contract/config.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import { stopsSigning } from '../../contract/rule-stops.ts';
import type { RuleFinding } from '../../contract/rules.ts';
import { cuilOf, isElectronic } from '../../signature/index.ts';
import { type BatchRooms, type BatchWish, type RunningBatch, startBatch } from './batch.ts';
import type { Calendar } from './calendar.ts';
import { type BatchRecord, experienceWith, readBatch } from './records.ts';
import { readAct } from '../casefile/act-rows.ts';
import { aboutSigners } from '../joint/turn.ts';
import { type Substitute, capacityOn, rulesOfTheAct } from './rules.ts';
import { type Signer, findSigner } from './signer.ts';
import type { TokenPorts } from './token-ports.ts';

/** What is to be signed with. */
export interface SigningMeans {
  readonly libraryId: string;
  readonly tokenSerial: string;
  readonly certificateSha256: string;
}
export interface SigningRequest extends SigningMeans, BatchWish {}

/** What is worth knowing before the PIN. */
export interface SigningPreview {
  readonly findings: RuleFinding[];
  readonly msPerAct: number | null;
  readonly pinPerSignature: boolean | null;
}

/** Where batches are started, stopped and looked at. One at a time: a person has one token in hand. */
export interface SigningDesk {
  start(request: SigningRequest): Promise<Outcome<Batch>>;
  preview(means: SigningMeans & { readonly items: readonly string[] }): Promise<Outcome<SigningPreview>>;
  /** Holds the batch after the item in hand, or lets it go on. */
  pause(batchId: string, held: boolean): BatchRecord | null;
  stop(batchId: string): BatchRecord | null;
  read(batchId: string): BatchRecord | null;
  isRunning(): boolean;
  /** Whether a batch under way has this act. */
  isInHand(actId: string): boolean;
  /** Stops what is under way and waits for it, at most so long. */
  close(patienceMs: number): Promise<void>;
}

/** Whose desk it is, and where. */
export interface DeskPerson {
  readonly name: string;
  readonly capacity: string;
  readonly cuil: string | null;
  readonly substitute: Substitute | null;
}

export interface SigningDeskOptions {
  readonly rooms: Omit<BatchRooms, 'token' | 'dropToken' | 'person' | 'capacity'>;
  readonly person: DeskPerson;
  readonly locality: () => string | null;
  readonly calendar: Calendar;
  readonly tokens: TokenPorts;
  /** This clock put right by the repository's: certificates and days are judged by it. */
  readonly now: () => Date;
  /** What the repository said of this clock; null where none ever did. */
  readonly clockOffsetMs: () => number | null;
  readonly hasRepository: boolean;
  /** When a certificate was revoked, where that is known on this machine. */
  readonly revokedAt?: (certificateSha256: string) => Date | null;
  readonly trustAnchors: readonly string[];
  readonly onBug: (error: unknown) => void;
}

export function signingDesk(options: SigningDeskOptions): SigningDesk {
  const { rooms, tokens, now, trustAnchors, onBug, person } = options;
  let running: RunningBatch | null = null;
  let inHand: ReadonlySet<string> = new Set();
  let starting = false;

  const signerOf = async (means: SigningMeans): Promise<Outcome<Signer>> => {
    const listing = await tokens.list(means.libraryId);
    return listing.ok ? findSigner(listing.value, means, trustAnchors, now()) : listing;
  };
  const judge = ({ certificate, name }: Signer): RuleFinding[] =>
    rulesOfTheAct({
      ...{ now: now(), person, clockOffsetMs: options.clockOffsetMs(), hasRepository: options.hasRepository },
      ...{ calendar: options.calendar, locality: options.locality() },
      certificate: {
        holder: name,
        cuil: cuilOf(certificate.subject.serialNumber),
        electronic: isElectronic(certificate),
        notAfter: certificate.notAfter,
        revokedAt: options.revokedAt?.(certificate.sha256) ?? null,
      },
    });

  /** An appointment is of a person: the certificate has to bear the CUIL that it names. */
  const standsForWith =
    ({ certificate }: Signer) =>
    (): readonly StoodFor[] =>
      rooms.standsFor().filter(({ cuil }) => cuil === cuilOf(certificate.subject.serialNumber));

  const begin = async (request: SigningRequest): Promise<Outcome<Batch>> => {
    const token = await tokens.client(request.libraryId);
    if (!token.ok) return token;
    const signer = await signerOf(request);
    if (!signer.ok) return signer;
    const stop = judge(signer.value).find(stopsSigning);
    if (stop) return failed(stop);
    const dropToken = (): Failure => tokens.hung(request.libraryId, token.value);
    const today = options.calendar.dayOf(now(), null).date;
    const signs = { name: person.name, capacity: capacityOn(person, today) };
    const claims = signs.capacity === person.capacity ? rooms.claims : { ...rooms.claims, reason: signs.capacity };
    const standsFor = standsForWith(signer.value);
    const own = { ...rooms, standsFor, person: signs, capacity: signs.capacity, claims, token: token.value, dropToken };
    const batch = startBatch(own, request, signer.value);
    running = batch;
    inHand = new Set(request.items.map(({ actId }) => actId));
    void batch.ended.catch(onBug).finally(() => {
      running = null;
      inHand = new Set();
    });
    return done(batch.live.read().batch);
  };
  const read = (batchId: string): BatchRecord | null =>
    running?.live.batchId === batchId ? running.live.read() : readBatch(rooms.reader, batchId);

  return {
    async start(request) {
      const named = [...request.items.map(({ actId }) => actId), ...request.unread];
      if (new Set(named).size !== named.length) {
        return failed({ kind: 'badInput', detail: 'an act stands twice in the batch' });
      }
      if (running || starting) return failed({ kind: 'tokenBusy' });
      starting = true;
      try {
        return await begin(request);
      } finally {
        starting = false;
      }
    },
    async preview(means) {
      const signer = await signerOf(means);
      if (!signer.ok) return signer;
      const acts = means.items.flatMap((actId) => readAct(rooms.reader, actId) ?? []);
      const kept = acts.flatMap((act) => rooms.kindObjection(act, signer.value.electronic) ?? []);
      const [first] = kept.filter((one) => one.kind === 'electronicNotAllowed');
      const findings: RuleFinding[] = [
        ...aboutSigners(acts, { personId: rooms.personId, standsFor: standsForWith(signer.value)() }),
        ...(first ? [{ ...first, acts: kept.length }] : []),
        ...judge(signer.value),
      ];
      return done({ findings, ...experienceWith(rooms.reader, means.certificateSha256) });
    },
    pause(batchId, held) {
      if (running?.live.batchId === batchId) running.live.askPause(held);
      return read(batchId);
    },
    stop(batchId) {
      if (running?.live.batchId === batchId) running.stop();
      return read(batchId);
    },
    read,
    isRunning: () => running !== null || starting,
    isInHand: (actId) => inHand.has(actId),
    async close(patienceMs) {
      const batch = running;
      if (!batch) return;
      batch.stop();
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([batch.ended.catch(() => undefined), patience]);
      clearTimeout(timer);
    },
  };
}
