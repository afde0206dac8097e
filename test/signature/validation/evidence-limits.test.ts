/** Validation data made to waste time or memory: the verdict comes all the same, and soon. */
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import * as der from '../../../src/signature/asn1/write.ts';
import { signedSequence } from '../../helpers/pki-services/signing.ts';
import { makeIntermediate } from '../../helpers/pki.ts';
import { attribute } from '../../helpers/cms.ts';
import { Story } from './story.ts';

/** Milliseconds of processor time. */
const longest = 2_000;

async function timed<T>(run: () => Promise<T>): Promise<T> {
  const start = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(longest);
  return result;
}

/** A list with very many lines, each with an extension to look into, in the issuer's name. */
function endlessList(story: Story, by = story.world.intermediate): Uint8Array {
  const critical = der.sequence(
    der.sequence(der.oid(oids.reasonCode), der.boolean(true), der.octetString(der.enumerated(1))),
  );
  const line = der.sequence(der.integer(5), der.time(story.clock.now()), critical);
  const lines = Buffer.concat(Array.from({ length: 120_000 }, () => line));
  return signedSequence(by, (algorithm) =>
    der.sequence(
      der.integer(1),
      algorithm,
      story.world.intermediate.subject,
      der.time(story.clock.now()),
      der.sequence(lines),
    ),
  );
}

describe('validation data', () => {
  it('with very many odd lines is given up', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    story.addStore({ crls: [endlessList(story), endlessList(story)] });
    const { signatures, error } = await timed(() => story.verdicts());
    expect(signatures.length + Number(error !== null)).toBeGreaterThan(0);
    expect(signatures.every(({ indication }) => indication !== 'TOTAL_PASSED')).toBe(true);
  });

  it('in hundreds of pieces that lead nowhere is left behind', async () => {
    const story = new Story();
    const twin = { ...makeIntermediate(story.world.root), subject: story.world.intermediate.subject };
    story.sign(undefined, { stamp: false });
    const forged = Array.from({ length: 300 }, (_, index) => {
      story.clock.advance({ seconds: 1 });
      return index % 2 === 0 ? story.answer(story.world.signer().certificate, twin) : Buffer.from(`nada ${index}`);
    });
    story.addStore({ crls: forged, ocsps: forged });
    const { signatures } = await timed(() => story.verdicts());
    expect(signatures[0]).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
  });

  it.each<[string, Uint8Array]>([
    ['that is no list of values', der.octetString(Buffer.from('x'))],
    ['nested without end', nested(200)],
    ['with odd fields', der.sequence(der.explicit(0, der.integer(1)), der.explicit(9, der.nullValue()))],
  ])('%s in an attribute is none', async (_what, value) => {
    const story = new Story();
    const values = [attribute(oids.revocationValues, value), attribute(oids.certValues, value)];
    story.sign(undefined, { stamp: false, unsignedAttributes: () => values });
    const { signatures, error } = await story.verdicts({ revocation: story.line });
    expect(error).toBeNull();
    expect(['TOTAL_PASSED', 'TOTAL_FAILED']).toContain(signatures[0]?.indication);
  });

  it('whose source never ends a question costs the verdict nothing but that answer', async () => {
    const story = new Story();
    story.sign(undefined, { stamp: false });
    const empty = await story.verdict({
      revocation: () => Promise.resolve({ crls: [Buffer.alloc(0)], ocsps: [Buffer.from('x')] }),
    });
    expect(empty).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
  });
});

function nested(levels: number): Uint8Array {
  let value = der.nullValue();
  for (let level = 0; level < levels; level++) value = der.sequence(value);
  return value;
}
