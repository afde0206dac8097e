/** Levels in words and in JSON: what was reached, what is missing, until when it holds. */
import { createFormats } from '../../contract/words/formats.ts';
import type { Certificate, MissingPiece, PadesLevel, RaiseStanding } from '../../signature/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';

/** What is said of one file's level. */
export interface Standing extends Pick<RaiseStanding, 'missing' | 'revoked' | 'renewBefore'> {
  readonly asked: PadesLevel;
  readonly reached: PadesLevel | null;
}

const order: readonly (PadesLevel | null)[] = [null, 'B-B', 'B-T', 'B-LT', 'B-LTA'];

export function isReached({ asked, reached, missing }: Standing): boolean {
  return order.indexOf(reached) >= order.indexOf(asked) && missing.length === 0;
}

/** The shell's answer: a document that nothing can raise is a no, one that lacks an answer from somebody a matter of the line. */
export function exitCodeOfStanding(standing: Standing): ExitCode {
  if (isReached(standing)) return exitCodes.ok;
  const hopeless = standing.missing.some(({ kind }) => kind === 'brokenSignature' || kind === 'noSignature');
  return hopeless ? exitCodes.no : exitCodes.line;
}

/** Prints what a person needs to know of a level. */
export function printStanding(standing: Standing, ui: Ui): void {
  const { levels } = ui.words;
  const formats = createFormats(ui.locale);
  const { asked, reached, missing, revoked, renewBefore } = standing;
  if (reached !== null)
    ui.note(`  ${levels.reached(reached, renewBefore && formats.dateTime(renewBefore.toISOString()))}`);
  if (!isReached(standing)) ui.note(`  ${levels.lessThanAsked(asked, reached)}`);
  for (const piece of missing) ui.note(`  ${sentence(piece, ui)}`);
  for (const { certificate, revokedAt } of revoked) {
    ui.note(`  ${levels.revoked(nameOf(certificate), formats.dateTime(revokedAt.toISOString()))}`);
  }
}

function sentence(piece: MissingPiece, ui: Ui): string {
  const { missing: words } = ui.words.levels;
  switch (piece.kind) {
    case 'noSignature':
      return words.noSignature;
    case 'timeStamp':
      return words.timeStamp(triesText(piece.tries));
    case 'chain':
      return words.chain(nameOf(piece.certificate));
    case 'revocation':
      return words.revocation(nameOf(piece.certificate), triesText(piece.tries));
    case 'brokenSignature':
      return words.brokenSignature(piece.fieldName, piece.detail);
  }
}

function triesText(tries: readonly { readonly url: string; readonly obstacle: string }[]): string {
  return tries.map(({ url, obstacle }) => `${url} (${obstacle})`).join(', ');
}

function nameOf(certificate: Certificate): string {
  return certificate.subject.commonName ?? certificate.subject.text;
}

/** The shape is a promise. */
export function standingJson({ asked, reached, missing, revoked, renewBefore }: Standing) {
  return {
    level: reached,
    levelAsked: asked,
    provableUntil: renewBefore?.toISOString() ?? null,
    missing: missing.map((piece) => {
      const { kind } = piece;
      if (kind === 'brokenSignature') return { kind, field: piece.fieldName, detail: piece.detail };
      const certificate = 'certificate' in piece ? { certificate: certificateJson(piece.certificate) } : {};
      return { kind, ...certificate, ...('tries' in piece ? { tries: piece.tries } : {}) };
    }),
    revoked: revoked.map(({ certificate, revokedAt, provenAt }) => ({
      certificate: certificateJson(certificate),
      revokedAt: revokedAt.toISOString(),
      provenAt: provenAt.toISOString(),
    })),
  };
}

function certificateJson({ sha256, subject }: Certificate) {
  return { sha256, commonName: subject.commonName };
}
