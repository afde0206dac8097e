import { type DiaryFacts, type DiaryLine, Method, type Tell, teller } from '../contract/diary.ts';
import { tellThrown } from '../contract/diary-fields.ts';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../contract/ids.ts';
import type { OfficeStanding } from '../contract/office-repository.ts';
import type { ReceiptKey } from '../contract/receipts.ts';
import type { Capabilities } from '../contract/wire.ts';
import { parseCertificates } from '../signature/index.ts';
import { openApiDocument } from '../contract/openapi/document.ts';
import { OfficeQuestion } from '../contract/discovery.ts';
import { guard, openDoor, type AccessKey } from './access.ts';
import { type AccessLog, openAccessLog } from './people/access-log.ts';
import type { OidcOptions } from './people/oidc.ts';
import type { RevocationOptions } from './people/revocation.ts';
import {
  type ElectronicOptions,
  authorityPem,
  electronicTold,
  openElectronic,
  openIssuer,
} from './people/electronic.ts';
import { handOverIn } from './people/handover.ts';
import { openOfficeGate, openPeople } from './people/people.ts';
import { substitutesIn } from './people/substitutes.ts';
import { knownOffices } from './theirs.ts';
import { electronicRoutes, peopleRoutes } from './people/routes.ts';
import { announce, ownAddresses } from './office/announce.ts';
import { parseOrRefuse } from './routes/parse.ts';
import { type Engines, openEngines } from './engines.ts';
import { refuseGarbled } from './garbled.ts';
import { openChangingJudging } from './judging/changing.ts';
import type { Judging } from './judging/judging.ts';
import { outageOf } from './outage.ts';
import { breathe, limitSmallBodies } from './patience.ts';
import { problem } from './problems.ts';
import { createQueue, createTurns } from './queue.ts';
import { passedOn, sessionRoutes } from './office/sessions.ts';
import { type OfficeSide, type OfficeSideOptions, openOfficeSide } from './office/office.ts';
import { type LogKeeper, logKeeper } from './log/keeper.ts';
import { type StampingOptions, startStamping } from './log/stamping.ts';
import { openLogSigner } from './log/keys.ts';
import { officeKeyFile, openKey, openReceiptSigner, receiptKeyFile } from './receipts.ts';
import { RegisterError } from './refusal.ts';
import { holdFolder } from './register/seal.ts';
import { type FolderKeys, folderKeys } from './sealed/keys.ts';
import { type SecretShelf, plainShelf, sealedName, sealedShelf } from './sealed/shelf.ts';
import { sealFolder } from './sealed/take-over.ts';
import { type AccessMarks, startAccessMarks } from './people/marks.ts';
import { type OfficePace, usualPace } from './office/rounds.ts';
import { type RaisingOptions, startRaising } from './raising/raising.ts';
import { type Ending, prepareEnding } from './running/ending.ts';
import { guardLog } from './running/log-mark.ts';
import { type LoadLimits, watchLoad } from './running/load.ts';
import { type Metrics, createMetrics } from './running/metrics.ts';
import { type StatusOptions, openStatus } from './running/status.ts';
import { ownCalendars } from './calendars/publish.ts';
import { calendarRoutes } from './calendars/routes.ts';
import { ownTemplates } from './templates/publish.ts';
import { templateRoutes } from './templates/routes.ts';
import { officeRoutes } from './offices/routes.ts';
import { ownOffices } from './offices/told.ts';
import { copyRoutes } from './copies/routes.ts';
import { openCopyStore } from './copies/store.ts';
import { actRoutes } from './routes/acts.ts';
import { bundleRoutes } from './routes/bundles.ts';
import { blobRoutes } from './routes/blobs.ts';
import { caseRoutes } from './routes/cases.ts';
import { entryRoutes } from './routes/entries.ts';
import { deviceRoutes } from './routes/devices.ts';
import { draftRoutes } from './routes/drafts.ts';
import { openParcelKey } from './stick/key.ts';
import { stickRoutes } from './stick/routes.ts';
import { type PublicPageOptions, publicRoutes } from './public/routes.ts';
import { logRoutes } from './routes/log.ts';
import { lackingRoute } from './routes/uploads.ts';
import { abilitiesOf, agreeOnVersion } from './version.ts';

