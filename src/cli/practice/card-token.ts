/**
 * The practice token as a card that can be pulled out: a PIV card in software, in vpcd's reader, behind a PC/SC service of our own and
 * OpenSC's PKCS#11.
 */
import { findLibraries } from '../libraries.ts';
import type { PracticeIdentity } from './pki.ts';
import { type PracticeToken, practicePin } from './token.ts';
import { findPcsc, startPcsc } from './virtual-card/pcsc.ts';
import { createPivCard } from './virtual-card/piv-card.ts';
import { type CardInReader, type Director, insertCard } from './virtual-card/reader.ts';

/** Makes one, or answers null where this machine cannot: no vpcd, no pcscd, no OpenSC, or no mount namespaces. */
export async function makeCardToken(identity: PracticeIdentity): Promise<PracticeToken | null> {
  const paths = findPcsc();
  const library = openSc();
  if ('missing' in paths || library === undefined) return null;
  const service = await startPcsc(paths).catch(() => null);
  if (service === null) return null;
  const card = createPivCard({ keys: { '9a': identity }, pin: practicePin, name: 'practica' });
  let left: number | null = null;
  let inside: CardInReader | null = null;
  const direct: Director = (command) => {
    // GENERAL AUTHENTICATE, in its last piece.
    if (left === null || command[1] !== 0x87 || (command[0]! & 0x10) !== 0 || --left > 0) return null;
    left = null;
    return { unplug: true };
  };
  const putIn = async (): Promise<void> => {
    const now = await insertCard(card, service.port, direct);
    inside = now;
    void now.out.then(() => {
      if (inside === now) inside = null;
    });
  };
  try {
    await putIn();
  } catch {
    await service.stop();
    return null;
  }
  return {
    ...{ kind: 'card', library: { kind: 'pkcs11', id: 'practica', path: library } },
    ...{ pin: practicePin, env: service.env, instead: null },
    card: {
      isInside: () => inside !== null,
      pullOutAtSignature: (n) => void (left = n),
      async putBack() {
        left = null;
        if (inside === null) await putIn();
      },
      async end() {
        await inside?.unplug();
        await service.stop();
      },
    },
  };
}

const openSc = (): string | undefined => findLibraries().find(({ id }) => id === 'opensc')?.path;
