/**
 * Files made to waste the time or memory of whoever verifies them. Each is signed (mostly), so that a validator has reasons to look
 * further, and asks for far more work than it is worth.
 */
import { deflateSync } from 'node:zlib';
import { oids } from '../../../../src/signature/asn1/oids.ts';
import * as der from '../../../../src/signature/asn1/write.ts';
import { attribute, makeCms, makeTimestamp } from '../../../helpers/cms.ts';
import type { Identity } from '../../../helpers/pki.ts';
import { makeIntermediate, makeSigner } from '../../../helpers/pki.ts';
import { certIdOf, later, makeOcspResponse } from '../../../helpers/pki-services/index.ts';
import { signedSequence } from '../../../helpers/pki-services/signing.ts';
import { stream, TestPdf } from '../../../helpers/test-pdf.ts';
import type { Story } from '../story.ts';

export const moment = new Date('2026-03-01T12:00:00Z');

/** A maker of one file. The story's root is the only anchor. */
export type Storm = (story: Story) => Uint8Array;

const packed = (bytes: Uint8Array): string => stream(deflateSync(bytes).toString('latin1'), '/Filter /FlateDecode');

/** A revocation list in the intermediate's name with the given lines. */
function list(story: Story, lines: Uint8Array, extensions: Uint8Array[] = []): Uint8Array {
  const { intermediate } = story.world;
  return signedSequence(intermediate, (algorithm) =>
    der.sequence(
      der.integer(1),
      algorithm,
      intermediate.subject,
      der.time(moment),
      der.time(later(moment, { days: 7 })),
      der.sequence(lines),
      ...(extensions.length > 0 ? [der.explicit(0, der.sequence(...extensions))] : []),
    ),
  );
}

function repeated(piece: Uint8Array, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => piece));
}

