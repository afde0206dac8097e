/**
 * Raising a signed PDF to a level that lasts, by appending only (EN 319 142-1, 5.4 and 6): a time-stamp over a document whose
 * signatures have none (B-T), the validation data of everything in it (B-LT), a time-stamp over all of that (B-LTA), and later the
 * same again for the time-stamp that ages.
 */
import type { ByteSource } from '../../bytes.ts';
import { createDigest } from '../../crypto.ts';
import type { Hash } from '../../crypto.ts';
import { openPdf } from '../../pdf/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import { editDict } from '../../pdf/write/edit.ts';
import { IncrementalUpdate } from '../../pdf/write/update.ts';
import { Memory } from '../../trust/memory.ts';
import { PadesError } from '../errors.ts';
import { extensionChanges } from '../extension.ts';
import { viewOf } from '../place.ts';
import { refuseAmbiguity, refuseFile } from '../refusals.ts';
import { appendedSource } from './appended.ts';
import { archiveStampOf, assess, collectFor, distinct, proofsOf, sourcesOf, trustedStamps } from './assess.ts';
import { stampDocument } from './document-stamp.ts';
import type { Material } from './material.ts';
import { extendStore, readStore, refuseOddStore } from './store.ts';
import type { StoreAdditions, ValidationStore } from './store.ts';
import { surveyPdf } from './survey.ts';
import type { Survey } from './survey.ts';
import type { Increment, MissingPiece, RaiseRequest, RaiseResult, RaiseStanding } from './types.ts';

/** What is to be appended, and what the document will then be. Nothing has been written. */
export interface RaisePlan {
  readonly updates: readonly Buffer[];
  readonly increments: readonly Increment[];
  readonly inputSize: number;
  readonly inputSha256: string;
  readonly size: number;
  readonly sha256: string;
  readonly standing: RaiseStanding;
  /** What making it has read and verified: it holds no opinions, so the check may use it, too. */
  readonly memory: Memory;
}

type PlanRequest = Omit<RaiseRequest, 'sink'>;
type RaiseWork = PlanRequest & { readonly memory: Memory };

/**
 * Raises a signed document as far as it can be raised now. Whatever could not be had is named in the result; a level is never claimed
 * that the raised bytes, read again, do not have.
 * @throws PdfError when the document cannot be read or nothing may be appended to it; PadesError `authCode`, `permission`,
 * `formBroken` (nothing may be appended), `inputChanged` (the source gave other bytes when it was read again), `checkFailed` (what
 * was made does not hold, and was not given away); and whatever source and sink throw.
 */
export async function raisePdf(request: RaiseRequest): Promise<RaiseResult> {
  const plan = await planRaise(request);
  if (plan.updates.length === 0) return { kind: 'unchanged', ...plan.standing };
  await checkRaised(appendedSource(request.source, Buffer.concat(plan.updates)), plan, request);
  await writeRaised(plan, request);
  return resultOf(plan);
}

/** What `raisePdf` says of a plan that was carried out. */
export function resultOf({ standing, increments, inputSize, inputSha256, size, sha256 }: RaisePlan): RaiseResult {
  const updateSize = size - inputSize;
  return { kind: 'raised', inputSize, inputSha256, updateSize, size, sha256, increments, ...standing };
}

/** Copies the source and appends the plan's updates. @throws PadesError `inputChanged`. */
export async function writeRaised(
  plan: RaisePlan,
  { source, sink }: Pick<RaiseRequest, 'source' | 'sink'>,
): Promise<void> {
  const hash = createDigest('sha256');
  for await (const piece of source.stream(0, source.size)) {
    const written = sink.append(piece);
    hash.update(piece);
    await written;
  }
  if (hash.digest('hex') !== plan.inputSha256) throw new PadesError('inputChanged', 'the document gave other bytes');
  for (const update of plan.updates) await sink.append(update);
}

/**
 * Reads a raised document where it lies and finds out by itself what it is: its SHA-256, and that every signature and time-stamp holds
 * and the level is the one claimed.
 * @throws PadesError `checkFailed`.
 */
export async function checkRaised(
  written: ByteSource,
  plan: Pick<RaisePlan, 'sha256' | 'standing' | 'memory'>,
  request: PlanRequest,
): Promise<void> {
  const { memory } = plan;
  const document = open(written, request);
  const survey = await surveyPdf(document, written, memory, request.known);
  const { reached } = await assess(survey, readStore(document, memory), { ...request, memory });
  const sha256 = survey.hash.copy().digest('hex');
  if (sha256 !== plan.sha256) throw new PadesError('checkFailed', `the raised document's SHA-256 is ${sha256}`);
  if (reached !== plan.standing.reached) {
    throw new PadesError('checkFailed', `the raised document has level ${reached}, not ${plan.standing.reached}`);
  }
}

function open(source: ByteSource, { limits, password }: Pick<RaiseRequest, 'limits' | 'password'>): PdfDocument {
  return openPdf(source, { ...limits, password });
}

/** Finds out what there is and what is missing, and makes the updates. Nothing is written. */
export async function planRaise(asked: PlanRequest): Promise<RaisePlan> {
  const request: RaiseWork = { ...asked, memory: asked.memory ?? new Memory() };
  const { source } = request;
  const document = open(source, request);
  refuseAppending(document);
  const survey = await surveyPdf(document, source, request.memory, request.known);
  const draft = new Draft(request, document, survey);
  const missing = obstaclesOf(survey) ?? (await raiseDraft(draft, request));
  return draft.finish(missing);
}

function obstaclesOf({ broken, signatures }: Survey): MissingPiece[] | null {
  if (broken.length > 0) return broken.map((each) => ({ kind: 'brokenSignature', ...each }));
  return signatures.length === 0 ? [{ kind: 'noSignature' }] : null;
}

