/** Signatures in the year they were made, and five, ten and twenty years later. */
import { describe, expect, it } from 'vitest';
import { later } from '../../helpers/pki-services/index.ts';
import { Story } from './story.ts';
import { codes } from './verify.ts';

const passed = { indication: 'TOTAL_PASSED', subIndication: null };

/** Signed, time-stamped, with validation data of the same hour. */
function longTerm(): Story {
  const story = new Story();
  story.sign();
  story.clock.advance({ seconds: 600 });
  story.addStore();
  return story;
}

/** As above, with a document time-stamp over it. */
function archived(): Story {
  const story = longTerm();
  story.archive();
  return story;
}

/** Adds what is known about the time-stamps so far, and a new one over all of it. */
function renew(story: Story): void {
  story.addStore();
  story.archive();
}

describe('a signature of today', () => {
  it('without a word about revocation has to wait', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    const verdict = await story.verdict();
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER', level: 'B-B' });
    expect(codes(verdict)).toContain('revocationUnknown');
  });

  it('passes with a line, and where revocation is not demanded', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    expect(await story.verdict({ revocation: story.line })).toMatchObject(passed);
    const lenient = await story.verdict({ policy: { revocation: 'ifAvailable' } });
    expect(lenient).toMatchObject(passed);
    expect(codes(lenient)).toContain('revocationNotChecked');
  });

  it('passes offline with its own validation data while that is fresh, and later with a line', async () => {
    const story = longTerm();
    expect(await story.verdict()).toMatchObject({ ...passed, level: 'B-LT' });
    story.clock.advance({ days: 30 });
    expect(await story.verdict()).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'TRY_LATER',
      level: 'B-LT',
    });
    expect(await story.verdict({ revocation: story.line })).toMatchObject(passed);
  });

  it('with an archive time-stamp needs revocation of that one only', async () => {
    const story = archived();
    expect(await story.verdict()).toMatchObject({ ...passed, level: 'B-LTA' });
    story.clock.advance({ days: 30 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject({ ...passed, level: 'B-LTA' });
  });
});

describe('five years later, when the signer’s certificate is over', () => {
  it('a signature without a time-stamp proves nothing any more', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.addStore();
    story.clock.advance({ years: 5 });
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  });

  it('but known at the end not to have been revoked is another thing to say', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.clock.advance({ years: 2, days: -1 });
    story.addStore();
    story.clock.advance({ years: 3 });
    const verdict = await story.verdict();
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NOT_REVOKED' });
  });

  it('long-term validation data carries it', async () => {
    const story = longTerm();
    story.clock.advance({ years: 5 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject({ ...passed, level: 'B-LT' });
  });

  it('a time-stamp alone does not: nobody says any more whether it had been revoked', async () => {
    const story = new Story();
    story.sign();
    story.clock.advance({ years: 5 });
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'NO_POE', level: 'B-T' });
  });

  it('an archive time-stamp carries it', async () => {
    const story = archived();
    story.clock.advance({ years: 5 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject({ ...passed, level: 'B-LTA' });
  });
});

describe('ten years later, when the first time-stamping certificate is over', () => {
  it('what was not renewed proves nothing any more', async () => {
    for (const story of [longTerm(), archived()]) {
      story.clock.advance({ years: 10 });
      const verdict = await story.verdict({ revocation: story.line });
      expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
      expect(codes(verdict)).toContain('timestampNotTrusted');
    }
  });

  it('what was renewed in time still holds, and so do its time-stamps', async () => {
    const story = archived();
    story.clock.advance({ years: 5 });
    renew(story);
    story.clock.advance({ years: 5 });
    const { signatures } = await story.verdicts({ revocation: story.line });
    expect(signatures.map(({ kind, indication }) => [kind, indication])).toEqual([
      ['signature', 'TOTAL_PASSED'],
      ['documentTimestamp', 'TOTAL_PASSED'],
      ['documentTimestamp', 'TOTAL_PASSED'],
    ]);
  });
});

describe('twenty years later', () => {
  /** Renewed before each time-stamping certificate ends: they last 7, 13 and 21 years. */
  function renewed(): Story {
    const story = archived();
    for (const years of [5, 7, 4]) {
      story.clock.advance({ years });
      renew(story);
    }
    return story;
  }

  it('a chain of archive time-stamps still carries the signature', async () => {
    const story = renewed();
    story.clock.advance({ years: 4 });
    const { signatures } = await story.verdicts({ revocation: story.line });
    expect(signatures.map((each) => each.indication)).toEqual(Array.from({ length: 5 }, () => 'TOTAL_PASSED'));
    expect(signatures[0]).toMatchObject({ level: 'B-LTA' });
  });

  it('a link missing in the chain breaks it', async () => {
    const story = archived();
    story.clock.advance({ years: 15 });
    renew(story);
    story.clock.advance({ years: 5 });
    const { signatures } = await story.verdicts({ revocation: story.line });
    expect(signatures.map(({ indication, subIndication }) => [indication, subIndication])).toEqual([
      ['INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE'],
      ['INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE'],
      ['TOTAL_PASSED', null],
    ]);
  });

  it('the verdict of any earlier day can be given again', async () => {
    const story = renewed();
    const at = later(story.world.start, { days: 1 });
    // What came later is not believed then: the later time-stamps are from the future, the signature itself holds.
    expect(await story.verdict({ at })).toMatchObject(passed);
  });

  it('a certificate revoked after signing changes nothing', async () => {
    const story = new Story();
    const signer = story.sign();
    story.clock.advance({ seconds: 600 });
    story.addStore();
    story.archive();
    story.clock.advance({ years: 1 });
    story.world.revoke(signer);
    renew(story);
    const verdict = await story.verdict({ revocation: story.line });
    expect(verdict).toMatchObject(passed);
    expect(codes(verdict)).toContain('revokedLater');
  });
});

describe('bytes that somebody trusted has known since', () => {
  it('are judged for that day, as if they had been time-stamped', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.addStore();
    const known = { since: story.clock.now(), by: 'receipt' };
    story.clock.advance({ years: 5 });
    expect(await story.verdict({ revocation: story.line })).toMatchObject({ indication: 'INDETERMINATE' });
    expect(await story.verdict({ revocation: story.line, known })).toMatchObject({ ...passed, level: 'B-B' });
    const late = { ...known, since: later(known.since, { years: 4 }) };
    expect(await story.verdict({ revocation: story.line, known: late })).toMatchObject({
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });
});

describe('algorithms over the years', () => {
  it('that are given up count where an older time-stamp proves the signature', async () => {
    const story = archived();
    const end = later(story.clock.now(), { years: 2 });
    const { defaultAlgorithms } = await import('../../../src/signature/trust/algorithms.ts');
    const digests = { ...defaultAlgorithms.digests, sha256: { until: end } };
    const policy = { algorithms: { ...defaultAlgorithms, digests } };
    const later3 = later(story.clock.now(), { years: 3 });
    // Nothing stronger covers it in time: the time-stamps fall with the signature.
    const alone = await story.verdict({ at: later3, policy, revocation: story.line });
    expect(alone).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' });
  });
});
