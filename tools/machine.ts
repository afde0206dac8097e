/**
 * What the machine must have beside npm's packages, for which job, and how to get it. Debian installs by itself when we are
 * root; everywhere else the missing things are named with the command that brings them.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** One thing a machine may lack: it is there when a command is found on PATH or one of the files exists. */
export interface Need {
  /** Debian's package. */
  readonly package: string;
  readonly why: string;
  readonly commands: readonly string[];
  readonly files: readonly string[];
}

const engineFolders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

export const needs = {
  chromium: {
    package: 'chromium',
    why: 'draws the windows where Electron’s own binary is not there',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    files: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  },
  softhsm2: {
    package: 'softhsm2',
    why: 'is the practice token: a PKCS#11 token in software',
    commands: ['softhsm2-util'],
    files: [],
  },
  opensc: {
    package: 'opensc',
    why: 'reads smart cards, and checks tokens with a program that is not ours',
    commands: ['pkcs11-tool'],
    files: [],
  },
  poppler: { package: 'poppler-utils', why: 'verifies PDF signatures (pdfsig)', commands: ['pdfsig'], files: [] },
  zbar: { package: 'zbar-tools', why: 'reads the QR of an act as a telephone does', commands: ['zbarimg'], files: [] },
  nss: { package: 'libnss3-tools', why: 'gives pdfsig its trust store (certutil)', commands: ['certutil'], files: [] },
  qpdf: { package: 'qpdf', why: 'checks the structure of PDF files', commands: ['qpdf'], files: [] },
  openssl: { package: 'openssl', why: 'verifies CMS signatures and receipts', commands: ['openssl'], files: [] },
  engine: {
    package: 'libengine-pkcs11-openssl',
    why: 'lets OpenSSL sign with a token: a PKCS#11 client that is not ours',
    commands: [],
    files: engineFolders.flatMap((folder) => [`${folder}/engines-3/pkcs11.so`, `${folder}/engines-1.1/pkcs11.so`]),
  },
  systemd: {
    package: 'systemd',
    why: 'judges the unit that runs a repository (systemd-analyze)',
    commands: ['systemd-analyze'],
    files: [],
  },
  strace: { package: 'strace', why: 'counts the calls that wait for the disk', commands: ['strace'], files: [] },
  script: { package: 'bsdutils', why: 'gives a test a terminal to type a PIN at', commands: ['script'], files: [] },
  python: {
    package: 'python3',
    why: 'reads archives with a program that is not ours',
    commands: ['python3'],
    files: [],
  },
  rsvg: {
    package: 'librsvg2-bin',
    why: 'draws the program’s icon in each size',
    commands: ['rsvg-convert'],
    files: [],
  },
  lintian: { package: 'lintian', why: 'judges our Debian package', commands: ['lintian'], files: [] },
  desktop: {
    package: 'desktop-file-utils',
    why: 'judges our entry among the programs',
    commands: ['desktop-file-validate'],
    files: [],
  },
  rpm: { package: 'rpm', why: 'makes our RPM package', commands: ['rpmbuild'], files: [] },
  nsis: { package: 'nsis', why: 'makes our installer for Windows', commands: ['makensis'], files: [] },
  venv: {
    package: 'python3-venv',
    why: 'gives pyHanko, which judges our signatures, an environment of its own',
    commands: [],
    files: [10, 11, 12, 13, 14].map((minor) => `/usr/lib/python3.${minor}/ensurepip/__init__.py`),
  },
  javac: {
    package: 'default-jdk-headless',
    why: 'runs EU DSS and veraPDF, which judge our signatures',
    commands: ['javac'],
    files: [],
  },
  maven: { package: 'maven', why: 'brings EU DSS and veraPDF', commands: ['mvn'], files: [] },
  go: {
    package: 'golang-go',
    why: 'brings published signature vectors (Wycheproof)',
    commands: ['go'],
    files: [],
  },
  pcscd: { package: 'pcscd', why: 'is the PC/SC service, for a virtual card', commands: ['pcscd'], files: [] },
  vpcd: {
    package: 'vsmartcard-vpcd',
    why: 'is the reader that a virtual card is put into',
    commands: [],
    files: ['/usr/lib/pcsc/drivers/serial/libifdvpcd.so', '/usr/lib64/pcsc/drivers/serial/libifdvpcd.so'],
  },
  compiler: { package: 'gcc', why: 'compiles the libraries that misbehave in tests', commands: ['cc'], files: [] },
  age: {
    package: 'age',
    why: 'opens sealed copies and parcels with a program that is not ours',
    commands: ['age', 'age-keygen'],
    files: [],
  },
  xfsprogs: { package: 'xfsprogs', why: 'cuts the power of a test’s disk (xfs_io)', commands: ['xfs_io'], files: [] },
  iproute: { package: 'iproute2', why: 'lays a slow line between network namespaces', commands: ['ip'], files: [] },
  rclone: { package: 'rclone', why: 'is a peer to be measured beside', commands: ['rclone'], files: [] },
  postgresql: {
    package: 'postgresql',
    why: 'is the database that several repositories share',
    commands: [],
    files: [13, 14, 15, 16, 17, 18].map((version) => `/usr/lib/postgresql/${version}/bin/initdb`),
  },
  haproxy: { package: 'haproxy', why: 'stands before nodes that are replaced', commands: ['haproxy'], files: [] },
  mmdebstrap: {
    package: 'mmdebstrap',
    why: 'makes an empty Debian to install into',
    commands: ['mmdebstrap'],
    files: [],
  },
  dpkg: { package: 'dpkg', why: 'makes and opens Debian packages', commands: ['dpkg-deb'], files: [] },
} as const satisfies Record<string, Need>;
export type NeedName = keyof typeof needs;

