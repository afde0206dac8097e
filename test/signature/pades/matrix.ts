/** Algorithms × shapes of document × levels. */
import type { SignatureAlgorithm } from '../../../src/signature/crypto.ts';
import { parseCertificate } from '../../../src/signature/trust/certificate.ts';
import type { PadesLevel } from '../../../src/signature/pades/index.ts';
import { packedPdf } from '../../helpers/packed-pdf.ts';
import type { PkiWorld } from '../../helpers/pki-services/index.ts';
import type { KeyKind } from '../../helpers/pki.ts';
import { addRevision, simplePdf } from '../pdf/make-pdf.ts';
import { throughQpdf } from '../pdf/qpdf.ts';
import { raise, signerOf } from './raise/scene.ts';
import { signBytes } from './signer.ts';

const keys: readonly (readonly [KeyKind, string])[] = [
  ['rsa-2048', 'rsa-pkcs1'],
  ['rsa-2048', 'rsa-pss'],
  ['p256', 'ecdsa'],
  ['p384', 'ecdsa'],
  ['p521', 'ecdsa'],
];
const digests = ['sha256', 'sha384', 'sha512'] as const;
const levels: readonly PadesLevel[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'];
export const shapes = ['table', 'revisions', 'packed', 'objectStreams', 'linearised'] as const;

export type Shape = (typeof shapes)[number];

export interface LevelCase {
  readonly key: KeyKind;
  readonly algorithm: SignatureAlgorithm;
  readonly shape: Shape;
  readonly level: PadesLevel;
}

/**
 * Every algorithm once, and every pair of key and shape, key and level, shape and level among them: the full product would be three
 * times as long, and what could go wrong only for three things at once has never been seen here.
 */
export function levelCases(among: readonly Shape[]): LevelCase[] {
  const cases: LevelCase[] = [];
  for (const [row, [key, family]] of keys.entries()) {
    for (const [column, shape] of among.entries()) {
      const algorithm = `${family}-${digests[(row + column) % digests.length]}` as SignatureAlgorithm;
      cases.push({ key, algorithm, shape, level: levels[(row + column) % levels.length]! });
    }
  }
  return cases;
}

/** A document of a shape. */
export function documentOf(shape: Shape): Promise<Buffer> {
  const table = simplePdf();
  switch (shape) {
    case 'table':
      return Promise.resolve(table);
    case 'revisions':
      return Promise.resolve(addRevision(addRevision(table, { objects: { 6: '(uno)' } }), { objects: { 6: '(dos)' } }));
    case 'packed':
      return Promise.resolve(packedPdf());
    case 'objectStreams':
      return throughQpdf(table, '--object-streams=generate');
    case 'linearised':
      return throughQpdf(table, '--linearize', '--object-streams=generate');
  }
}

/** A document of that case (or the one given), signed and raised. */
export async function makeLevel(
  world: PkiWorld,
  { key, algorithm, shape, level }: LevelCase,
  given?: Buffer,
): Promise<Buffer> {
  const input = given ?? (await documentOf(shape));
  const chain = [parseCertificate(world.intermediate.certificate)];
  const signer = { ...signerOf(world, { key }, algorithm), chain };
  const signed = await signBytes(input, signer, { signingTime: world.clock.now() });
  if (level === 'B-B') return signed;
  const raised = await raise(signed, world, { level });
  if (raised.reached !== level) throw new Error(`${level} was not reached: ${JSON.stringify(raised.missing)}`);
  return raised.pdf;
}
