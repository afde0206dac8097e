/**
 * The volume set: an office with a tray of thousands, a case with an index of tens of thousands of lines and a document of thousands of
 * pages. Everything goes through the repository's own doors, as the rest of the practice office does; the acts share a few sheets, so
 * that the disk holds lines and not paper.
 */
import { type CaseId, Sha256 } from '../../contract/ids.ts';
import type { CaseRecord, Proposal, RegistrationRequest } from '../../contract/wire.ts';
import { openSetter } from '../../paper/index.ts';
import { type PracticeAct, type PracticeCase, actIdOf, caseIdOf, people, practiceOffice } from './cases.ts';
import { longPaper } from './long-paper.ts';
import { renderAct } from './paper.ts';
import { type Filling, type Laid, put, putFile, signDocument } from './wire.ts';

export interface VolumeSizes {
  /** Acts to sign, over `cases` cases. */
  readonly tray: number;
  readonly cases: number;
  /** Registered acts of one case. */
  readonly index: number;
  /** Of the long document, which waits to be signed. */
  readonly pages: number;
}

export const wholeVolume: VolumeSizes = { tray: 5000, cases: 200, index: 40_000, pages: 2000 };

/** So many sheets are shared by all acts. */
const sheets = 20;
/** Requests on their way at once. */
const abreast = 12;

const captions = [
  'ÑANDUBAY O’DONNELL, María de los Ángeles s/ defraudación',
  'GÜIRALDES PEÑALOZA, Íñigo s/ lesiones leves',
  'D’ALESSANDRO, Ezequiel Ignacio y otros s/ asociación ilícita y falsificación de instrumento público',
  'N.N. s/ hurto',
  'AGÜERO MUÑIZ, Begoña s/ amenazas',
] as const;

const numbered = (n: number, width: number): string => String(n).padStart(width, '0');

/** The n-th case: the first holds the long index, the others the tray. */
export function volumeCase(n: number): PracticeCase {
  return {
    key: `V${n}`,
    caseNumber: `97-00-${numbered(900_000 + n, 6)}-26`,
    caption: n === 0 ? 'Causa de volumen s/ índice extenso' : `${captions[n % captions.length]!} (${n})`,
    ...{ confidentialityLevel: 1, detained: n % 17 === 3 },
    flags: { fatalDeadline: false, vulnerableVictim: n % 13 === 5 },
    letterhead: ['Ministerio Público · Departamento Judicial Laguna Clara', practiceOffice.name],
    ...{ acts: [], pieces: [], drafts: [] },
  };
}

const kinds = ['providencia simple', 'oficio', 'cédula', 'constancia/nota actuarial'] as const;

/** The n-th act of the tray or of the index. */
export function volumeAct(n: number, state: 'toSign' | 'registered'): PracticeAct {
  const type = kinds[n % kinds.length]!;
  return {
    key: `V-${state}-${n}`,
    ...{ type, title: `${type.charAt(0).toUpperCase()}${type.slice(1)} ${n + 1}: agréguese y hágase saber` },
    author: [people.caceres.name, people.lapaco.name][n % 2]!,
    ...{ state, signer: state === 'registered' ? 'irigoyti' : 'quiros' },
    ...{ signers: null, before: null, remark: null, notified: [], sealed: null, level: null },
    ...{ vouched: n % 3 === 0, dueInHours: n % 40 === 7 ? 24 + (n % 90) : null },
    ...{ place: 'Laguna Clara', date: '16 de septiembre de 2026' },
    body: [`Hoja de volumen ${(n % sheets) + 1}. Por recibido, agréguese y téngase presente.`],
  };
}