/** One level after the other, until one cannot be reached; returns what that one lacks. */
async function raiseDraft(draft: Draft, request: PlanRequest): Promise<readonly MissingPiece[]> {
  if (!(await draft.hasProofs())) {
    const missing = await draft.stamp('signature');
    if (missing !== null) return [missing];
  }
  if (request.level === 'B-T') return [];
  const archive = archiveStampOf(draft.survey, draft.store);
  const renews = archive !== null && request.level === 'B-LTA' && isDue(archive.certificate.notAfter, request);
  const material = await draft.collect(renews ? null : archive);
  if (material.missing.length > 0) return distinct(material.missing);
  const added = draft.addData(material);
  if (request.level === 'B-LT') return [];
  if (archive !== null && !added && !renews && (await draft.standing()).reached === 'B-LTA') return [];
  const missing = await draft.stamp('archive');
  return missing === null ? [] : [missing];
}

const day = 86_400_000;
const defaultRenewBefore = 365;

function isDue(ends: Date, { renew, renewBeforeDays, at }: PlanRequest): boolean {
  return renew === 'always' || ends.getTime() - at.getTime() < (renewBeforeDays ?? defaultRenewBefore) * day;
}

/** A document in the making: the source and the updates so far, with what is known of them. */
class Draft {
  readonly #request: RaiseWork;
  readonly #updates: Buffer[] = [];
  readonly #increments: Increment[] = [];
  readonly #inputHash: Hash;
  #hash: Hash;
  #document: PdfDocument;
  survey: Survey;
  store: ValidationStore;

  constructor(request: RaiseWork, document: PdfDocument, survey: Survey) {
    this.#request = request;
    this.survey = survey;
    this.#inputHash = survey.hash;
    this.#hash = survey.hash;
    this.#document = document;
    this.store = readStore(this.#document, this.#request.memory);
  }

  /** Whether a trusted time-stamp proves the time of every signature. */
  async hasProofs(): Promise<boolean> {
    const sources = sourcesOf(this.#request, this.store, this.survey, this.#request);
    for (const signature of this.survey.signatures) {
      if ((await trustedStamps(proofsOf(signature, this.survey), sources)).length === 0) return false;
    }
    return true;
  }

  async collect(except: Survey['documentStamps'][number] | null): Promise<Material> {
    return collectFor(this.survey, sourcesOf(this.#request, this.store, this.survey, this.#request), except);
  }

  standing(): Promise<Omit<RaiseStanding, 'missing'>> {
    return assess(this.survey, this.store, this.#request);
  }

  /** Appends a document time-stamp; returns what is missing when nobody gives one. */
  async stamp(purpose: 'signature' | 'archive'): Promise<MissingPiece | null> {
    const { intermediates = [] } = this.#request;
    const certificates = [...intermediates, ...this.store.certificates];
    const result = await stampDocument(this.#document, this.#hash, { ...this.#request, intermediates: certificates });
    if (result.kind === 'none') return { kind: 'timeStamp', purpose, tries: result.tries };
    this.#take(result.update, purpose === 'signature' ? 'timeStamp' : 'archiveTimeStamp');
    this.survey = { ...this.survey, documentStamps: [...this.survey.documentStamps, result.stamp] };
    return null;
  }

  /** Appends the validation data that the document does not have yet; false when it has everything. */
  addData({ certificates, statements }: Material): boolean {
    const { known } = this.store;
    const additions: StoreAdditions = {
      certificates: [...certificates].filter(([sha256]) => !known.has(sha256)).map(([, each]) => each),
      statements: [...statements].filter(([sha256]) => !known.has(sha256)).map(([, each]) => each),
    };
    if (additions.certificates.length + additions.statements.length === 0) return false;
    const update = new IncrementalUpdate(this.#document);
    const { dict, ref } = this.#document.catalog();
    const changes = {
      ...extensionChanges(this.#document, dict, update),
      ...extendStore(this.#document, update, additions),
    };
    if (Object.keys(changes).length > 0) update.put(ref, editDict(dict, changes));
    this.#take(update.layOut().bytes, 'validationData');
    return true;
  }

  /** What the document is now, with all updates. */
  async finish(missing: readonly MissingPiece[]): Promise<RaisePlan> {
    const inputSize = this.#request.source.size;
    return {
      updates: this.#updates,
      increments: this.#increments,
      inputSize,
      inputSha256: this.#inputHash.copy().digest('hex'),
      size: this.#document.source.size,
      sha256: this.#hash.copy().digest('hex'),
      standing: { ...(await this.standing()), missing },
      memory: this.#request.memory,
    };
  }

  #take(update: Buffer, kind: Increment['kind']): void {
    this.#updates.push(update);
    this.#increments.push({ kind, size: update.length });
    this.#hash = this.#hash.copy().update(update);
    const joined = appendedSource(this.#request.source, Buffer.concat(this.#updates));
    this.#document = open(joined, this.#request);
    this.store = readStore(this.#document, this.#request.memory);
  }
}

/** @throws PdfError, PadesError when nothing may be appended to the document. */
function refuseAppending(document: PdfDocument): void {
  refuseFile(document);
  refuseAmbiguity(document.trailer, ['Root', 'Size', 'Prev', 'Encrypt', 'ID', 'AuthCode']);
  const { catalog, form } = viewOf(document);
  refuseAmbiguity(catalog, ['AcroForm', 'Pages', 'DSS', 'Extensions', 'Version']);
  refuseOddStore(document);
  const problem = form?.problems[0];
  if (problem) throw new PadesError('formBroken', `the form is no tree: ${problem.kind}, object ${problem.num}`);
}