export interface RepositoryOptions {
  /** Everything the repository keeps lies here. One process at a time. */
  readonly dir: string;
  /** How it calls itself in receipts. */
  readonly name: string;
  readonly accessKeys: readonly AccessKey[];
  readonly host?: string;
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** PEM certificates. Where given, a signature has to lead to one of them; where empty, it has to be intact. */
  readonly trustAnchors?: readonly string[];
  /** Object identifiers of certificate policies. Where given, a signer's certificate has to name one of them. */
  readonly certificatePolicies?: readonly string[];
  /** Takes electronic signatures too; without it, none. Its authority is an anchor of its own. */
  readonly electronic?: ElectronicOptions | undefined;
  readonly maxBlobBytes?: number;
  /** `postgres://…`: the register lies there, and other nodes may share it; without it, SQLite in the folder. */
  readonly registerUrl?: string;
  /** `s3://bucket/prefix?…`: files lie there; without it, in the folder. */
  readonly blobsUrl?: string;
  /** A door of its own for health, readiness and metrics. */
  readonly status?: StatusOptions;
  readonly limits?: LoadLimits;
  /** How long requests still come after `/ready` says no, when the repository is closed; 0 (the default): at once. Milliseconds. */
  readonly noticeMs?: number;
  /** How large the register may grow, in bytes; without it, as large as the disk. */
  readonly maxRegisterBytes?: number;
  /** How long a line may be silent in the middle of a request before it is given up, in milliseconds. */
  readonly stallMs?: number;
  /** How long a file of which nobody has any more need still stays, in milliseconds; a quarter of an hour if not said. */
  readonly settleMs?: number | undefined;
  readonly clock?: () => Date;
  /** The central repository behind this one, which is then one inside an office: it forwards, and registers nothing itself. */
  readonly upstream?: OfficeSideOptions;
  /** Lets anybody verify an act by its code, at `/v`; a central repository only. */
  readonly publicPage?: PublicPageOptions;
  /** The institution's identity provider, through which people enrol devices; a central repository only. */
  readonly oidc?: OidcOptions | undefined;
  /** Has authorities asked whether a token's certificate was revoked before it enrols a device; a central repository only. */
  readonly revocation?: RevocationOptions | undefined;
  /** Has the log's checkpoints stamped by an authority, daily; a central repository only. */
  readonly stamping?: StampingOptions;
  /** How often the log of accesses is marked in the register's own; a central repository only. */
  readonly markPace?: OfficePace;
  /** After how many entries it is marked in any case. */
  readonly mostUnmarked?: number;
  /** How large the second copies of one workstation may be, in bytes; 2 GiB if not said. */
  readonly copyBytes?: number;
  /** What makes registered acts provable for longer, by itself; a central repository only. */
  readonly raising?: Pick<RaisingOptions, 'wanted' | 'raiser' | 'graceMs'> & Partial<RaisingOptions>;
  /** Lines of the diary: one for each request (method, route, status, milliseconds), and what went wrong. */
  readonly log?: (line: DiaryLine) => void;
}

export interface Repository {
  readonly url: string;
  readonly receiptKeys: readonly ReceiptKey[];
  /** Of a repository inside an office: with what it signs what it received. */
  readonly officeKey: ReceiptKey | null;
  /** Whose certificates of electronic signatures this one issues (PEM): an anchor for every desk; null where it issues none. */
  readonly electronicAuthority: string | null;
  /** `age1…`: to whom parcels on a stick are sealed. */
  readonly parcelRecipient: string;
  /** Where health, readiness and metrics are asked for; null where nobody asked for that. */
  readonly statusUrl: string | null;
  readonly engines: Engines['standing'];
  /** How one inside an office stands; null of a central one. */
  readonly officeStanding: (() => Promise<OfficeStanding>) | null;
  /** Takes its leave: not ready, what is in hand finished, then closed. */
  close(): Promise<void>;
}

const gibibyte = 2 ** 30;

