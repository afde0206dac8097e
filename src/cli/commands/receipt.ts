import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ActId } from '../../contract/ids.ts';
import { ReceiptFile } from '../../contract/log.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { type ReceiptFileVerdict, verifyReceiptFile } from '../../proof/index.ts';
import { type StampVerdict, loadAnchors, verifyStampOver } from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readPins } from '../pins.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const receiptExport = defineCommand('receipt export', {
  options: { ...officeOptions, out: { type: 'string' } },
  values: z.object({ ...officeValues, out: z.string().min(1) }),
  files: 'some',
  async run(values, [given, ...more], ui) {
    const actId = ActId.safeParse(given);
    if (!actId.success || more.length > 0) return ui.misuse(ui.words.unknownWord(more[0] ?? given ?? ''));
    return withOffice(values, ui, async ({ client }) => {
      const file = await client.call('receipts.export', { actId: actId.data });
      if (!file.ok) return ui.fail(file.failure);
      try {
        await writeFile(values.out, `${JSON.stringify(file.value, null, 2)}\n`, { flag: 'wx' });
      } catch (error) {
        const failure = failureOfSystem(error, values.out);
        if (failure === null) throw error;
        return ui.fail(failure);
      }
      ui.answer({ path: values.out });
      ui.print(ui.words.log.exported(values.out));
      return exitCodes.ok;
    });
  },
});

export const receiptVerify = defineCommand('receipt verify', {
  options: {
    pins: { type: 'string' },
    config: { type: 'string' },
    trust: { type: 'string' },
    document: { type: 'string' },
  },
  values: z.object({
    pins: z.string().min(1).optional(),
    config: z.string().min(1).optional(),
    trust: z.string().min(1).optional(),
    document: z.string().min(1).optional(),
  }),
  files: 'some',
  async run({ pins, config, trust, document }, files, ui) {
    const words = ui.words.log;
    const keys = await readPins({ pins, config }, ui);
    if (typeof keys === 'number') return keys;
    let at = trust ?? '';
    try {
      const anchors = trust === undefined ? null : loadAnchors(trust).anchors;
      at = document ?? '';
      const sha256 =
        document === undefined
          ? null
          : createHash('sha256')
              .update(await readFile(document))
              .digest('hex');
      const told: unknown[] = [];
      let sound = true;
      for (const file of files) {
        at = file;
        const parsed = ReceiptFile.safeParse(json(await readFile(file, 'utf8')));
        const verdict = parsed.success
          ? verifyReceiptFile(parsed.data, keys)
          : ({ kind: 'fails', fault: 'form' } as const);
        const stamped = verdict.kind === 'holds' ? verdict.stamped : null;
        const stamp = stamped && (await verifyStampOver(stamped.token, Buffer.from(stamped.text), anchors));
        const isOther = verdict.kind === 'holds' && sha256 !== null && verdict.statement.sha256 !== sha256;
        const holds = verdict.kind === 'holds' && stamp?.kind !== 'bad' && !isOther;
        sound &&= holds;
        told.push(answerOf(file, holds, verdict, stamp, isOther));
        if (verdict.kind === 'fails') ui.print(words.fails(file, words.faults[verdict.fault]));
        else if (isOther) ui.print(words.fails(file, words.faults.document));
        else if (stamp?.kind === 'bad') ui.print(words.fails(file, words.stampBad));
        else sayReceipt(file, verdict, stamp, ui);
      }
      ui.answer(told);
      return sound ? exitCodes.ok : exitCodes.no;
    } catch (error) {
      const failure = failureOfSystem(error, at);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});

type Verdict = ReceiptFileVerdict | { readonly kind: 'fails'; readonly fault: 'form' };

function sayReceipt(
  file: string,
  { statement, checkpoint, index }: Extract<ReceiptFileVerdict, { kind: 'holds' }>,
  stamp: StampVerdict | null,
  ui: Ui,
): void {
  const words = ui.words.log;
  const formats = createFormats(ui.locale);
  const { repository, caseNumber, number, folioFrom, folioTo, registeredAt, sha256 } = statement;
  ui.print(words.holds(file, repository));
  ui.print(words.registration(caseNumber, number, folioFrom, folioTo, formats.dateTime(registeredAt, { zone: true })));
  ui.print(words.bytes(sha256));
  ui.print(words.place(index + 1, checkpoint.size));
  if (stamp === null) ui.print(words.notStamped);
  else if (stamp.kind === 'good') {
    const when = formats.dateTime(stamp.time.toISOString(), { zone: true });
    ui.print(stamp.authority === null ? words.stampUntrusted(when) : words.stamped(when, stamp.authority));
  }
}

function answerOf(
  file: string,
  holds: boolean,
  verdict: Verdict,
  stamp: StampVerdict | null,
  isOther: boolean,
): unknown {
  if (verdict.kind === 'fails') return { file, holds, fault: verdict.fault };
  const { statement, index, checkpoint, kid } = verdict;
  const fault = isOther ? 'document' : stamp?.kind === 'bad' ? 'stamp' : null;
  return { file, holds, fault, statement, leaf: index, size: checkpoint.size, key: kid, stamp };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
