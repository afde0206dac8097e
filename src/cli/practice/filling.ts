/**
 * Fills the practice repository as a case management system would: case files, proposed acts, and what colleagues signed, registered,
 * returned, noted and brought before, so that each case has an index.
 */
import { Sha256 } from '../../contract/ids.ts';
import type { CaseEntry } from '../../contract/wire-entries.ts';
import type {
  CaseRecord,
  NamedSigner,
  Proposal,
  RegistrationRequest,
  Return,
  SignatureRequest,
} from '../../contract/wire.ts';
import { sha256Hex } from '../../signature/index.ts';
import { type Setter, openSetter } from '../../paper/index.ts';
import {
  type PersonKey,
  type PracticeAct,
  type PracticeCase,
  actIdOf,
  caseIdOf,
  people,
  practiceOffice,
} from './cases.ts';
import { beside, entryOf } from './beside.ts';
import { renderAct } from './paper.ts';
import { type Filling, type Laid, put, putFile, signDocument } from './wire.ts';

const minute = 60_000;

/** The two parts of an office: what a person begins the day with, and all the rest, which may come while the day has begun. */
export interface FillingInTwo {
  readonly tray: () => Promise<void>;
  readonly rest: () => Promise<void>;
}

/** Sends everything that waits to be signed, and then everything else; `onAct` is told after each act. */
export async function fillInTwo(
  cases: readonly PracticeCase[],
  filling: Filling,
  onAct: (done: number, total: number) => void,
): Promise<FillingInTwo> {
  const setter = await openSetter();
  const all = cases.flatMap((file) => file.acts.map((act) => ({ file, act })));
  // Acts reached the office one after the other, the last a few minutes ago.
  const timed = all.map((one, n) => ({ ...one, at: new Date(filling.now.getTime() - (all.length - n) * 7 * minute) }));
  let done = 0;
  const sendThose = async (wanted: (act: PracticeAct) => boolean): Promise<void> => {
    for (const { file, act, at } of timed) {
      if (!wanted(act)) continue;
      await sendAct(setter, file, act, at, filling);
      onAct(++done, all.length);
    }
  };
  return {
    async tray() {
      for (const file of cases) await sendCase(file, filling);
      await sendThose(({ state }) => state === 'toSign');
    },
    async rest() {
      await sendThose(({ state }) => state !== 'toSign');
      for (const file of cases) await beside(setter, file, filling);
    },
  };
}

async function sendCase(file: PracticeCase, filling: Filling): Promise<void> {
  const record: CaseRecord = {
    caseId: caseIdOf(file),
    caseNumber: file.caseNumber,
    caption: file.caption,
    officeId: practiceOffice.officeId,
    confidentialityLevel: file.confidentialityLevel,
    detained: file.detained,
  };
  await put(filling, `/v1/cases/${record.caseId}`, record);
  if (file.flags.fatalDeadline || file.flags.vulnerableVictim)
    await note(filling, file, 'flags', { kind: 'flags', flags: file.flags, detained: file.detained }, filling.now);
}

async function note(
  filling: Filling,
  file: PracticeCase,
  name: string,
  said: Parameters<typeof entryOf>[2],
  at: Date,
): Promise<void> {
  const entry: CaseEntry = entryOf(file, `${file.key} ${name}`, said, at);
  await put(filling, `/v1/cases/${entry.caseId}/entries/${entry.entryId}`, entry);
}

async function sendAct(
  setter: Setter,
  file: PracticeCase,
  act: PracticeAct,
  at: Date,
  filling: Filling,
): Promise<void> {
  if (act.before) await sendFirstTry(setter, file, act, act.before, at, filling);
  const laid = await putFile(filling, await renderAct(setter, file, act));
  await propose(file, act, laid, at, filling);
  if (act.state === 'returned' && act.remark) await giveBack(act, laid, act.remark.by, act.remark.text, at, filling);
  const ready = await signInTurn(file, act, laid, at, filling);
  if (act.state !== 'registered') return;
  await register(file, act, ready, at, filling);
  const actId = actIdOf(act);
  for (const { addressee, means } of act.notified)
    await note(filling, file, `${act.key} ${addressee}`, { kind: 'notified', actId, addressee, means }, at);
  if (act.sealed) await note(filling, file, `${act.key} sealed`, { kind: 'sealed', actId, reason: act.sealed }, at);
}

