import { describe, expect, it } from 'vitest';
import { memoryCache } from '../../../../src/signature/revocation/cache.ts';
import { sha256Hex } from '../../../../src/signature/crypto.ts';
import { deadTransport, later, PkiWorld } from '../../../helpers/pki-services/index.ts';
import { withFolder } from '../../../helpers/run.ts';
import { simplePdf } from '../../pdf/make-pdf.ts';
import { pdfsig, qpdfCheck } from '../judges.ts';
import { put, signBytes } from '../signer.ts';
import { makeScene, raise, signerOf } from './scene.ts';

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
});
