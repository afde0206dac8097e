import type { OfficeConfig } from '../../contract/config.ts';
import type { DriverCare } from '../../contract/drivers.ts';
import { ReadersControl, type CatalogueFiles, type FoundLibrary } from '../../contract/readers.ts';
import { OfficeControl } from '../../contract/processes.ts';
import { HostControl, type TokenLibrary } from '../../contract/token.ts';
import type { SelfTestCheck, SelfTestReport } from '../../contract/updates.ts';
import { askOnce } from '../ask-once.ts';
import type { Launched, Transferable } from '../child.ts';

export interface SelfTestOptions<P extends Transferable> {
  readonly version: string;
  /** Null where this start has no office: what needs none is tested. */
  readonly config: OfficeConfig | null;
  readonly storeKey: string | null;
  readonly launchOffice: () => Launched<P>;
  readonly launchHost: (library: TokenLibrary) => Launched<P>;
  /** Asks the driver catalogue which libraries are on this machine; null in practice, where only its own token counts. */
  readonly readers: { readonly launch: () => Launched<P>; readonly files: CatalogueFiles } | null;
  readonly patienceMs?: number;
}

const usualPatienceMs = 30_000;

/**
 * Does this program work on this machine? The primitives of cryptography, the journal and its migration (on a copy), and each token
 * library in a host of its own. Changes nothing.
 */
export async function selfTest<P extends Transferable>(options: SelfTestOptions<P>): Promise<SelfTestReport> {
  const own = (options.config?.tokenLibraries ?? []).map((library) => ({ library, care: undefined }));
  const found = (await installedLibraries(options)).filter(({ library }) =>
    own.every((one) => one.library.path !== library.path),
  );
  const checks = [...(await testOffice(options))];
  for (const { library, care } of [...own, ...found]) checks.push(await testDriver(options, library, care));
  return { version: options.version, ok: checks.every(({ ok }) => ok), checks };
}

async function testOffice<P extends Transferable>(options: SelfTestOptions<P>): Promise<SelfTestCheck[]> {
  const { config, storeKey } = options;
  const answer = await askOnce(
    options.patienceMs ?? usualPatienceMs,
    options.launchOffice,
    { kind: 'selfTest', config, storeKey },
    (body) => {
      const control = OfficeControl.safeParse(body);
      return control.success && control.data.kind === 'selfTested' ? control.data.checks : null;
    },
  );
  const processes: SelfTestCheck = { name: 'processes', ok: typeof answer !== 'string', detail: '' };
  return typeof answer === 'string' ? [{ ...processes, detail: `office ${answer}` }] : [processes, ...answer];
}

async function installedLibraries<P extends Transferable>(
  options: SelfTestOptions<P>,
): Promise<readonly FoundLibrary[]> {
  const { readers } = options;
  if (readers === null) return [];
  const answer = await askOnce(
    options.patienceMs ?? usualPatienceMs,
    readers.launch,
    { kind: 'watch', files: readers.files, known: [] },
    (body) => {
      const control = ReadersControl.safeParse(body);
      return control.success && control.data.kind === 'watching' ? control.data.libraries : null;
    },
  );
  // The watcher of readers is a comfort: whoever cannot watch can still sign with what is configured.
  return typeof answer === 'string' ? [] : answer;
}

async function testDriver<P extends Transferable>(
  options: SelfTestOptions<P>,
  library: TokenLibrary,
  care: DriverCare | undefined,
): Promise<SelfTestCheck> {
  const launch = (): Launched<P> => options.launchHost(library);
  const serve = { kind: 'serve', library, ...(care ? { care } : {}) } as const;
  const answer = await askOnce(options.patienceMs ?? usualPatienceMs, launch, serve, (body) => {
    const control = HostControl.safeParse(body);
    return control.success && control.data.kind === 'ready' ? { failure: control.data.failure } : null;
  });
  if (typeof answer === 'string') return { name: 'driver', ok: false, detail: `${library.path}: ${answer}` };
  const { failure } = answer;
  return { name: 'driver', ok: failure === null, detail: `${library.path}${failure ? `: ${failure.kind}` : ''}` };
}

/** What of a test speaks against a version that came by an update: a driver that was broken before it is not its fault. */
export function faultsOf(report: SelfTestReport, failedBefore: readonly string[]): string[] {
  return report.checks
    .filter(({ ok, name, detail }) => !ok && !failedBefore.includes(`${name} ${detail}`))
    .map(({ name, detail }) => `${name} ${detail}`);
}
