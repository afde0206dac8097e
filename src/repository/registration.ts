import { createHash } from 'node:crypto';
import type { ActId, Sha256 } from '../contract/ids.ts';
import { type ProblemCode, type RegistrationRequest, type SignedInPlace, SignerNames } from '../contract/wire.ts';
import { type ByteSource, bufferSource } from '../signature/index.ts';
import type { Holder } from './access.ts';
import type { Blobs } from './blobs/port.ts';
import type { GrowthJudge, SignatureJudge } from './judging/judge.ts';
import { anotherPerson, inAnothersName, mayNotSign } from './joint/names.ts';
import type { Electronic } from './people/electronic.ts';
import type { Substitutes } from './people/substitutes.ts';
import type { LogKeeper } from './log/keeper.ts';
import { type RefusalRooms, signRefusal } from './log/refusals.ts';
import type { ReceiptSigner } from './receipts.ts';
import type { Register, Registering } from './register/port.ts';

export type RegistrationOutcome =
  | { readonly kind: 'registered' | 'replayed'; readonly receipt: string }
  /** A repository inside an office has it, and forwards it: nothing is registered yet. */
  | { readonly kind: 'received'; readonly statement: string }
  | RegistrationRefusal;

export interface RegistrationRefusal {
  readonly kind: 'refused';
  readonly code: ProblemCode;
  readonly detail: string;
  /** The same, signed: a JWS. */
  readonly refusal?: string;
}

export interface RegistrationRooms {
  readonly name: string;
  readonly register: Register;
  readonly blobs: Blobs;
  readonly judge: SignatureJudge;
  readonly judgeGrowth: GrowthJudge;
  readonly signer: ReceiptSigner;
  readonly clock: () => Date;
  /** Signs and keeps what is refused for good; null in a repository that registers nothing itself. */
  readonly keeper: LogKeeper | null;
  /** Which acts may be signed electronically, and by whom; null: none. */
  readonly electronic: Electronic | null;
  /** Who signs in whose place; null inside an office, where the central repository says so of what it is brought. */
  readonly substitutes: Substitutes | null;
  /** Renditions are taken one after the other: each is judged behind the newest. */
  readonly inTurn: <T>(errand: () => Promise<T>) => Promise<T>;
  /** Requests of one name come one after the other: copies of a registration find its receipt. */
  readonly turnOf: <T>(name: string, errand: () => Promise<T>) => Promise<T>;
}

/** Whose things came: an office's, by a key of the whole office (`holder` null) or of one person. */
export interface Asking {
  readonly officeId: string;
  readonly holder: Holder | null;
}

const refused = (code: ProblemCode, detail: string): RegistrationRefusal => ({ kind: 'refused', code, detail });

/** The outcome, with its signature where it is a final no. */
export async function signedNo(
  rooms: RefusalRooms,
  { actId, n, sha256 }: { readonly actId: ActId; readonly n: number; readonly sha256: Sha256 },
  outcome: RegistrationOutcome,
): Promise<RegistrationOutcome> {
  if (outcome.kind !== 'refused') return outcome;
  const refusal = await signRefusal(rooms, { actId, n, sha256, code: outcome.code });
  return refusal === null ? outcome : { ...outcome, refusal };
}

/**
 * Registers a signed act, once. Before the yes: the file is durable and hashes to its address, it begins with the very bytes that were
 * proposed and shown (law 2, law 5) and adds nothing to them but a signature, which holds and was made with the certificate the
 * workstation names (law 3); and whoever hands it in says of nobody else that he or she signed it.
 * The act is of the office that asks, and its holder may see it; the caller has seen to that.
 */
export async function registerAct(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  { officeId, holder }: Asking,
): Promise<RegistrationOutcome> {
  const outcome = inAnothersName(holder, request) ?? (await judged(rooms, request, { officeId, holder }));
  return signedNo(rooms, { ...request, n: 0 }, outcome);
}

async function judged(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  { officeId, holder }: Asking,
): Promise<RegistrationOutcome> {
  const receivedAt = rooms.clock().toISOString();
  return rooms.turnOf(request.actId, async () => {
    // A replay answers from the register alone: the first receipt stands, whatever became of the file.
    const known = await rooms.register.answerTo(request);
    if (known) return outcomeOf(known);
    const notSigner = mayNotSign(holder, request, (await rooms.register.proposalOf(request.actId))?.type);
    if (notSigner) return notSigner;
    const [checked, joint] = await Promise.all([
      checkStored(rooms, request, officeId),
      rooms.register.jointOf(request.actId),
    ]);
    if (checked.kind === 'refused') return checked;
    const notSo = await electronicRefusal(rooms, request, checked.electronic);
    if (notSo) return notSo;
    const another = joint && anotherPerson(joint, request, checked.cuil);
    if (another) return another;
    const signing = await inWhosePlace(rooms, request, checked.cuil, officeId);
    return signing.kind === 'refused' ? signing : enter(rooms, signing.request, checked, receivedAt);
  });
}

async function enter(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  { pages, signers }: Sound,
  receivedAt: string,
): Promise<RegistrationOutcome> {
  const entry = { request, pages, signers: told(signers), receivedAt, registeredAt: rooms.clock().toISOString() };
  const outcome = await rooms.register.register(entry, (place) =>
    rooms.signer.sign({ v: 1, repository: rooms.name, ...place }),
  );
  return outcomeOf(outcome);
}

/** As far as the wire tells it. A certificate may call somebody by a longer name than that, and a file bear more signatures. */
function told(signers: readonly string[]): SignerNames | null {
  const names = SignerNames.safeParse(signers.map((name) => name.slice(0, 200)));
  return names.success ? names.data : null;
}