/**
 * Starts the repository, on embedded engines (SQLite and files) where no others are named.
 * @throws {RegisterError} when the folder is held by another process, of a newer program or damaged, or its receipt key lies open;
 * the system's error when the address is taken.
 */
export async function createRepository(options: RepositoryOptions): Promise<Repository> {
  const { dir, name, clock = () => new Date(), maxBlobBytes = 4 * gibibyte, stallMs = 60_000 } = options;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { maxRegisterBytes, registerUrl, blobsUrl, upstream } = options;
  const issuerOf = ({ issuerFile = join(dir, 'electronic-issuer.pem') }: ElectronicOptions): string =>
    openIssuer(issuerFile, name, clock());
  const log = teller('repository', options.log ?? (() => undefined));
  refuseOtherRole(dir, upstream !== undefined);
  if (upstream && (registerUrl !== undefined || blobsUrl !== undefined))
    throw new RegisterError('otherRole', 'a repository inside an office keeps everything in its folder');
  const raisedTo = upstream ? undefined : options.raising?.wanted;
  const sealed = upstream && (await openSealedFolder(dir, upstream));
  const wishes = { dir, maxRegisterBytes, registerUrl, blobsUrl, raisedTo, clock, sealedBy: sealed?.keys };
  const engines = await openEngines(wishes).catch((error: unknown) => {
    sealed?.release();
    throw error;
  });
  let office: OfficeSide | null = null;
  let judging: Judging | null = null;
  let accesses: AccessLog | null = null;
  let marking: AccessMarks | null = null;
  try {
    const { blobs, uploads } = engines;
    const metrics = createMetrics();
    office =
      upstream && sealed && engines.db
        ? openOfficeSide(upstream, {
            ...{ db: engines.db, dir, name, blobs, maxBlobBytes, clock, log },
            shelf: sealed.shelf,
            comingKey: sealed.keys.growing,
          })
        : null;
    const side = office;
    const rows = engines.raising;
    const register = metrics.counted(side?.register ?? engines.register);
    const logSigner = side ? null : openLogSigner(dir);
    const keeper: LogKeeper | null = logSigner && logKeeper(await guardLog(register.log, dir), logSigner);
    const signer = office?.signer ?? openReceiptSigner(dir);
    const anchors = options.trustAnchors ?? [];
    const policies = options.certificatePolicies ?? [];
    const configured = options.electronic
      ? openElectronic(options.electronic, side ? null : issuerOf(options.electronic), { book: register.people, clock })
      : null;
    const substitutes = side ? null : substitutesIn(register.people, clock);
    await side?.electronic.open(configured);
    const electronic = side?.electronic ?? configured;
    judging = openChangingJudging({ anchors, policies }, () => electronic?.authority ?? null);
    const { judge, judgeGrowth } = judging;
    const anchorNames = anchors.flatMap((pem) =>
      parseCertificates(Buffer.from(pem)).map((one) => Sha256.parse(one.sha256)),
    );
    const namesNow = (): Sha256[] =>
      electronic?.authority && anchorNames.length > 0
        ? [...anchorNames, Sha256.parse(electronic.authority.sha256)]
        : anchorNames;
    await engines.agreeOnKeys(logSigner?.root.kid ?? signer.key.kid);
    const app = doors(log, options.publicPage, metrics);
    const ending = prepareEnding(app, { noticeMs: options.noticeMs ?? 0, mostMs: drainMs });
    const load = watchLoad(app, {
      ...(options.limits ? { limits: options.limits } : {}),
      waiting: () => engines.connections()?.waiting ?? 0,
    });
    metrics.watch(engines, load);
    const handOver = handOverIn(register, (error) => log('bug', tellThrown(error)));
    const people = logSigner
      ? await openPeople({
          ...{ book: register.people, name, clock, handOver, root: logSigner.root, keys: () => logSigner.keys },
          ...{ signing: openKey(dir, receiptKeyFile), anchors, oidc: options.oidc ?? null },
          revocation: options.revocation ?? null,
        })
      : null;
    const inOffice =
      side &&
      (await openOfficeGate(register.people, () => side.capabilities().receiptKeys, {
        ...{ revocationOf: side.revocations.of, inForceFor: side.appointments.inForce, handOver, clock },
      }));
    const gate = people?.gate ?? inOffice?.gate ?? null;
    accesses = openAccessLog(
      register.people,
      (error) => log('bug', tellThrown(error)),
      (entries) => marking?.grew(entries),
    );
    guard(app, { keys: options.accessKeys, gate, log: accesses, clock, ...(side ? { passedOn } : {}) });
    agreeOnVersion(app);
    breathe(app);
    const document = openApiDocument();
    app.get('/v1/openapi.json', async (_request, reply) => reply.send(document));
    const parcelKey = await openParcelKey(sealed?.shelf ?? plainShelf(dir));
    const own = side ? null : signer.signParcelKey({ v: 1, repository: name, recipient: parcelKey.recipient });
    app.get('/v1/capabilities', async (request): Promise<Capabilities> => {
      const version = String(request.headers['fojas-version'] ?? '');
      const { parcelKey: told = own, ...rest } = side?.capabilities() ?? {
        ...{ receiptKeys: [...(logSigner?.keys ?? [])], parcelKey: undefined },
      };
      return {
        ...(version === '' ? {} : abilitiesOf(keeper !== null)),
        // Since the wording of this day: who names an earlier one would refuse the whole answer for it.
        ...(told !== null && version >= '2026-11-23' ? { parcelKey: told } : {}),
        protocol: 1,
        repository: name,
        serverTime: clock().toISOString(),
        maxBlobBytes,
        ...rest,
        anchors: namesNow(),
        ...(policies.length > 0 ? { policies: [...policies] } : {}),
        ...(electronic && (!side || electronic.actTypes.length > 0) && version >= '2026-11-24'
          ? { electronic: [...electronic.actTypes] }
          : {}),
      };
    });
    await app.register(async (scope) => blobRoutes(scope, { blobs, uploads, register, maxBlobBytes, stallMs }));
    const copies = openCopyStore(engines.copies, options.copyBytes);
    await app.register(async (scope) => copyRoutes(scope, { copies, stallMs }));
    const rooms = {
      name,
      register,
      blobs,
      judge,
      judgeGrowth,
      electronic,
      substitutes,
      signer,
      clock,
      keeper,
      inTurn: createQueue(),
      turnOf: createTurns(),
      accesses,
      knowsOffice: side ? null : knownOffices(options.accessKeys, register.people),
    };
    await app.register(async (scope) => bundleRoutes(scope, { ...rooms, maxBlobBytes, stallMs, log }));
    await app.register(async (scope) => {
      limitSmallBodies(scope, stallMs);
      actRoutes(scope, rooms);
      caseRoutes(scope, { register });
      entryRoutes(scope, rooms);
      lackingRoute(scope, { blobs, register });
      draftRoutes(scope, { register, clock });
      deviceRoutes(scope, { register, clock });
      calendarRoutes(scope, {
        calendars:
          side?.calendars ??
          ownCalendars({ ...{ book: register.people, name, clock }, signing: openKey(dir, receiptKeyFile) }),
        knowsOffice: rooms.knowsOffice,
      });
      templateRoutes(
        scope,
        side?.templates ??
          ownTemplates({ ...{ book: register.people, name, clock }, signing: openKey(dir, receiptKeyFile) }),
      );
      officeRoutes(
        scope,
        side?.offices ??
          ownOffices({ ...{ book: register.people, name, clock }, signing: openKey(dir, receiptKeyFile) }),
      );
      if (people) peopleRoutes(scope, { people, book: register.people, log: register.log, electronic, clock });
      if (side && inOffice) sessionRoutes(scope, { ...side, judge: inOffice.judge, upstream: side });
      const signing = side ? null : openKey(dir, receiptKeyFile);
      electronicRoutes(scope, () => (signing ? electronicTold(electronic, name, signing) : side!.electronic.told()));
      const source = side?.log ?? keeper;
      if (source) logRoutes(scope, source);
    });
    const { publicPage } = options;
    if (publicPage && !side) await app.register(async (scope) => publicRoutes(scope, { register, blobs }, publicPage));
    const stick = {
      ...rooms,
      maxBlobBytes,
      stallMs,
      settleMs: options.settleMs,
      dir,
      log,
      accessKeys: options.accessKeys,
      identity: parcelKey.identity,
      passOn: side?.passOn ?? null,
      desks: people ? { holderOf: people.gate.signerNow, sign: openKey(dir, receiptKeyFile).bytes } : null,
    };
    await app.register(async (scope) => stickRoutes(scope, stick));
    let addresses: readonly string[] = [];
    if (side) {
      app.get(openDoor, async (request, reply) => {
        const asked = await parseOrRefuse(reply, OfficeQuestion, request.query);
        return asked ? reply.send({ proof: side.prove(asked.nonce, addresses) }) : reply;
      });
    }
    const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
    const port = Number(new URL(url).port);
    addresses = ownAddresses(options.host ?? '127.0.0.1', port);
    office?.start();
    const raising =
      rows && options.raising
        ? startRaising({ ...rooms, dir, maxBlobBytes, log }, rows, {
            pace: usualPace,
            random: Math.random,
            ...options.raising,
          })
        : null;
    marking = logSigner
      ? startAccessMarks(
          {
            ...{ book: register.people, log: register.log, signer: logSigner, name, clock },
            sign: async () => keeper?.checkpoint(),
          },
          {
            pace: options.markPace,
            most: options.mostUnmarked,
            random: Math.random,
            onBug: (error) => log('bug', tellThrown(error)),
          },
        )
      : null;
    const stamping =
      keeper && options.stamping
        ? startStamping(keeper, options.stamping, {
            ...{ clock, random: Math.random },
            onBug: (error) => log('stampingFailed', tellThrown(error)),
          })
        : null;
    const status = options.status
      ? await openStatus(options.status, {
          ...{ metrics, notReady: () => notReady(engines, ending) },
          fleet: async () => ({ at: clock().toISOString(), rows: await register.devices.fleet(null) }),
        })
      : null;
    const announced =
      upstream?.announce && side
        ? announce({ officeId: upstream.officeId, kid: side.key.kid, port }, (error) =>
            log('announcing', { code: tellThrown(error).code ?? 'other' }),
          )
        : null;
    return {
      url,
      receiptKeys: upstream?.pinnedKeys ?? (logSigner ? [logSigner.root] : []),
      officeKey: office?.key ?? null,
      electronicAuthority: configured?.authority ? authorityPem(configured.authority) : null,
      parcelRecipient: parcelKey.recipient,
      statusUrl: status?.url ?? null,
      engines: engines.standing,
      officeStanding:
        side && upstream
          ? async () => {
              const { reached, waiting, lastContactAt } = side.capabilities().office!;
              const since = new Date(clock().getTime() - 86_400_000).toISOString();
              const desks = (await register.devices.fleet(upstream.officeId)).filter(
                ({ seenAt }) => seenAt > since,
              ).length;
              // Its code alone: what stands in an errand is a case's.
              const aside = side.asides().slice(0, 100);
              const told = aside.map(({ id, kind, trouble }) => ({ id, kind, reason: trouble.split(':')[0] ?? '' }));
              return { reached, waiting, lastContactAt, desks, aside: told };
            }
          : null,
      close: async () => {
        await announced?.close();
        if (options.noticeMs) await ending.drain(load);
        await raising?.stop();
        await stamping?.stop();
        await marking?.stop();
        await app.close();
        await accesses?.close();
        load.stop();
        await judging?.close();
        await (side ?? engines).close();
        sealed?.release();
        await status?.close();
      },
    };
  } catch (error) {
    await judging?.close();
    await (office ?? engines).close();
    sealed?.release();
    throw error;
  }
}

