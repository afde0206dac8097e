/** A PKCS#11 library (SoftHSM, OpenSC) behind a module that misbehaves on command (`fault-module.c`), and the log of what reached it. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenLibrary } from '../../../src/contract/token.ts';
import { compileShared } from '../compile.ts';

export type FaultFunction =
  | 'C_Initialize'
  | 'C_Finalize'
  | 'C_GetSlotList'
  | 'C_GetSlotInfo'
  | 'C_GetTokenInfo'
  | 'C_OpenSession'
  | 'C_CloseSession'
  | 'C_Login'
  | 'C_Logout'
  | 'C_GetAttributeValue'
  | 'C_FindObjectsInit'
  | 'C_SignInit'
  | 'C_Sign'
  | 'C_WaitForSlotEvent';

/** What happens; a number is the action's argument (see `fault-module.c`). */
export type FaultAction =
  | 'crash'
  | 'abort'
  | 'hang'
  | 'unplug'
  | 'after'
  | 'garbage'
  | 'none'
  | 'twice'
  | readonly ['code' | 'grow' | 'leak' | 'length' | 'flags' | 'exit', number];

/** Comes true once, at the n-th call (from 1) that any process makes. */
export interface FaultRule {
  readonly at: FaultFunction;
  readonly nth: number;
  readonly action: FaultAction;
}

export interface FaultModule {
  readonly library: TokenLibrary;
  readonly environment: Readonly<Record<string, string>>;
  /** Forgets every count, log and rule, plugs the token in again, and sets these rules. */
  set(rules: readonly FaultRule[]): void;
  unplug(): void;
  plugIn(): void;
  /** The library's file goes, as when somebody uninstalls the driver, and comes back. */
  uninstall(): void;
  install(): void;
  /** Calls of a function so far. */
  calls(of: FaultFunction): number;
  /** How many rules came true. */
  readonly fired: number;
  /** The text of every PIN that came with a C_Login, in order. */
  readonly logins: readonly string[];
  /** Every successful C_Sign: the process and what it signed, as hexadecimal. */
  readonly signed: readonly { readonly pid: number; readonly input: string }[];
}

/** What stands behind the module (a SoftHSM, OpenSC with a card): its library, what its process needs, and a folder of its own. */
export interface Behind {
  readonly folder: string;
  readonly library: TokenLibrary;
  readonly environment: Readonly<Record<string, string>>;
}

/** Compiles the module into the folder of what stands behind it, which takes it along when it is removed. */
export function createFaultModule(token: Behind): FaultModule {
  const source = join(import.meta.dirname, 'fault-module.c');
  const path = compileShared(source, token.folder, 'libfault.so');
  const bytes = readFileSync(path);
  const dir = join(token.folder, 'faults');
  mkdirSync(dir);
  const file = (name: string): string => join(dir, name);
  const lines = (what: string): { pid: number; rest: string }[] =>
    !existsSync(file('log'))
      ? []
      : readFileSync(file('log'), 'latin1')
          .split('\n')
          .map((line) => line.split(' '))
          .filter(([, kind]) => kind === what)
          .map(([pid, , rest]) => ({ pid: Number(pid), rest: rest ?? '' }));
  return {
    library: { kind: 'pkcs11', id: token.library.id, path },
    environment: { ...token.environment, FOJAS_FAULT_DIR: dir, FOJAS_FAULT_REAL: token.library.path },
    set(rules) {
      for (const name of readdirSync(dir)) rmSync(file(name));
      const texts = rules.map(({ at, nth, action }, index) => {
        const [what, argument] = typeof action === 'string' ? [action, 0] : action;
        return `r${index} ${at} ${nth} ${what} ${argument}\n`;
      });
      writeFileSync(file('rules'), texts.join(''));
    },
    unplug: () => writeFileSync(file('unplugged'), ''),
    plugIn: () => rmSync(file('unplugged'), { force: true }),
    uninstall: () => rmSync(path, { force: true }),
    install: () => writeFileSync(path, bytes),
    calls: (of) => (existsSync(file(`count.${of}`)) ? readFileSync(file(`count.${of}`)).length : 0),
    get fired() {
      return readdirSync(dir).filter((name) => name.startsWith('fired.')).length;
    },
    get logins() {
      return lines('login').map(({ rest }) => Buffer.from(rest, 'hex').toString());
    },
    get signed() {
      return lines('sign').map(({ pid, rest }) => ({ pid, input: rest }));
    },
  };
}