/** The act as it was put before its signer the first time, and came back. */
async function sendFirstTry(
  setter: Setter,
  file: PracticeCase,
  act: PracticeAct,
  { type, body, remark, by }: NonNullable<PracticeAct['before']>,
  at: Date,
  filling: Filling,
): Promise<void> {
  const tried = { ...act, type: type ?? act.type, body: body ?? [...act.body, '(Primera redacción.)'] };
  const earlier = new Date(at.getTime() - 3 * minute);
  const laid = await putFile(filling, await renderAct(setter, file, tried));
  await propose(file, tried, laid, earlier, filling);
  await giveBack(act, laid, by, remark, earlier, filling);
}

async function propose(
  file: PracticeCase,
  act: PracticeAct,
  { bytes, sha256 }: Laid,
  proposedAt: Date,
  filling: Filling,
): Promise<void> {
  const due = act.dueInHours === null ? null : new Date(filling.now.getTime() + act.dueInHours * 60 * minute);
  await put(filling, `/v1/acts/${actIdOf(act)}/proposal`, {
    ...{ actId: actIdOf(act), caseId: caseIdOf(file), officeId: practiceOffice.officeId },
    ...{ type: act.type, title: act.title, author: act.author },
    confidentialityLevel: Math.max(file.confidentialityLevel, act.level ?? 0),
    dueAt: due?.toISOString() ?? null,
    ...{ documentSha256: sha256, size: bytes.length },
    vouchedBy: act.vouched ? people.lapaco.name : null,
    proposedAt: proposedAt.toISOString(),
    ...signersNamed(act),
  } satisfies Proposal);
}

async function giveBack(
  act: PracticeAct,
  { sha256 }: Laid,
  by: PersonKey,
  remark: string,
  at: Date,
  filling: Filling,
): Promise<void> {
  await put(filling, `/v1/acts/${actIdOf(act)}/return`, {
    ...{ actId: actIdOf(act), documentSha256: sha256, remark },
    ...{ returnedBy: people[by].name, returnedAt: at.toISOString() },
  } satisfies Return);
}

/** Who comes before the last of its signers signs, one on top of the other; answers what the last one has before him or her. */
async function signInTurn(file: PracticeCase, act: PracticeAct, laid: Laid, at: Date, filling: Filling): Promise<Laid> {
  let before = laid;
  for (const [index, key] of (act.signers ?? []).slice(0, -1).entries()) {
    const n = index + 1;
    const signed = await signAndPut(before, key, at, filling);
    await put(filling, `/v1/acts/${actIdOf(act)}/signatures/${n}`, {
      ...signatureOf(file, act, before, signed, key, at, filling),
      ...{ n, personId: key },
    } satisfies SignatureRequest);
    before = signed;
  }
  return before;
}

/** The last signs, and the repository registers the act. */
async function register(file: PracticeCase, act: PracticeAct, before: Laid, at: Date, filling: Filling): Promise<void> {
  const key = act.signers?.at(-1) ?? act.signer;
  const signed = await signAndPut(before, key, at, filling);
  await put(filling, `/v1/acts/${actIdOf(act)}/registration`, {
    ...signatureOf(file, act, before, signed, key, at, filling),
    ...(act.signers ? { personId: key } : {}),
  } satisfies RegistrationRequest);
}

async function signAndPut({ bytes }: Laid, key: PersonKey, at: Date, filling: Filling): Promise<Laid> {
  return putFile(filling, await signDocument(bytes, filling.signers[key], at));
}

function signatureOf(
  file: PracticeCase,
  act: PracticeAct,
  before: Laid,
  signed: Laid,
  key: PersonKey,
  at: Date,
  filling: Filling,
): Omit<RegistrationRequest, 'personId'> {
  return {
    ...{ actId: actIdOf(act), caseId: caseIdOf(file), sha256: signed.sha256, size: signed.bytes.length },
    ...{ documentSha256: Sha256.parse(sha256Hex(before.bytes)), documentSize: before.bytes.length },
    certificateSha256: Sha256.parse(filling.signers[key].certificateSha256),
    ...{ signedAt: at.toISOString(), deviceId: 'practica' },
  };
}

/** Who signs together, in their order; and whoever alone is to sign what waits, unless it is whose office this is: no other then finds it in the tray. */
function signersNamed({ signers, signer, state }: PracticeAct): Pick<Proposal, 'signers'> {
  const keys = signers ?? (state === 'toSign' && signer !== 'quiros' ? [signer] : []);
  return keys.length > 0 ? { signers: keys.map(namedSigner) } : {};
}

const namedSigner = (key: PersonKey): NamedSigner => ({ personId: key, ...people[key] });
