import {
  type OfficeConfig,
  DeskPolicy,
  DiagnosticsPolicy,
  DriversPolicy,
  LinePolicy,
  SigningPolicy,
} from '../contract/config.ts';
import type { PolicyName, PolicyValue } from '../contract/policy.ts';
import { UpdatePolicy } from '../contract/updates.ts';

/** The office's configuration as plain JSON, while policy is laid over it. */
export type Draft = Record<string, unknown>;

/** Where a setting lies in an office's configuration, and how it is written there. */
export interface Place {
  readonly path: readonly [string] | readonly [string, string];
  /** From the flat form of policy to that of the configuration, and back. Without them both are the same. */
  readonly into?: (value: never) => unknown;
  readonly outOf?: (value: never) => PolicyValue;
  /** What lies beside it, where this is decided and may not be changed. */
  readonly locks?: string;
  /** Decides where a person's data go or whom they are believed from: a practice office keeps its own. */
  readonly institution?: true;
}

const pem = (base64: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PUBLIC KEY-----\n`;
const unPem = (text: string): string => text.replaceAll(/-----[A-Z ]+-----|\s/g, '');

interface Hours {
  readonly from: string;
  readonly to: string;
}
const hours = (text: string): Hours => ({ from: text.slice(0, 5), to: text.slice(6, 11) });
const sayHours = ({ from, to }: Hours): string => `${from}-${to}`;

type Key = { readonly kid: string; readonly x: string };
type Source = UpdatePolicy['sources'][number];
type Quiet = LinePolicy['quiet'][number];

export const places: Readonly<Record<PolicyName, Place>> = {
  'repository.url': { path: ['repository', 'url'], institution: true },
  'repository.publicPage': { path: ['repository', 'publicPage'], institution: true },
  'repository.keys': {
    path: ['repository', 'pinnedKeys'],
    into: (keys: string[]) => keys.map(receiptKey),
    outOf: (keys: Key[]) => keys.map(({ kid, x }) => `${kid}=${x}`),
    institution: true,
  },
  'trustList.folder': { path: ['trustList', 'folder'], institution: true },
  'trustList.keys': {
    path: ['trustList', 'keys'],
    into: (keys: string[]) => keys.map(pem),
    outOf: (keys: string[]) => keys.map(unPem),
    institution: true,
  },
  'drivers.libraries': {
    path: ['tokenLibraries'],
    into: (paths: string[]) => paths.map((path, at) => ({ kind: 'pkcs11', id: `policy-${at + 1}`, path })),
    outOf: (libraries: OfficeConfig['tokenLibraries']) =>
      libraries.filter(({ kind }) => kind === 'pkcs11').map(({ path }) => path),
    institution: true,
  },
  'drivers.onlyListed': { path: ['drivers', 'onlyListed'], institution: true },
  'updates.mode': { path: ['updates', 'mode'] },
  'updates.ring': { path: ['updates', 'ring'] },
  'updates.sources': {
    path: ['updates', 'sources'],
    into: (texts: string[]): Source[] =>
      texts.map((text) => (/^https?:/.test(text) ? { kind: 'http', url: text } : { kind: 'folder', path: text })),
    outOf: (sources: Source[]) => sources.map((source) => (source.kind === 'http' ? source.url : source.path)),
  },
  'updates.window': { path: ['updates', 'window'], into: hours, outOf: sayHours },
  'updates.everyHours': { path: ['updates', 'everyHours'] },
  'updates.sharePort': { path: ['updates', 'sharePort'] },
  'updates.rootFile': { path: ['updates', 'rootFile'] },
  'line.proxy': {
    path: ['line', 'proxy'],
    into: (text: string) => (/^https?:/.test(text) ? { url: text } : text),
    outOf: (proxy: LinePolicy['proxy']) => (typeof proxy === 'string' ? proxy : proxy.url),
    institution: true,
  },
  'line.caFile': { path: ['line', 'caFile'], institution: true },
  'line.capKbps': { path: ['line', 'capKbps'] },
  'line.quiet': {
    path: ['line', 'quiet'],
    into: (texts: string[]): Quiet[] =>
      texts.map((text) => ({ ...hours(text), capKbps: text.endsWith('=none') ? null : Number(text.slice(12)) })),
    outOf: (quiet: Quiet[]) => quiet.map((one) => `${sayHours(one)}=${one.capKbps ?? 'none'}`),
  },
  'line.keepMegabytes': { path: ['line', 'keepMegabytes'] },
  'signing.level': { path: ['signatures', 'level'], institution: true },
  'signing.timestampAuthorities': {
    path: ['signatures', 'timestampAuthorities'],
    into: (urls: string[]) => urls.map((url) => ({ url })),
    outOf: (authorities: { readonly url: string }[]) => authorities.map(({ url }) => url),
    institution: true,
  },
  'signing.issuers': { path: ['signing', 'issuers'], institution: true },
  'signing.pauseMinutes': { path: ['signing', 'pauseMinutes'] },
  'signing.electronic': { path: ['signing', 'electronic'], institution: true },
  'desk.language': { path: ['desk', 'locale'], locks: 'localeFixed' },
  'desk.idleLockMinutes': { path: ['desk', 'idleLockMinutes'] },
  'copy.folder': { path: ['secondCopy', 'folder'], institution: true },
  'copy.repository': { path: ['secondCopy', 'repository'], institution: true },
  'copy.recipients': { path: ['secondCopy', 'recoveryRecipients'], institution: true },
  'logs.level': { path: ['diagnostics', 'logLevel'] },
  'logs.days': { path: ['diagnostics', 'logDays'] },
  'crash.keep': { path: ['diagnostics', 'crashReports'] },
};

function receiptKey(text: string): Key & { readonly kty: 'OKP'; readonly crv: 'Ed25519' } {
  const at = text.lastIndexOf('=');
  return { kid: text.slice(0, at), kty: 'OKP', crv: 'Ed25519', x: text.slice(at + 1) };
}

/** What holds where nobody decides anything: the defaults of the configuration's own schemas. */
export const usual: Draft = {
  tokenLibraries: [],
  drivers: DriversPolicy.parse({}),
  updates: UpdatePolicy.parse({}),
  line: LinePolicy.parse({}),
  signing: SigningPolicy.parse({}),
  signatures: { level: 'B', timestampAuthorities: [] },
  desk: DeskPolicy.parse({}),
  diagnostics: DiagnosticsPolicy.parse({}),
};

/** A setting as a configuration has it, in its flat form; null where it has none. */
export function valueIn(draft: Draft, name: PolicyName): PolicyValue | null {
  const { path, outOf } = places[name];
  const [section, member] = path;
  const found = member === undefined ? draft[section] : (draft[section] as Draft | null | undefined)?.[member];
  if (found === undefined || found === null) return null;
  return outOf === undefined ? (found as PolicyValue) : outOf(found as never);
}

/** Lays a setting over a configuration; false where the configuration has no place for it (a desk without a repository). */
export function lay(draft: Draft, name: PolicyName, value: PolicyValue, locked: boolean): boolean {
  const { path, into, locks } = places[name];
  const [section, member] = path;
  const written = into === undefined ? value : into(value as never);
  if (member === undefined) {
    draft[section] = written;
    return true;
  }
  // Access to a repository is more than its address: policy moves a desk that has one, and makes none.
  if (section === 'repository' && !draft[section]) return false;
  draft[section] = {
    ...((usual[section] ?? {}) as Draft),
    ...((draft[section] ?? {}) as Draft),
    [member]: written,
    ...(locks === undefined ? {} : { [locks]: locked }),
  };
  return true;
}