/** The story's document with packed streams in its /DSS. */
function withStore(story: Story, groups: Readonly<Record<string, readonly Uint8Array[]>>, copies = 1): Uint8Array {
  const objects: Record<number, string> = {};
  const entries = Object.entries(groups).map(([key, pieces]) => {
    const refs = pieces.map((bytes) => {
      const num = story.pdf.next();
      objects[num] = packed(bytes);
      return `${num} 0 R `.repeat(copies);
    });
    return `/${key} [${refs.join('')}]`;
  });
  const dss = story.pdf.next();
  return story.pdf.update({
    1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS ${dss} 0 R >>`,
    ...objects,
    [dss]: `<< /Type /DSS ${entries.join(' ')} >>`,
  }).bytes;
}

function criticalLines(story: Story): Uint8Array {
  const critical = der.sequence(
    der.sequence(der.oid(oids.reasonCode), der.boolean(true), der.octetString(der.enumerated(1))),
  );
  return repeated(der.sequence(der.integer(5), der.time(story.clock.now()), critical), 45_000);
}

function indirectScope(): Uint8Array {
  const scope = der.sequence(der.implicit(4, der.boolean(true)));
  return der.sequence(der.oid(oids.issuingDistributionPoint), der.boolean(true), der.octetString(scope));
}

/** A signature whose time-stamps are many. */
function manyStamped(story: Story, signatures: number, stamps: number): Uint8Array {
  const signer = story.world.signer();
  for (let i = 0; i < signatures; i++) {
    story.pdf.sign(signer, {
      unsignedAttributes: (signature: Uint8Array) =>
        Array.from({ length: stamps }, (_, index) =>
          attribute(
            oids.signatureTimeStamp,
            makeTimestamp(story.world.tsaNow, signature, { time: new Date(moment.getTime() - index * 1_000) }),
          ),
        ),
    });
  }
  return story.pdf.bytes;
}

function chainOfPages(levels: number): Readonly<Record<number, string>> {
  const objects: Record<number, string> = { 2: '<< /Type /Pages /Kids [100 0 R 3 0 R] /Count 1 >>' };
  for (let level = 0; level < levels; level++) {
    objects[100 + level] =
      `<< /Type /Pages /Parent ${level === 0 ? 2 : 99 + level} 0 R /Kids [${101 + level} 0 R] /Count 1 >>`;
  }
  objects[100 + levels] = `<< /Type /Page /Parent ${99 + levels} 0 R >>`;
  return objects;
}

function signedWith(
  story: Story,
  extra: Readonly<Record<number, string>>,
  update: Readonly<Record<number, string>>,
): Uint8Array {
  const pdf = new TestPdf(extra);
  pdf.sign(story.world.signer());
  return pdf.update(update).bytes;
}

const catalog = (more: string): string => `<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R ${more} >>`;

/** A cross-reference stream of many rows instead of the whole history. */
function manyRows(count: number): Uint8Array {
  const row = Buffer.alloc(7);
  const rows = Buffer.alloc(count * 7);
  for (let i = 0; i < count; i++) {
    row[0] = 1;
    row.writeUInt32BE(9 + (i % 1_000) * 3, 1);
    row.copy(rows, i * 7);
  }
  const head = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
  const data = deflateSync(rows).toString('latin1');
  const xref = `5 0 obj\n<< /Type /XRef /W [1 4 2] /Size ${count} /Root 1 0 R /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`;
  return Buffer.from(`${head}${xref}startxref\n${head.length}\n%%EOF\n`, 'latin1');
}

/** Many objects in many object streams, named so that reading them in order goes to and fro between the streams. */
function scatteredObjects(story: Story): Uint8Array {
  const pdf = new TestPdf();
  pdf.sign(story.world.signer());
  const base = pdf.bytes;
  const [streams, each] = [40, 2_000];
  const first = 1_000;
  const parts: Buffer[] = [base];
  let at = base.length;
  const offsets: number[] = [];
  const rows = Buffer.alloc((streams * each + streams) * 8);
  for (let s = 0; s < streams; s++) {
    const heads: string[] = [];
    const bodies: string[] = [];
    let offset = 0;
    for (let i = 0; i < each; i++) {
      const body = `[${'0 '.repeat(200)}]`;
      heads.push(`${first + i * streams + s} ${offset}`);
      bodies.push(body);
      offset += body.length + 1;
      const row = (i * streams + s) * 8;
      rows[row] = 2;
      rows.writeUInt32BE(500 + s, row + 1);
      rows.writeUInt16BE(i, row + 5);
    }
    const head = `${heads.join(' ')} `;
    const data = deflateSync(Buffer.from(head + bodies.join(' '), 'latin1')).toString('latin1');
    const object = Buffer.from(
      `${500 + s} 0 obj\n<< /Type /ObjStm /N ${each} /First ${head.length} /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`,
      'latin1',
    );
    offsets.push(at);
    at += object.length;
    parts.push(object);
  }
  for (const [s, offset] of offsets.entries()) {
    const row = (streams * each + s) * 8;
    rows[row] = 1;
    rows.writeUInt32BE(offset, row + 1);
  }
  const previous = /startxref\n(\d+)\n%%EOF\n$/.exec(base.subarray(-40).toString('latin1'))![1]!;
  const data = deflateSync(rows).toString('latin1');
  parts.push(
    Buffer.from(
      `900 0 obj\n<< /Type /XRef /W [1 4 3] /Index [${first} ${streams * each} 500 ${streams}] /Size 200000 /Root 1 0 R /Prev ${previous} ` +
        `/Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

function manySections(story: Story, count: number): Uint8Array {
  const pdf = new TestPdf();
  for (let i = 0; i < 20; i++) pdf.sign(story.world.signer());
  const parts: Buffer[] = [pdf.bytes];
  let at = pdf.bytes.length;
  let previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf.bytes.subarray(-40).toString('latin1'))![1]);
  for (let i = 0; i < count; i++) {
    const text = `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size ${pdf.size} /Root 1 0 R /Prev ${previous} >>\nstartxref\n${at}\n%%EOF\n`;
    parts.push(Buffer.from(text, 'latin1'));
    previous = at;
    at += text.length;
  }
  return Buffer.concat(parts);
}

/** Responses with very many answers about the very certificate, each with another hash to compare. */
function chattyResponses(story: Story, signer: Identity, count: number): Uint8Array[] {
  const certId = certIdOf(story.world.intermediate, signer.certificate);
  return Array.from({ length: count }, (_, index) =>
    makeOcspResponse({
      responder: story.world.ocspResponder,
      certId,
      status: { kind: 'good' },
      producedAt: new Date(moment.getTime() - index * 1_000),
      thisUpdate: new Date(moment.getTime() - index * 1_000),
      nextUpdate: later(moment, { days: 1 }),
    }),
  );
}

function lzwOfZeros(megabytes: number): Buffer {
  // Codes of 9 to 12 bits for ever longer runs of one byte, the table emptied when it is full.
  const bits: [number, number][] = [];
  let made = 0;
  while (made < megabytes << 20) {
    bits.push([256, 9], [0, 9]);
    made += 1;
    let [next, width] = [258, 9];
    for (let length = 2; next < 4_095; length++) {
      bits.push([next, width]);
      made += length;
      next++;
      if (next + 1 >= 1 << width && width < 12) width++;
    }
  }
  const out = Buffer.alloc(Math.ceil(bits.length * 1.5) + 8);
  let [at, held, count] = [0, 0, 0];
  for (const [code, width] of bits) {
    held = (held << width) | code;
    count += width;
    while (count >= 8) {
      out[at++] = (held >> (count - 8)) & 0xff;
      count -= 8;
    }
    held &= (1 << count) - 1;
  }
  out[at++] = (held << (8 - count)) & 0xff;
  return out.subarray(0, at);
}

/** Megabytes that say nothing. */
const ballast = (megabytes: number): string => stream('z'.repeat(megabytes << 20));

export const storms: Readonly<Record<string, Storm>> = {
  'lists of very many odd lines': (story) => {
    story.sign(undefined, { stamp: false });
    const lists = Array.from({ length: 8 }, (_, i) =>
      list(story, Buffer.concat([criticalLines(story), der.sequence(der.integer(i + 9), der.time(moment))])),
    );
    return withStore(story, { CRLs: lists });
  },
  'indirect lists, each line of which has to be read': (story) => {
    story.sign(undefined, { stamp: false });
    const lists = Array.from({ length: 12 }, (_, i) =>
      list(story, repeated(der.sequence(der.integer(1_000 + i), der.time(moment)), 49_000), [indirectScope()]),
    );
    return withStore(story, { CRLs: lists });
  },
  'one huge list in four hundred places': (story) => {
    story.sign(undefined, { stamp: false });
    return withStore(
      story,
      { CRLs: [list(story, repeated(der.sequence(der.integer(77), der.time(moment)), 500_000))] },
      400,
    );
  },
  'lists of sixteen megabytes, each another': (story) => {
    story.sign(undefined, { stamp: false });
    const lines = repeated(der.sequence(der.integer(77), der.time(moment)), 800_000);
    return withStore(story, {
      CRLs: Array.from({ length: 6 }, (_, i) =>
        list(story, Buffer.concat([lines, der.sequence(der.integer(i), der.time(moment))])),
      ),
    });
  },
  'hundreds of responses by forgers': (story) => {
    const signer = story.sign(undefined, { stamp: false });
    const twin = { ...makeIntermediate(story.world.root), subject: story.world.intermediate.subject };
    const ocsps = Array.from({ length: 400 }, () => {
      story.clock.advance({ seconds: 1 });
      return story.answer(signer.certificate, twin);
    });
    return withStore(story, { OCSPs: ocsps });
  },
  'responses of one responder, each a little older': (story) => {
    const signer = story.sign(undefined, { stamp: false });
    return withStore(story, { OCSPs: chattyResponses(story, signer, 400) });
  },
  'hundreds of certificates with one name': (story) => {
    story.sign(undefined, { stamp: false });
    const twins = Array.from({ length: 40 }, () => makeIntermediate(story.world.root, { commonName: 'Gemela' }));
    const loops = twins.map((twin) => makeIntermediate(twin, { commonName: 'Gemela' }));
    const signer = makeSigner(loops[0]!);
    for (let i = 0; i < 20; i++) story.pdf.sign(signer);
    return withStore(story, { Certs: [...twins, ...loops].map((each) => each.certificate) });
  },
  'two hundred signatures with two time-stamps each': (story) => manyStamped(story, 200, 2),
  'ten thousand levels of pages': (story) => signedWith(story, chainOfPages(10_000), { 30: '[]' }),
  'a page tree of fifty thousand leaves that are one': (story) =>
    signedWith(
      story,
      { 2: `<< /Type /Pages /Kids [${'3 0 R '.repeat(50_000)}] /Count 50000 >>` },
      { 4: stream('BT /F 12 Tf 72 720 Td (Otra cosa) Tj ET') },
    ),
  'nine million cross-references': () => manyRows(9_000_000),
  'objects scattered over many object streams': scatteredObjects,
  'four thousand revisions after twenty signatures': (story) => manySections(story, 4_000),
  'a hundred thousand changed objects': (story) =>
    signedWith(story, {}, Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [1_000 + i, `[${i} 0 R]`]))),
  // What is large may think longer: a file that was only made large must not gain by it.
  'thirteen megabytes of it: a hundred thousand changed objects': (story) =>
    signedWith(
      story,
      { 40: ballast(13) },
      Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [1_000 + i, `[${i} 0 R]`])),
    ),
  'fifteen megabytes of it: lists of very many odd lines': (story) => {
    story.pdf.update({ 40: ballast(15) });
    story.sign(undefined, { stamp: false });
    const lists = Array.from({ length: 8 }, (_, i) =>
      list(story, Buffer.concat([criticalLines(story), der.sequence(der.integer(i + 9), der.time(moment))])),
    );
    return withStore(story, { CRLs: lists });
  },
  'twelve megabytes of it: objects that all refer to all, with thirty signatures': (story) => {
    const pdf = new TestPdf(
      Object.fromEntries(
        Array.from({ length: 4_000 }, (_, i) => [
          1_000 + i,
          `[${Array.from({ length: 400 }, (_, j) => `${1_000 + j} 0 R`).join(' ')}]`,
        ]),
      ),
    );
    for (let i = 0; i < 30; i++) pdf.sign(story.world.signer());
    return pdf.update({ 4: stream('BT /F 12 Tf 72 720 Td (Otra cosa) Tj ET') }).bytes;
  },
  'names of fields that are books': (story) => {
    const kids = Array.from({ length: 2_000 }, (_, i) => 1_000 + i);
    return signedWith(
      story,
      {
        6: '<< /Fields [20 0 R] >>',
        20: `<< /T (${'n'.repeat(4_000_000)}) /Kids [${kids.map((n) => `${n} 0 R`).join(' ')}] >>`,
        ...Object.fromEntries(kids.map((n) => [n, `<< /T (${n}) /FT /Sig /V ${n + 10_000} 0 R >>`])),
        ...Object.fromEntries(kids.map((n) => [n + 10_000, '<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>'])),
      },
      { 30: '[]' },
    );
  },
  'strings of fifteen megabytes wherever one may stand': (story) => {
    const long = (letter: string): string => letter.repeat(15 << 20);
    return signedWith(
      story,
      { 20: `<< /T (${long('a')}) >>`, 21: `<< /T <${long('4')}> >>`, 6: '<< /Fields [20 0 R 21 0 R] >>' },
      { 5: `<< /Type /Font /BaseFont /${long('F')} >>` },
    );
  },
  'a store packed as text of sixty megabytes': (story) => {
    const text = deflateSync(Buffer.from(`${'z'.repeat(15 << 20)}~>`)).toString('latin1');
    story.sign();
    const streams = Array.from({ length: 20 }, () => story.pdf.next());
    return story.pdf.update({
      1: catalog('/DSS 30 0 R'),
      30: `<< /CRLs [${streams.map((n) => `${n} 0 R`).join(' ')}] >>`,
      ...Object.fromEntries(streams.map((n) => [n, stream(text, '/Filter [/FlateDecode /ASCII85Decode]')])),
    }).bytes;
  },
  'a store packed with LZW': (story) => {
    const data = lzwOfZeros(60).toString('latin1');
    story.sign();
    return story.pdf.update({
      1: catalog('/DSS 30 0 R'),
      30: `<< /Certs [${'31 0 R '.repeat(300)}] >>`,
      31: stream(data, '/Filter /LZWDecode'),
    }).bytes;
  },
  'a store of predicted rows': (story) => {
    const data = deflateSync(Buffer.alloc(50 << 20, Buffer.from([4, 1, 2, 3, 4]))).toString('latin1');
    story.sign();
    return story.pdf.update({
      1: catalog('/DSS 30 0 R'),
      30: `<< /Certs [${'31 0 R '.repeat(300)}] >>`,
      31: stream(data, '/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 4 >>'),
    }).bytes;
  },
  'contents that draw without end': (story) => {
    const drawing = 'q 1 0 0 1 0 0 cm BT /F 1 Tf (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET Q\n';
    const data = packed(Buffer.from(drawing.repeat(30_000)));
    const page =
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [4 0 R 4 0 R 4 0 R] /Resources << /Font << /F 5 0 R >> >> >>';
    const pdf = new TestPdf({ 3: page, 4: data });
    pdf.sign(story.world.signer(), { rect: '10 10 500 500' });
    pdf.sign(story.world.signer(), { rect: '10 10 500 500' });
    return pdf.bytes;
  },
  'forms that draw one another': (story) => {
    const forms: Record<number, string> = {};
    for (let i = 0; i < 12; i++) {
      forms[100 + i] = stream(
        `${'/X Do '.repeat(20)}`,
        `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${101 + i} 0 R >> >>`,
      );
    }
    const page =
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 100 0 R >> >> >>';
    const pdf = new TestPdf({ ...forms, 3: page, 4: stream('/X Do '.repeat(1_000)) });
    pdf.sign(story.world.signer(), { rect: '10 10 500 500' });
    pdf.sign(story.world.signer(), { rect: '10 10 500 500' });
    return pdf.bytes;
  },
  'a signature file of fifty signers over much content': (story) => {
    const content = Buffer.alloc(40 << 20, 'acta ');
    return makeCms({ signer: story.world.signer(), content, embed: true, signers: 50, digest: 'sha512' });
  },
  'a CMS of a hundred thousand values': (story) => {
    story.pdf.sign(story.world.signer(), {});
    return makeCms({
      signer: story.world.signer(),
      content: Buffer.from('x'),
      embed: true,
      certificates: Array.from({ length: 20_000 }, (_, i) => der.sequence(der.integer(i))),
    });
  },
};
