/** What Fojas itself is told on its command line; everything else there is Electron's or nobody's. */
export interface Wishes {
  /** JSON file with the office (contract's OfficeConfig); null where the usual place holds it. */
  readonly officeConfig: string | null;
  /** File with the store key: of a practice office, or one that was brought back and goes into the keychain. */
  readonly storeKeyFile: string | null;
}

/** Reads `--office-config FILE` and `--store-key-file FILE`, also written with `=`. */
export function readWishes(argv: readonly string[]): Wishes {
  return { officeConfig: valueOf(argv, '--office-config'), storeKeyFile: valueOf(argv, '--store-key-file') };
}

function valueOf(argv: readonly string[], name: string): string | null {
  const at = argv.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = argv[at];
  if (found === undefined) return null;
  const value = found === name ? argv[at + 1] : found.slice(name.length + 1);
  return value ? value : null;
}
