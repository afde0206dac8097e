import type { OfficeConfig } from '../../contract/config.ts';

/** What stands in the place of a name, a folder, an address or a key. */
export const masked = '•••';

/** Members whose values are told as they are, wherever they stand: numbers, choices, and what the institution decides for all. */
const told: ReadonlySet<string> = new Set([
  ...[
    'version',
    'mode',
    'role',
    'validator',
    'level',
    'kind',
    'capKbps',
    'from',
    'until',
    'keepMegabytes',
    'pauseMinutes',
    'electronic',
  ],
  ...[
    'ring',
    'everyHours',
    'installOnQuit',
    'logLevel',
    'logDays',
    'crashReports',
    'idleLockMinutes',
    'localeFixed',
    'locale',
  ],
  ...['onlyListed', 'discover', 'announce', 'port', 'alg', 'kty', 'crv'],
]);

/** The office's configuration as it may leave the PC: its shape whole, and only listed members with their values. */
export function maskConfig(config: OfficeConfig): Record<string, unknown> {
  return mask(config) as Record<string, unknown>;
}

function mask(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => mask(one, name));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, mask(one, member)]));
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  return told.has(name) ? value : masked;
}
