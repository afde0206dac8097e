/** The list of policy, each key with the test that shows what it changes: one that is added without such a test fails here. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PolicyName } from '../../src/contract/policy.ts';

const own = 'test/policy/effects.test.ts';
const repository =
  'the repository that is decided is the one that is spoken to, and its keys are the ones that are believed';
const caps = 'caps of the line hold by the hour, room for fetched files is what is said, and the line tells both';
const logs = 'a level of logs leaves the rest unwritten, and days of logs delete what is older';
const trustList = [
  'test/casework/levels/report.test.ts',
  'names the version of the trust list, and goes by it',
] as const;
const quitting = 'test/main/updates/quitting.test.ts';
const waits = 'installs nothing where a person chose to wait, and neither looks nor installs where the system does';
const levels = [
  'test/casework/levels/authorities.test.ts',
  'reaches LTA, the repository finds the same, and the report passes',
] as const;
const copies = [
  'test/casework/home/copies.test.ts',
  'is made after a batch, and the age program and sqlite3 open it without us',
] as const;

/** File and title. That a key goes into the very place of the configuration that its test sets is held by `resolve.test.ts`. */
const effects: Readonly<Record<PolicyName, readonly [string, string]>> = {
  'repository.url': [own, repository],
  'repository.keys': [own, repository],
  'repository.publicPage': [own, 'a public page that is decided is where the code on the paper leads'],
  'trustList.folder': trustList,
  'trustList.keys': trustList,
  'drivers.libraries': [own, 'a library that is decided is one that tokens are looked for in'],
  'drivers.onlyListed': [
    'test/main/readers-process.test.ts',
    'passes over every library that the institution did not list, where it wants no other',
  ],
  'updates.mode': [quitting, waits],
  'updates.ring': [
    own,
    'a ring is what the desk tells the repository that it is in, and a policy of its own another hash',
  ],
  'updates.sources': [quitting, 'installs what waits when the program is quit, once'],
  'updates.everyHours': [quitting, 'looks so often as is decided, and not all of an office at the same moment'],
  'updates.window': [quitting, 'installs nothing outside its hours'],
  'updates.sharePort': [quitting, 'hands what it fetched to its office at the port that is decided'],
  'updates.rootFile': ['test/updates/door.test.ts', 'is the first file that there is'],
  'line.proxy': [own, 'a proxy is what requests go through'],
  'line.caFile': [
    'test/casework/sync/way/way.test.ts',
    'believes an authority of the office, and says so where nobody is believed',
  ],
  'line.capKbps': [own, caps],
  'line.quiet': [own, caps],
  'line.keepMegabytes': [own, caps],
  'signing.level': levels,
  'signing.timestampAuthorities': levels,
  'signing.issuers': [
    'test/casework/tokens/offers.test.ts',
    'may sign, is the person’s own, was chosen last, is of the expected issuer and lasts longest, in this order',
  ],
  'signing.pauseMinutes': [own, 'minutes of a pause are what a batch on hold leaves the token open, and no more'],
  'signing.electronic': [
    'test/casework/electronic.test.ts',
    'is made at the desk, said of before and after, and registered as what it is',
  ],
  'desk.language': [own, 'a language that is decided is the only one, and one that is recommended is the first'],
  'desk.idleLockMinutes': [own, 'minutes without a touch lock the desk, and have its person choose what opens it'],
  'copy.folder': copies,
  'copy.repository': [
    'test/casework/home/at-repository.test.ts',
    'brings a lost desk back on a new PC with nothing but the repository and the recovery key',
  ],
  'copy.recipients': copies,
  'logs.level': [own, logs],
  'logs.days': [own, logs],
  'crash.keep': [own, 'traces of a crash are kept on this computer where it is decided, and nowhere else'],
};

describe('the effect of each setting is shown', () => {
  it.each(PolicyName.options)('%s', (name) => {
    const [file, shown] = effects[name];
    const text = readFileSync(path.join(import.meta.dirname, '..', '..', file), 'utf8');
    const titles = [...text.matchAll(/\b(?:it|test)(?:\.\w+\([^)]*\))?\(\s*(['"`])(.*?)\1,/gs)].map(
      ([, , title]) => title,
    );
    expect(titles).toContain(shown);
  });
});
