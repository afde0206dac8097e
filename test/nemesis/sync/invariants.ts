/**
 * What must hold of a whole history. Pure, so that each check can be seen to fail (test/casework/sync/invariants.test.ts).
 */
import type { DeskEvidence, History } from './history.ts';

/** Beyond the line's own time. */
export const drainGraceMs = 60_000;

/** Each broken promise, in words that name the invariant; empty when all hold. */
export function violationsOf(history: History): string[] {
  return [
    ...keptIsSigned(history),
    ...signedIsRegistered(history),
    ...onceAndDense(history),
    ...inOrder(history),
    ...receiptsHold(history),
    ...filesHold(history),
    ...feedsAgree(history),
    ...noTextIsLost(history),
    ...revokedReadsNothing(history),
    ...nothingReadable(history),
    ...unsentComesBack(history),
    ...halvesHold(history),
    ...renditionsHold(history),
    ...screensToldTheTruth(history),
  ];
}

/** I1: every act whose signing was told to a person is in the journal, whole, after any crash. */
function keptIsSigned({ entries, desks, register, loss }: History): string[] {
  const found: string[] = [];
  for (const { seen } of entries) {
    if (seen.kind !== 'kept') continue;
    const desk = desks.find((one) => one.desk === seen.desk);
    if (!desk || ![...desk.signed, ...desk.halves].some(({ actId }) => actId === seen.actId))
      found.push(`I1: ${seen.actId} was called kept at desk ${seen.desk} and is not in its journal`);
  }
  for (const desk of desks) {
    if (!desk.journalWhole) found.push(`I1: the journal of desk ${desk.desk} is broken`);
    // What the repository had before a desk was lost is no part of its second copy: it is fetched again when somebody asks for it.
    const elsewhere = new Set(
      loss?.desk === desk.desk ? [...register.registrations, ...register.halves].map(({ sha256 }) => sha256) : [],
    );
    for (const sha256 of desk.missingFiles)
      if (!elsewhere.has(sha256)) found.push(`I1: desk ${desk.desk} lost the file ${sha256}`);
    for (const sha256 of desk.damagedFiles) found.push(`I1: desk ${desk.desk} has the file ${sha256} damaged`);
  }
  return found;
}

/** I2: every act in a journal is registered once the line healed, in time; of a contested act, one desk's is and the other is told no. */
function signedIsRegistered({ desks, register, contested, drain }: History): string[] {
  const found: string[] = [];
  const registered = new Map(register.registrations.map((one) => [one.actId, one.sha256]));
  for (const desk of desks) {
    for (const { actId, sha256 } of desk.signed) {
      const row = desk.outbox.find((one) => one.actId === actId);
      const won = registered.get(actId) === sha256;
      if (won && row?.state !== 'registered')
        found.push(`I2: ${actId} is registered, and ${row?.state} at desk ${desk.desk}`);
      if (won) continue;
      const lost = contested.includes(actId) && registered.has(actId) && row?.state === 'refused';
      if (!lost) found.push(`I2: ${actId} of desk ${desk.desk} is ${row?.state ?? 'gone'} (${row?.trouble ?? '-'})`);
    }
  }
  if (drain.tookMs > drain.lineMs + drainGraceMs)
    found.push(`I2: drained after ${drain.tookMs} ms, where the line takes ${drain.lineMs} ms`);
  return found;
}

/** I3: an act is registered once, and the numbers and fojas of a case have neither gaps nor doubles. */
function onceAndDense({ register }: History): string[] {
  const found: string[] = [];
  const cases = Map.groupBy(register.registrations, ({ caseId }) => caseId);
  for (const [actId, list] of Map.groupBy(register.registrations, (one) => one.actId)) {
    if (list.length > 1) found.push(`I3: ${actId} was registered ${list.length} times`);
  }
  for (const [caseId, list] of cases) {
    const ordered = [...list].sort((a, b) => a.number - b.number);
    if (ordered.some(({ number }, index) => number !== index + 1))
      found.push(`I3: ${caseId} has the numbers ${ordered.map(({ number }) => number).join(' ')}`);
    if (ordered.some(({ folioFrom }, index) => folioFrom !== (ordered[index - 1]?.folioTo ?? 0) + 1))
      found.push(`I3: ${caseId} has fojas with a gap or twice`);
  }
  return found;
}