/** What each job needs. `practice` also goes on without: a key in a file takes the token's place, and a banner says so. */
export const jobs = {
  start: ['chromium'],
  practice: ['softhsm2', 'opensc'],
  bench: ['softhsm2', 'opensc', 'poppler', 'nss', 'strace', 'compiler', 'iproute', 'rclone', 'postgresql'],
  test: [
    'chromium',
    'softhsm2',
    'opensc',
    'pcscd',
    'vpcd',
    'compiler',
    'iproute',
    'poppler',
    'zbar',
    'nss',
    'qpdf',
    'openssl',
    'engine',
    'script',
    'python',
    'age',
    'postgresql',
    'systemd',
  ],
  packaging: ['rsvg', 'lintian', 'desktop', 'rpm', 'nsis', 'dpkg'],
  oracles: ['python', 'venv', 'javac', 'maven', 'go', 'qpdf'],
  ci: [
    'dpkg',
    'rsvg',
    'lintian',
    'desktop',
    'rpm',
    'nsis',
    'python',
    'venv',
    'javac',
    'maven',
    'go',
    'compiler',
    'iproute',
    'xfsprogs',
    'haproxy',
    'mmdebstrap',
  ],
} as const satisfies Record<string, readonly NeedName[]>;

/** The machine as this file sees it, so that tests may stage another. */
export interface Machine {
  readonly isRoot: boolean;
  /** `ID` of /etc/os-release, or the platform's name. */
  readonly system: string;
  readonly hasPackageLists: () => boolean;
  readonly present: (need: Need) => boolean;
  /** Runs a command to its end with its output shown; answers the exit code. */
  readonly run: (command: string, args: readonly string[]) => number;
  readonly say: (line: string) => void;
}

export type Readiness =
  | { readonly kind: 'ready'; readonly installed: readonly string[] }
  | { readonly kind: 'missing'; readonly packages: readonly string[]; readonly message: string };

/**
 * Makes sure the named things are on this machine. As root on Debian or Ubuntu it installs what is missing with apt-get;
 * elsewhere, or when that fails, it says what is missing, what it is for and the command to run.
 */
export function ensurePackages(names: readonly NeedName[], machine: Machine = thisMachine()): Readiness {
  const missing = names.filter((name) => !machine.present(needs[name]));
  if (missing.length === 0) return { kind: 'ready', installed: [] };
  const packages = missing.map((name) => needs[name].package);
  const debian = machine.system === 'debian' || machine.system === 'ubuntu';
  if (!debian || !machine.isRoot) return lacking(missing, debian);

  machine.say(`Installing with apt-get: ${packages.join(', ')}`);
  if (!machine.hasPackageLists() && machine.run('apt-get', [...aptOptions, 'update']) !== 0) {
    return lacking(missing, debian);
  }
  const install = (): number =>
    machine.run('apt-get', [...aptOptions, 'install', '--yes', '--no-install-recommends', ...packages]);
  // Lists from an old image may name versions the mirror no longer has: one update, one more try.
  if (install() !== 0 && (machine.run('apt-get', [...aptOptions, 'update']) !== 0 || install() !== 0)) {
    return lacking(missing, debian);
  }
  const still = missing.filter((name) => !machine.present(needs[name]));
  return still.length === 0 ? { kind: 'ready', installed: packages } : lacking(still, debian);
}

// Another apt-get may be at work (unattended upgrades): wait for its lock instead of failing.
const aptOptions = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];

function lacking(names: readonly NeedName[], debian: boolean): Readiness {
  const packages = names.map((name) => needs[name].package);
  const lines = names.map((name) => `  ${needs[name].package}: ${needs[name].why}`);
  const command = debian
    ? `Run: sudo apt-get install --no-install-recommends ${packages.join(' ')}`
    : `Install them with this system's package manager (the names are Debian's): ${packages.join(' ')}`;
  return { kind: 'missing', packages, message: ['This machine lacks:', ...lines, command].join('\n') };
}

/** The machine this runs on. */
export function thisMachine(): Machine {
  return {
    isRoot: process.getuid?.() === 0,
    system: systemName(),
    hasPackageLists: () =>
      existsSync('/var/lib/apt/lists') && readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages')),
    present: (need) => need.commands.some((command) => findCommand(command) !== null) || need.files.some(existsSync),
    run: (command, args) =>
      spawnSync(command, args, {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status ?? 1,
    say: (line) => console.error(line),
  };
}

function systemName(): string {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return process.platform;
  const id = /^ID="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'));
  return id?.[1] ?? 'linux';
}

/** Full path of an executable on PATH (and in /usr/sbin, where distributions hide some), or null. */
export function findCommand(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  for (const folder of folders) {
    if (folder === '') continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** `node tools/machine.ts practice`, before `npm start` and `npm run practice`: brings what it may, and never stands in the way. */
if (import.meta.main) {
  const job = process.argv[2] ?? '';
  if (!Object.hasOwn(jobs, job)) {
    console.error(`usage: node tools/machine.ts ${Object.keys(jobs).join('|')}`);
    process.exit(2);
  }
  const readiness = ensurePackages(jobs[job as keyof typeof jobs]);
  if (readiness.kind === 'missing') console.error(readiness.message);
}
