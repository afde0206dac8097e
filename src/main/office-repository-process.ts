import { errorCode } from '../contract/diary-fields.ts';
import type { Tell } from '../contract/diary.ts';
import type { OfficeConfig } from '../contract/config.ts';
import type { Outcome } from '../contract/failures.ts';
import { OfficeRepositoryControl, type OfficeStanding } from '../contract/office-repository.ts';
import type { ReceiptKey } from '../contract/receipts.ts';
import { superviseChild, type ChildTiming, type Launched, type Transferable } from './child.ts';

/** Long enough to finish what is in hand; what is not finished is sent again by the PCs. */
const stopPatienceMs = 5000;
/** The other PCs depend on it: it is never given up, and a folder or port that is taken may be free later. */
const patient: Partial<ChildTiming> = { backoffMs: [500, 2000, 10_000, 30_000], crashesToPark: Infinity };

/** The key with which this PC would serve its office; a desk that is enrolled for its person has one for that alone. */
export const officeKeyIn = ({ officeRepository, repository }: OfficeConfig): string | undefined =>
  officeRepository?.accessKey ?? repository?.accessKey;

/** The office's repository, where this PC serves it to the others; null where it does not. */
export function startOfficeRepository<P extends Transferable>(options: {
  readonly config: OfficeConfig;
  readonly launch: () => Launched<P>;
  /** What the folder is encrypted with; asked at each start. */
  readonly folderKey: (dir: string) => Promise<Outcome<string>>;
  readonly log: Tell;
  /** It answers at `url`, and signs with `key` what it receives. */
  readonly onServing?: (url: string, key: ReceiptKey) => void;
  readonly onStanding?: (standing: OfficeStanding) => void;
  /** It does not start, and why (a code); it is tried again. */
  readonly onRefused?: (reason: string) => void;
  /** It died; another is on its way. */
  readonly onGone?: () => void;
  readonly timing?: Partial<ChildTiming>;
}): { stop(): Promise<void> } | null {
  const { config, log } = options;
  const { officeRepository: serve, repository } = config;
  // It forwards with the key of its office, whatever the desk beside it shows.
  const accessKey = officeKeyIn(config);
  if (!serve || serve.off || !repository || accessKey === undefined) return null;
  const { url, pinnedKeys } = repository;
  const { accessKey: _key, ...served } = serve;
  let current: Launched<P> | null = null;
  const refuse = (reason: string): void => {
    log('officeRepositoryRefused', { code: errorCode(reason) });
    options.onRefused?.(reason);
  };
  const child = superviseChild<P>({
    name: 'officeRepository',
    launch: options.launch,
    log,
    timing: { ...patient, ...options.timing },
    onStart(process) {
      current = process;
      process.onControl((body) => {
        const control = OfficeRepositoryControl.safeParse(body);
        if (!control.success) return;
        if (control.data.kind === 'notServingOffice') refuse(control.data.reason);
        if (control.data.kind === 'officeStands') options.onStanding?.(control.data.standing);
        if (control.data.kind !== 'servingOffice') return;
        log('officeRepositoryServes');
        options.onServing?.(control.data.url, control.data.key);
      });
      void options.folderKey(serve.dir).then((key) => {
        if (current !== process) return;
        if (!key.ok) return refuse(key.failure.kind);
        process.post({
          kind: 'serveOffice',
          ...{ serve: served, officeId: config.office.officeId, trustAnchors: [...config.trustAnchors] },
          upstream: { url, accessKey, pinnedKeys: [...pinnedKeys] },
          folderKey: key.value,
        });
      });
    },
    onGone: () => {
      current = null;
      options.onGone?.();
    },
  });
  child.start();
  return { stop: () => child.stop(() => current?.post({ kind: 'stopServing' }), stopPatienceMs) };
}