/** I4: for one desk and one case, the register's order is the order of signing. */
function inOrder({ desks, register }: History): string[] {
  const found: string[] = [];
  const numbers = new Map(register.registrations.map((one) => [`${one.actId} ${one.sha256}`, one.number]));
  for (const { desk, signed } of desks) {
    for (const [caseId, list] of Map.groupBy(signed, (one) => one.caseId)) {
      const given = list.flatMap(({ actId, sha256 }) => numbers.get(`${actId} ${sha256}`) ?? []);
      if (given.some((number, index) => index > 0 && number < given[index - 1]!))
        found.push(`I4: desk ${desk} signed in ${caseId} what was numbered ${given.join(' ')}`);
    }
  }
  return found;
}

/** I5: a receipt is valid exactly where the register has the row, with the very same bytes; what is sent again answers it. */
function receiptsHold({ desks, register }: History): string[] {
  const found: string[] = [];
  const rows = new Map(register.registrations.map((one) => [one.actId, one]));
  for (const { desk, receipts } of desks) {
    for (const { actId, jws, verified } of receipts) {
      if (!verified) found.push(`I5: desk ${desk} keeps a receipt of ${actId} that does not verify`);
      if (rows.get(actId)?.jws !== jws)
        found.push(`I5: desk ${desk} keeps another receipt of ${actId} than the register`);
    }
  }
  for (const row of register.registrations) {
    if (!row.verified) found.push(`I5: the register's receipt of ${row.actId} does not verify`);
    if (row.served !== row.jws) found.push(`I5: ${row.actId} answers another receipt than its feed`);
  }
  for (const { actId, same, told } of register.replays) {
    if (!same) found.push(`I5: ${actId}, sent again, was told ${told}`);
  }
  return found;
}

/** I6: what is served under a hash hashes to it; every registered file is there. */
function filesHold({ register }: History): string[] {
  const found = register.blobs.filter(({ sound }) => !sound).map(({ sha256 }) => `I6: ${sha256} is not itself`);
  const there = new Set(register.blobs.map(({ sha256 }) => sha256));
  for (const { sha256, actId } of register.registrations) {
    if (!there.has(sha256)) found.push(`I6: the file of ${actId} was not looked at`);
  }
  return found;
}

/** I7: the feed tells the same story however it is read. */
function feedsAgree({ register }: History): string[] {
  const [first, ...others] = register.feeds;
  if (!first || others.length === 0) return ['I7: the feed was not read'];
  return others.filter(({ text }) => text !== first.text).map(({ how }) => `I7: the feed differs when read ${how}`);
}

/** I9: a revoked desk is told nothing more, has nothing left of what it had fetched, and a copy of that says nothing any more. */
function revokedReadsNothing({ loss }: History): string[] {
  if (!loss) return [];
  const found = loss.left.map((file) => `I9: the revoked desk ${loss.desk} still has ${file}`);
  if (loss.oldCopyOpens) found.push(`I9: what desk ${loss.desk} had fetched can be read from a copy of it`);
  if (loss.answers.length === 0) found.push(`I9: nothing was asked with the key of the revoked desk ${loss.desk}`);
  for (const { asked, status } of loss.answers)
    if (status !== 401 && status !== 403)
      found.push(`I9: the revoked desk ${loss.desk} was answered ${status}: ${asked}`);
  return found;
}

/** I11: what a revoked desk had signed and not sent is there after the recovery, whole. */
const unsentComesBack = ({ loss }: History): string[] =>
  (loss?.unsent ?? [])
    .filter(({ recovered }) => recovered !== 'good')
    .map(
      ({ actId, recovered }) => `I11: ${actId} of the lost desk ${loss?.desk} came back as ${recovered ?? 'nothing'}`,
    );

/** I10: nothing of a document or a caption lies readable on a desk's disk. */
function nothingReadable({ desks, canaries }: History): string[] {
  if (canaries === 0) return ['I10: no canary was set out'];
  return desks.flatMap(({ desk, plaintext }) =>
    plaintext.map((file) => `I10: desk ${desk} has readable text in ${file}`),
  );
}