/** As it is sent: `n` gives its place in time. */
export function volumeProposal(caseId: CaseId, act: PracticeAct, document: Laid, n: number, now: Date): Proposal {
  const due = act.dueInHours === null ? null : new Date(now.getTime() + act.dueInHours * 3_600_000);
  return {
    ...{ actId: actIdOf(act), caseId, officeId: practiceOffice.officeId },
    ...{ type: act.type, title: act.title, author: act.author, confidentialityLevel: 1 },
    ...{ dueAt: due?.toISOString() ?? null, documentSha256: document.sha256, size: document.bytes.length },
    vouchedBy: act.vouched ? people.lapaco.name : null,
    proposedAt: new Date(now.getTime() - 7 * 86_400_000 + n * 1000).toISOString(),
  };
}

export const volumeRecord = (file: PracticeCase): CaseRecord => ({
  ...{ caseId: caseIdOf(file), caseNumber: file.caseNumber, caption: file.caption },
  ...{ officeId: practiceOffice.officeId, confidentialityLevel: 1, detained: file.detained },
});

/** The sheets that all acts of the volume share, as they are proposed. */
export async function volumeSheets(): Promise<Uint8Array[]> {
  const setter = await openSetter();
  const made: Uint8Array[] = [];
  for (let n = 0; n < sheets; n += 1) made.push(await renderAct(setter, volumeCase(0), volumeAct(n, 'registered')));
  return made;
}

/** The long document's act, the first of the tray but for detained persons. */
export const longAct = (pages: number): PracticeAct => ({
  ...volumeAct(0, 'toSign'),
  ...{ key: 'V-largo', title: `Anexo documental de ${pages} fojas`, dueInHours: 1, vouched: false },
});

/** Sends it all; `onAct` is told after each act. */
export async function fillVolume(
  filling: Filling,
  sizes: VolumeSizes,
  onAct: (done: number, total: number) => void,
): Promise<void> {
  const total = sizes.tray + sizes.index + 1;
  let done = 0;
  const cases = Array.from({ length: sizes.cases + 1 }, (_, n) => volumeCase(n));
  for (const file of cases) await put(filling, `/v1/cases/${caseIdOf(file)}`, volumeRecord(file));
  const laid: Laid[] = [];
  for (const bytes of await volumeSheets()) laid.push(await putFile(filling, bytes));
  const signed: Laid[] = [];
  for (const { bytes } of laid)
    signed.push(await putFile(filling, await signDocument(bytes, filling.signers.irigoyti, filling.now)));

  const propose = async (file: PracticeCase, act: PracticeAct, document: Laid, n: number): Promise<void> => {
    const proposal = volumeProposal(caseIdOf(file), act, document, n, filling.now);
    await put(filling, `/v1/acts/${proposal.actId}/proposal`, proposal);
  };
  const long = await putFile(filling, longPaper(sizes.pages));
  await propose(cases[1]!, longAct(sizes.pages), long, 0);
  onAct(++done, total);
  await many(sizes.tray, async (n) => {
    await propose(cases[1 + (n % sizes.cases)]!, volumeAct(n, 'toSign'), laid[n % sheets]!, n);
    onAct(++done, total);
  });
  await many(sizes.index, async (n) => {
    const act = volumeAct(n, 'registered');
    await propose(cases[0]!, act, laid[n % sheets]!, n);
    await register(filling, caseIdOf(cases[0]!), act, laid[n % sheets]!, signed[n % sheets]!);
    onAct(++done, total);
  });
}

async function register(filling: Filling, caseId: CaseId, act: PracticeAct, before: Laid, signed: Laid): Promise<void> {
  await put(filling, `/v1/acts/${actIdOf(act)}/registration`, {
    ...{ actId: actIdOf(act), caseId, sha256: signed.sha256, size: signed.bytes.length },
    ...{ documentSha256: before.sha256, documentSize: before.bytes.length },
    certificateSha256: Sha256.parse(filling.signers.irigoyti.certificateSha256),
    ...{ signedAt: filling.now.toISOString(), deviceId: 'practica' },
  } satisfies RegistrationRequest);
}

/** Does it for 0 to count - 1, in that order, some at once. */
async function many(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: abreast }, worker));
}
