import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../src/signature/crypto.ts';
import { bufferSource } from '../../../../src/signature/bytes.ts';
import { openPdf } from '../../../../src/signature/pdf/index.ts';
import { readStore } from '../../../../src/signature/pades/raise/store.ts';
import { Memory } from '../../../../src/signature/trust/memory.ts';
import { withFolder } from '../../../helpers/run.ts';
import { addRevision, simplePdf } from '../../pdf/make-pdf.ts';
import { pdfsig, qpdfCheck } from '../judges.ts';
import { put, signBytes } from '../signer.ts';
import { makeScene, raise } from './scene.ts';

describe('raising a signature', () => {
  it('reaches the level asked for, whichever it is, by appending', async () => {
    const { world, signer } = makeScene();
    const signed = await signBytes(simplePdf(), signer);
    const kinds = { 'B-T': ['timeStamp'], 'B-LT': ['timeStamp', 'validationData'] } as const;
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
      const raised = await raise(signed, world, { level });
      expect(raised).toMatchObject({ kind: 'raised', reached: level, missing: [], revoked: [] });
      if (raised.kind !== 'raised') continue;
      expect(raised.pdf.subarray(0, signed.length).equals(signed)).toBe(true);
      expect(raised.sha256).toBe(sha256Hex(raised.pdf));
      expect(raised.size).toBe(raised.pdf.length);
      expect(raised.updateSize).toBe(raised.pdf.length - signed.length);
      const expected = level === 'B-LTA' ? [...kinds['B-LT'], 'archiveTimeStamp'] : kinds[level];
      expect(raised.increments.map(({ kind }) => kind)).toEqual(expected);
      await withFolder((folder) => {
        const path = put(folder, 'raised.pdf', raised.pdf);
        expect(qpdfCheck(path)).toEqual({ status: 0, warnings: [] });
        expect(pdfsig(path)[0]).toMatchObject({ valid: true, type: 'ETSI.CAdES.detached' });
        expect(pdfsig(path)).toHaveLength(level === 'B-LTA' ? 3 : 2);
      });
    }
  });

  it('goes one level after the other as well', async () => {
    const { world, signer } = makeScene();
    let pdf = await signBytes(simplePdf(), signer);
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
      const raised = await raise(pdf, world, { level });
      expect(raised).toMatchObject({ kind: 'raised', reached: level, increments: [{}] });
      expect(raised.pdf.subarray(0, pdf.length).equals(pdf)).toBe(true);
      pdf = raised.pdf;
    }
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
      expect(await raise(pdf, world, { level })).toMatchObject({ kind: 'unchanged', reached: 'B-LTA', missing: [] });
    }
  });

  it('never loses an entry of an earlier /DSS, whoever wrote it', async () => {
    const { world, signer } = makeScene();
    const known = (pdf: Buffer) => readStore(openPdf(bufferSource(pdf)), new Memory()).known;
    const first = await raise(await signBytes(simplePdf(), signer), world, { level: 'B-LTA' });
    const foreign = { 900: '<< /Length 4 >>\nstream\nabcd\nendstream' };
    const [, dss] = /(\d+) 0 obj\n<< \/Type \/DSS/.exec(first.pdf.toString('latin1'))!;
    const others = /\/OCSPs \[[^\]]*\]/.exec(first.pdf.toString('latin1'))![0];
    const rewritten = `<< /Type /DSS /Certs [900 0 R] ${others} /VRI << /ABCD << /TU (D:2026) >> >> >>`;
    const touched = addRevision(first.pdf, { objects: { ...foreign, [Number(dss)]: rewritten } });
    world.clock.advance({ years: 1 });
    const again = await raise(touched, world, { level: 'B-LTA', renew: 'always' });
    expect(again).toMatchObject({ kind: 'raised', reached: 'B-LTA' });
    for (const sha256 of [...known(touched), ...known(first.pdf)]) expect(known(again.pdf)).toContain(sha256);
    const last = again.pdf
      .toString('latin1')
      .match(/\/Type \/DSS[^]*?endobj/g)!
      .at(-1)!;
    expect(last).toContain('/VRI << /ABCD << /TU (D:2026) >> >>');
  });

  it('is renewed in time over thirty years, each time before the certificate of the newest time-stamp ends', async () => {
    const { world, signer } = makeScene();
    let pdf = (await raise(await signBytes(simplePdf(), signer), world, { level: 'B-LTA' })).pdf;
    const stamps: number[] = [];
    for (const years of [5, 5, 5, 5, 5]) {
      world.clock.advance({ years });
      const early = await raise(pdf, world, { level: 'B-LTA', renewBeforeDays: 0 });
      const renewed = await raise(pdf, world, { level: 'B-LTA', renewBeforeDays: 1500 });
      expect(renewed.reached).toBe('B-LTA');
      expect(renewed.missing).toEqual([]);
      expect(early.kind).toBe('unchanged');
      expect(renewed.renewBefore! > world.clock.now()).toBe(true);
      expect(renewed.pdf.subarray(0, pdf.length).equals(pdf)).toBe(true);
      pdf = renewed.pdf;
      stamps.push(pdf.toString('latin1').split('/DocTimeStamp').length - 1);
    }
    expect(stamps.at(-1)).toBeGreaterThan(stamps[0]!);
    await withFolder((folder) => {
      expect(qpdfCheck(put(folder, 'old.pdf', pdf))).toEqual({ status: 0, warnings: [] });
    });
  });
});
