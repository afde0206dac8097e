/** Acts of so many bytes each, signed, for the offices of a province; no two alike. */
import { randomBytes, randomUUID } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import { type CaseRecord, type Proposal, type RegistrationRequest } from '../../src/contract/wire.ts';
import { ActId, CaseId } from '../../src/contract/ids.ts';
import { makeTestSigner, sha256Of, signDocument } from '../../test/helpers/repository.ts';

export interface Office {
  readonly officeId: string;
  readonly key: string;
  readonly record: CaseRecord;
}

export interface Act {
  readonly office: Office;
  readonly proposal: Proposal;
  readonly document: Buffer;
  readonly signed: Buffer;
  readonly request: RegistrationRequest;
}

export function makeOffices(count: number): Office[] {
  return Array.from({ length: count }, (_, n) => ({
    officeId: `office-${n}`,
    key: `${randomUUID()}${n}`,
    record: {
      ...{ caseId: CaseId.parse(randomUUID()), caseNumber: `97-00-${String(n).padStart(6, '0')}-26` },
      ...{ caption: 'CARÁTULA FICTICIA', officeId: `office-${n}`, confidentialityLevel: 1, detained: false },
    },
  }));
}

/** The rest of the file and its signature take about 9 kB of them. */
export async function makeActs(offices: readonly Office[], count: number, bytes: number): Promise<Act[]> {
  const signer = makeTestSigner();
  const acts: Act[] = [];
  for (let n = 0; n < count; n += 1) {
    const office = offices[n % offices.length]!;
    const document = await sheet(bytes);
    const signed = await signDocument(document, signer);
    const [actId, now] = [ActId.parse(randomUUID()), new Date().toISOString()];
    const documentSha256 = sha256Of(document);
    const { officeId, record } = office;
    acts.push({
      ...{ office, document, signed },
      proposal: {
        ...{ actId, caseId: record.caseId, officeId, type: 'providencia', title: 'Providencia simple' },
        ...{ author: 'B. C.', confidentialityLevel: 1, dueAt: null, documentSha256, size: document.length },
        ...{ vouchedBy: null, proposedAt: now },
      },
      request: {
        ...{ actId, caseId: record.caseId, sha256: sha256Of(signed), size: signed.length, documentSha256 },
        ...{
          documentSize: document.length,
          certificateSha256: signer.certificateSha256,
          signedAt: now,
          deviceId: 'pc',
        },
      },
    });
  }
  return acts;
}

/** A sheet with a stamp on it that no program makes smaller. */
async function sheet(bytes: number): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  pdf.addPage([595, 842]).drawText(randomUUID());
  const stamp = randomBytes(Math.max(0, bytes - 9_500));
  pdf.context.register(pdf.context.stream(stamp));
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}