/**
 * Holds the folder of an office's repository, and encrypts what of a time before lies plain in it.
 * @throws {RegisterError} `busy`, `otherFolderKey`
 */
async function openSealedFolder(
  dir: string,
  { folderKey, onBoundary }: OfficeSideOptions,
): Promise<{ readonly keys: FolderKeys; readonly shelf: SecretShelf; release(): void }> {
  const keys = folderKeys(folderKey);
  const hold = holdFolder(dir);
  try {
    await sealFolder(dir, keys, (step) => void onBoundary?.(step, 0));
    return { keys, shelf: sealedShelf(dir, keys.secrets), release: () => hold.release() };
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** A folder is of a central repository, or of one inside an office, for ever: what was promised in one could not be kept in the other. */
function refuseOtherRole(dir: string, inOffice: boolean): void {
  const others = inOffice ? [receiptKeyFile] : [officeKeyFile, sealedName(officeKeyFile)];
  if (others.some((name) => existsSync(join(dir, name))))
    throw new RegisterError(
      'otherRole',
      `${dir} is the folder of a ${inOffice ? 'central repository' : 'repository inside an office'}`,
    );
}

/** What is in hand when a node leaves has so long to be finished (milliseconds). */
const drainMs = 30_000;

/** Null while the repository takes requests and its engines answer. */
async function notReady(engines: Engines, ending: Ending): Promise<string | null> {
  if (ending.begun) return 'leaving';
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 2_000).unref());
  const answers = async (check: () => Promise<void>, what: string): Promise<string | null> =>
    Promise.race([check(), late]).then(
      () => null,
      () => `the ${what} ${what === 'files' ? 'do' : 'does'} not answer`,
    );
  const [register, files] = await Promise.all([
    answers(engines.check, 'register'),
    answers(engines.checkFiles, 'files'),
  ]);
  return register ?? files;
}