/** Acts of several signers: registered once, over every signature before the last, each of which its desk knows to be there. */
function halvesHold({ desks, register, joint }: History): string[] {
  const found: string[] = [];
  for (const actId of joint) {
    const taken = register.halves.filter((half) => half.actId === actId);
    if (taken.length !== 1 || taken[0]!.n !== 1) found.push(`J: ${actId} has ${taken.length} first signatures`);
    if (!register.registrations.some((one) => one.actId === actId)) found.push(`J: ${actId} was never registered`);
  }
  for (const { actId, n, verified, sound } of register.halves) {
    if (!verified) found.push(`J: what is said of signature ${n} of ${actId} does not verify`);
    if (!sound) found.push(`J: ${actId} was not registered over signature ${n}`);
  }
  const there = new Set(register.halves.map(({ sha256 }) => sha256));
  for (const { desk, halves } of desks) {
    for (const { actId, sha256, state } of halves) {
      if (state !== 'received' || !there.has(sha256))
        found.push(
          `J: the signature of desk ${desk} on ${actId} is ${state}${there.has(sha256) ? '' : ', and not there'}`,
        );
    }
  }
  return found;
}

/** Law 5: each rendition begins with the file before it, has its place once, and nothing is left on its way. */
function renditionsHold({ desks, register }: History): string[] {
  const found: string[] = [];
  for (const [actId, list] of Map.groupBy(register.renditions, (one) => one.actId)) {
    let before = register.registrations.find((one) => one.actId === actId)?.sha256;
    for (const [index, one] of [...list].sort((a, b) => a.n - b.n).entries()) {
      if (one.n !== index + 1) found.push(`R: ${actId} has rendition ${one.n} in place ${index + 1}`);
      if (one.prefixSha256 !== before)
        found.push(`R: rendition ${one.n} of ${actId} does not follow the file before it`);
      if (!one.verified || !one.sound) found.push(`R: rendition ${one.n} of ${actId} does not hold`);
      before = one.sha256;
    }
  }
  const taken = new Set(register.renditions.map(({ actId, n, sha256 }) => `${actId} ${n} ${sha256}`));
  for (const { desk, renditions, outbox } of desks) {
    for (const { actId, n, sha256, state } of renditions) {
      const isLost = outbox.some((row) => row.actId === actId && row.state === 'refused');
      // Taken, and the answer still on its way when the desk was ended: it is asked again at the next start.
      const isTaken = taken.has(`${actId} ${n} ${sha256}`);
      if (state === 'waiting' && !isLost && !isTaken)
        found.push(`R: rendition ${n} of ${actId} still waits at desk ${desk}`);
      if (state === 'registered' && !isTaken)
        found.push(`R: desk ${desk} calls rendition ${n} of ${actId} registered, and it is not`);
    }
  }
  return found;
}

/** I8: every text that was called saved can be shown where it was saved, as it was; each in hand lies at the repository, and all called sent. */
function noTextIsLost({ entries, desks, register }: History): string[] {
  const found: string[] = [];
  for (const { seen } of entries) {
    if (seen.kind !== 'saved') continue;
    const held = desks
      .find(({ desk }) => desk === seen.desk)
      ?.texts.find(({ versionId }) => versionId === seen.versionId);
    if (!held) found.push(`I8: ${seen.versionId}, saved at desk ${seen.desk}, is not to be had there`);
    else if (held.text !== seen.text)
      found.push(`I8: ${seen.versionId} is another text at desk ${seen.desk} than was saved`);
  }
  for (const { desk, draftsWaiting } of desks)
    if (draftsWaiting !== 0) found.push(`I8: ${draftsWaiting} drafts of desk ${desk} are not at the repository`);
  const held = new Map(desks.flatMap(({ texts }) => texts.map(({ versionId, text }) => [versionId, text] as const)));
  for (const { versionId, text } of register.texts) {
    if (text !== held.get(versionId)) found.push(`I8: ${versionId} is not at the repository as it was saved`);
  }
  return found;
}

/** Law 7: what a screen called registered is; and a queue that a screen calls empty is. */
function screensToldTheTruth({ entries, desks, register }: History): string[] {
  const found: string[] = [];
  const registered = new Map(register.registrations.map((one) => [one.actId, one.sha256]));
  for (const { seen } of entries) {
    if (seen.kind === 'shownRegistered' && !registered.has(seen.actId))
      found.push(`law 7: desk ${seen.desk} showed ${seen.actId} as registered`);
  }
  for (const desk of desks) {
    const last = lastLine(entries, desk);
    const open = desk.outbox.filter(({ state }) => ['waiting', 'sent', 'received'].includes(state)).length;
    if (last && last.waiting !== open) found.push(`law 7: desk ${desk.desk} said ${last.waiting} wait, and ${open} do`);
  }
  return found;
}

function lastLine(entries: History['entries'], { desk }: DeskEvidence) {
  const last = entries.findLast(({ seen }) => seen.kind === 'line' && seen.desk === desk)?.seen;
  return last?.kind === 'line' ? last.line : null;
}
