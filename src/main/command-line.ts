import { type FojasLink, parseLink } from '../contract/links.ts';
import type { RootErrand } from '../updates/install/root.ts';

/** What Fojas itself is told on its command line; everything else there is Electron's or nobody's. */
export interface Wishes {
  /** JSON file with the office (contract's OfficeConfig); null where the usual place holds it. */
  readonly officeConfig: string | null;
  /** File with the store key: of a practice office, or one that was brought back and goes into the keychain. */
  readonly storeKeyFile: string | null;
  /** Test this program and end: its exit code says how it went, its output is JSON. Opens no window. */
  readonly selfTest: boolean;
  /** What root's door asks for (`fojas-update`); no window opens then either. */
  readonly rootErrand: RootErrand | null;
  /** A `fojas://` address that something else handed over; null where there is none, or where it is not one of ours. */
  readonly link: FojasLink | null;
}

/** Reads what `Wishes` lists; values also written with `=`. */
export function readWishes(argv: readonly string[]): Wishes {
  return {
    officeConfig: valueOf(argv, '--office-config'),
    storeKeyFile: valueOf(argv, '--store-key-file'),
    selfTest: argv.includes('--self-test'),
    rootErrand: readRootErrand(argv),
    link: argv.map(parseLink).find((link) => link !== null) ?? null,
  };
}

function readRootErrand(argv: readonly string[]): RootErrand | null {
  if (argv.includes('--update-return')) return { kind: 'return' };
  if (argv.includes('--update-recover')) return { kind: 'recover' };
  const staged = valueOf(argv, '--update-install');
  const name = valueOf(argv, '--update-name');
  return staged !== null && name !== null ? { kind: 'install', staged, name } : null;
}

function valueOf(argv: readonly string[], name: string): string | null {
  const at = argv.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = argv[at];
  if (found === undefined) return null;
  const value = found === name ? argv[at + 1] : found.slice(name.length + 1);
  return value ? value : null;
}