/** JSON of at most this size; files have their own way in. */
const bodyLimit = 256 * 1024;

function doors(log: Tell, publicPage: RepositoryOptions['publicPage'], metrics: Metrics): FastifyInstance {
  // Files on a thin line take hours, so there is no limit on a whole request: silence is what ends one (patience.ts).
  const app = fastify({
    ...{ bodyLimit, requestTimeout: 0, forceCloseConnections: true, http: { headersTimeout: 20_000 } },
    clientErrorHandler: refuseGarbled,
    // An address that cannot be read, or a part of it that is longer than any name: no door of ours was looked for yet.
    frameworkErrors: (error, _request, reply) =>
      void problem(reply, 'bad-request', 'the address cannot be read', { status: error.statusCode ?? 400 }),
    // Believed of one proxy, and only where whoever runs it said that there is one.
    trustProxy: publicPage?.behindProxy ? (_address: string, hop: number) => hop === 0 : false,
  });
  app.removeContentTypeParser('text/plain');
  app.setNotFoundHandler((_request, reply) => problem(reply, 'not-found', 'no such address in protocol version 1'));
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status >= 400 && status < 500) return problem(reply, 'bad-request', unreadOf(status, request), { status });
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // The sender is gone in the middle of its request: there is nobody to answer, and nothing was kept.
    if (request.raw.destroyed && code === 'ECONNRESET') return reply.hijack();
    log('requestFailed', { method: methodOf(request), route: routeOf(request), ...tellThrown(error) });
    const gone = outageOf(error);
    if (gone !== null)
      return problem(reply, 'maintenance', `the ${gone} cannot be reached now; send the same again later`);
    const full = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(code);
    return problem(reply, full ? 'storage-full' : 'internal', 'nothing was promised; send the same again later');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const facts = { method, route: routeOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    metrics.request(facts);
    log('request', { ...facts, method: methodOf(request) });
  });
  return app;
}

/** Why nothing of a request was looked at. */
function unreadOf(status: number, { routeOptions }: FastifyRequest): string {
  const why =
    status === 413
      ? `: more than ${routeOptions.bodyLimit ?? bodyLimit} bytes`
      : status === 415
        ? ': of a type that is not taken here'
        : '';
  return `refused before it was read (${status})${why}`;
}

const methodOf = ({ method }: FastifyRequest): DiaryFacts<'request'>['method'] =>
  Method.safeParse(method).data ?? 'other';

/** The pattern, never the address: what stands in an address is the sender's. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? '?';
}