function outcomeOf(outcome: Registering): RegistrationOutcome {
  switch (outcome.kind) {
    case 'registered':
    case 'replayed':
    case 'received':
    case 'refused':
      return outcome;
    case 'reused':
      return refused('act-id-reused', 'the act was registered before with other bytes, or these bytes as another act');
    case 'actUnknown':
      return refused('act-unknown', 'no act of this id was proposed');
    case 'notProposed':
      return refused('not-what-was-shown', 'the document that was signed is not the one proposed');
    case 'returned':
      return refused('act-state', 'the act was returned with remarks');
    case 'outOfTurn':
      return refused('not-your-turn', 'another of its signers comes first');
    case 'signsAgain':
      return refused('substitution-refused', 'the substitute signs this act already');
    case 'anotherSigner':
      return refused('another-signer', 'the act names other persons to sign it');
  }
}

/** Whether an act may be signed as it was: what the certificate says counts, and the request has to say the same. */
export async function electronicRefusal(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  electronic: boolean,
): Promise<RegistrationRefusal | null> {
  const no = (detail: string): RegistrationRefusal => refused('electronic-refused', detail);
  if (electronic !== (request.electronic === true)) return no('the request says otherwise than the certificate');
  if (!electronic) return null;
  if (!rooms.electronic) return no('electronic signatures are not taken here');
  const proposal = await rooms.register.proposalOf(request.actId);
  const objection = proposal && (await rooms.electronic.objection(request, proposal));
  return objection === null ? null : no(objection);
}

/** What was asked, with who it is that signed in the place of another; a no where nobody appointed that person. */
export async function inWhosePlace<Request extends RegistrationRequest>(
  rooms: RegistrationRooms,
  request: Request,
  cuil: string | null,
  officeId: string,
): Promise<
  { readonly kind: 'asked'; readonly request: Request & { readonly substitute?: SignedInPlace } } | RegistrationRefusal
> {
  if (request.standsFor === undefined) return { kind: 'asked', request };
  const no = (detail: string): RegistrationRefusal => refused('substitution-refused', detail);
  const proposal = await rooms.register.proposalOf(request.actId);
  if (!proposal?.signers) return no('the act names nobody to stand for');
  if (!rooms.substitutes) return { kind: 'asked', request };
  const ruling = await rooms.substitutes.judge({ request, officeId, actType: proposal.type, cuil });
  return ruling.kind === 'refused'
    ? no(ruling.detail)
    : { kind: 'asked', request: { ...request, substitute: ruling.substitute } };
}

interface Sound {
  readonly kind: 'sound';
  readonly pages: number;
  readonly cuil: string | null;
  readonly electronic: boolean;
  /** Names of all who signed, the first first. */
  readonly signers: readonly string[];
}
type Checked = Sound | RegistrationRefusal;

/** Looks at a signed file as it lies here. */
export async function checkStored(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  officeId: string,
): Promise<Checked> {
  if (request.electronic && rooms.electronic?.isKnown === false)
    return refused('centre-away', 'not known yet what is signed electronically: the central repository says so');
  const { sha256 } = request;
  const lying = (await rooms.register.isHolder(sha256, officeId)) ? await rooms.blobs.open(sha256) : null;
  if (!lying) return refused('blob-missing', `no file ${sha256}`);
  const file = atHand(lying);
  let checked: Checked | 'damaged';
  try {
    checked = await checkFile(rooms, request, file);
  } finally {
    file.close();
  }
  if (checked !== 'damaged') return checked;
  // The disk changed what was once right. Nothing is promised on it; its place is free for the bytes to be sent again.
  await rooms.blobs.setAside(sha256);
  return refused('blob-missing', `the file ${sha256} was damaged here and set aside: send it again`);
}

async function checkFile(
  rooms: RegistrationRooms,
  request: RegistrationRequest,
  file: ByteSource,
): Promise<Checked | 'damaged'> {
  const prefixSize = Math.min(request.documentSize, file.size);
  const hashes = await hashPrefixAndWhole(file, prefixSize);
  if (hashes.whole !== request.sha256) return 'damaged';
  if (file.size !== request.size) return refused('bad-request', `the file has ${file.size} bytes, not ${request.size}`);
  if (prefixSize === file.size || hashes.prefix !== request.documentSha256) {
    const detail = `the first ${request.documentSize} bytes are not the document that was shown, followed by a signature`;
    return refused('not-what-was-shown', detail);
  }
  const ruling = await rooms.judge(file, request);
  if (ruling.kind === 'holds')
    return {
      ...{ kind: 'sound', pages: ruling.pages, cuil: ruling.cuil ?? null, electronic: ruling.electronic ?? false },
      signers: ruling.signers ?? [],
    };
  const code = ruling.kind === 'changed' ? 'not-what-was-shown' : 'signature-invalid';
  return refused(code, ruling.reason.slice(0, 500));
}

/** What is read whole: nearly every act. Hashing and judging then work on the same bytes, and the file is read once. */
const smallFile = 2 << 20;

function atHand(file: ByteSource): ByteSource {
  if (file.size > smallFile) return file;
  try {
    return bufferSource(file.readSync(0, file.size));
  } finally {
    file.close();
  }
}

/** One pass over the file gives both hashes. */
async function hashPrefixAndWhole(file: ByteSource, prefixSize: number): Promise<{ prefix: string; whole: string }> {
  const hash = createHash('sha256');
  for await (const piece of file.stream(0, prefixSize)) hash.update(piece);
  const prefix = hash.copy().digest('hex');
  for await (const piece of file.stream(prefixSize, file.size)) hash.update(piece);
  return { prefix, whole: hash.digest('hex') };
}
