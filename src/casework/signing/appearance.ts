import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locale, OfficeConfig } from '../../contract/config.ts';
import { ActId } from '../../contract/ids.ts';
import { formatVerificationCode, verificationCode, verificationUrl } from '../../contract/verification-code.ts';
import type { VisibleChoice } from '../../contract/visible.ts';
import { visibleLines } from '../../contract/words/visible.ts';
import { type Certificate, type VisibleWish, cuilOf } from '../../signature/index.ts';

export interface VisibleSignature {
  readonly choice: VisibleChoice;
  readonly actId: string;
  readonly certificate: Certificate;
  readonly electronic: boolean;
  /** What is signed as; a substitute's caption with it. */
  readonly capacity: string;
  readonly at: Date;
}

/** Makes what a visible signature of this office shows, and says where it is to be. */
export type Appearances = (wanted: VisibleSignature) => VisibleWish;

/** @param locale the language that signatures are drawn in, asked for each time */
export function appearancesOf(config: Pick<OfficeConfig, 'office' | 'repository'>, locale: () => Locale): Appearances {
  let font: Uint8Array | null = null;
  return ({ choice, actId, certificate: { subject }, electronic, capacity, at }) => ({
    lines: visibleLines(
      {
        ...{ name: subject.commonName ?? '', capacity, office: config.office.name, at, reason: choice.reason },
        ...{ cuil: cuilOf(subject.serialNumber), electronic },
      },
      locale(),
    ),
    font: (font ??= readFileSync(
      createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
    )),
    qr: codeOf(config.repository?.publicPage, actId),
    place: { page: pageOf(choice), rect: choice.place === 'free' ? undefined : choice.place },
  });
}

const pageOf = ({ page }: VisibleChoice): number | 'last' => (page === 'first' ? 1 : page);

/** Where the act can be verified; where no public page is known, the code alone. */
function codeOf(publicPage: string | undefined, actId: string): string {
  const code = verificationCode(ActId.parse(actId), (text) => createHash('sha256').update(text).digest());
  return publicPage === undefined ? formatVerificationCode(code) : verificationUrl(publicPage, code);
}
