/**
 * Where the keys of a batch live: on SoftHSM, for volume, or on the virtual card through pcscd and OpenSC. Both stand behind the module
 * that misbehaves on command; the card may besides be pulled out between two commands, be slow, and answer garbage.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPivCard } from '../../src/cli/practice/virtual-card/piv-card.ts';
import type { CardInReader } from '../../src/cli/practice/virtual-card/reader.ts';
import { DriverCare } from '../../src/contract/drivers.ts';
import { Sha256 } from '../../src/contract/ids.ts';
import type { Token } from '../../src/contract/token.ts';
import type { Armoury } from '../casework/siege.ts';
import { type FaultModule, type FaultRule, createFaultModule } from '../helpers/fault-module/faults.ts';
import { sha256 } from '../helpers/office.ts';
import { makePki } from '../helpers/pki.ts';
import { setTable } from '../virtual-card/card-table.ts';
import { cardScript } from './card-script.ts';
import { type CardPlague, type Plague, slotEventLies } from './plagues.ts';

/** What reached the keys: as the library was told it, and as the card counted it. */
export interface Reached {
  readonly logins: number;
  readonly signatures: number;
}

export interface Keys {
  readonly place: 'softhsm' | 'card';
  readonly module: FaultModule;
  readonly anchors: readonly string[];
  readonly pin: string;
  readonly certificateSha256: Sha256;
  readonly care: DriverCare;
  /** A fresh token (for a card: a new one, in the reader) with these faults ahead of it. */
  prepare(plagues: readonly Plague[]): Promise<void>;
  isIts(token: Token): boolean;
  /** Before a host starts. */
  beforeHost(): void;
  strike(plague: Plague & { readonly name: CardPlague }): void;
  /** The person plugs in, installs. */
  putRight(): Promise<void>;
  /** Throws when the token got a PIN more than was typed, or signed more than it should have. */
  check(typed: readonly string[], acts: number): Reached;
  remove(): Promise<void>;
}

/** Short deadlines, so that a driver that hangs costs seconds; they are what the catalogue may set for any driver. */
const quick = { initMs: 10_000, listMs: 3000, loginMs: 3000, signMs: 3000, exitMs: 1500, memoryMb: 400 };

export function keysOnSoftHsm(armoury: Armoury): Keys {
  const module = createFaultModule(armoury.token);
  return {
    ...{ place: 'softhsm' as const, module, anchors: armoury.anchors, pin: armoury.token.pin },
    certificateSha256: armoury.certificateSha256,
    care: DriverCare.parse(quick),
    prepare(plagues) {
      module.set(rulesOf(plagues));
      return Promise.resolve();
    },
    isIts: ({ serial }) => serial === armoury.token.serial,
    beforeHost: () => armoury.mend(),
    strike: ({ name }) => fail(`SoftHSM knows no ${name}`),
    putRight() {
      module.plugIn();
      module.install();
      return Promise.resolve();
    },
    check: (typed) => checkLog(module, typed),
    remove: () => Promise.resolve(),
  };
}

const pin = '123456';
/** As often as a magistrate's token allows; a last try is played by spending all but one. */
const tries = 3;

/** Sets a table with a PC/SC service of its own. What is missing on this machine throws, and names the package. */
export async function keysOnCard(): Promise<Keys> {
  const table = await setTable();
  const folder = mkdtempSync(join(tmpdir(), 'fojas-card-keys-'));
  const module = createFaultModule({ folder, library: table.library, environment: table.env });
  const { signer, root, intermediate } = makePki({ signer: { key: 'p256' } });
  const newCard = () => createPivCard({ keys: { '9a': signer }, pin, tries });
  const script = cardScript();
  let card = newCard();
  let faults = 0;
  let inside: CardInReader | null = null;
  const insert = async (): Promise<void> => {
    const put = await table.insert(card, script.director);
    inside = put;
    void put.out.then(() => {
      if (inside === put) inside = null;
    });
  };
  return {
    ...{ place: 'card' as const, module, anchors: [root.certificatePem, intermediate.certificatePem], pin },
    certificateSha256: Sha256.parse(sha256(signer.certificate)),
    // A card answers more slowly than a file; OpenSC that waits for one that is gone is ended all the same.
    care: DriverCare.parse({ ...quick, listMs: 8000, loginMs: 8000, signMs: 5000 }),
    async prepare(plagues) {
      module.set(rulesOf(plagues));
      faults = plagues.length;
      script.reset();
      card = newCard();
      await insert();
    },
    isIts: ({ certificates }) => certificates.some((one) => one.certificateSha256 === sha256(signer.certificate)),
    beforeHost: () => undefined,
    strike: (plague) => script.strike(plague),
    async putRight() {
      module.plugIn();
      module.install();
      if (inside === null) await insert();
    },
    check(typed, acts) {
      const reached = checkLog(module, typed);
      // The card's own word, whatever the library was told: a try for each PIN typed at most.
      const spent = card.tries.length;
      if (spent > typed.length) fail(`the card counted ${spent} tries, and ${typed.length} PINs were typed`);
      const wrong = card.tries.filter(({ outcome }) => outcome !== 'right').length;
      const typedWrong = typed.filter((one) => one !== pin).length;
      if (wrong > typedWrong) fail(`the card counted ${wrong} wrong tries, and ${typedWrong} were typed`);
      if (card.pinTriesLeft === 0) fail('the card is locked');
      // One is lost with each fault at most, and OpenSC by itself asks once more after an answer that it cannot read.
      const most = acts + 2 * faults;
      if (card.signatures < acts || card.signatures > most) fail(`the card made ${card.signatures} signatures`);
      return reached;
    },
    async remove() {
      await table.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const rulesOf = (plagues: readonly Plague[]): FaultRule[] => [
  ...slotEventLies,
  ...plagues.flatMap(({ rule }) => (rule === null ? [] : [rule])),
];

const fail = (what: string): never => {
  throw new Error(what);
};

/** What reached the library: no PIN more often than it was typed, and nothing signed twice in one login. */
function checkLog(module: FaultModule, typed: readonly string[]): Reached {
  const { logins, signed } = module;
  for (const one of new Set(logins)) {
    const sent = logins.filter((login) => login === one).length;
    const given = typed.filter((text) => text === one).length;
    if (sent > given) fail(`a PIN was sent ${sent} times and typed ${given} times`);
  }
  const once = new Set(signed.map(({ pid, input }) => `${pid} ${input}`));
  if (once.size !== signed.length) fail(`${signed.length - once.size} digests were signed twice in one process`);
  // It lies in every batch (see `plagues.ts`): nobody may even ask it.
  if (module.calls('C_WaitForSlotEvent') > 0) fail('C_WaitForSlotEvent was believed');
  return { logins: logins.length, signatures: signed.length };
}
