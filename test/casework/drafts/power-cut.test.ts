import { expect, it, onTestFinished, vi } from 'vitest';
import { createDrafts } from '../../../src/renderer/model/drafts.ts';
import type { Desk } from '../../../src/renderer/desk.ts';
import { isOpen, startOfficeChild } from '../office-child.ts';
import { makeTestFolder, startTestRepository, storeKey, testConfig } from '../../helpers/office.ts';

/** The most that may be lost (the clerk's promise), and how fast somebody types. */
const mostLostMs = 3000;
const betweenLettersMs = 40;
const allLetters = 170;

it('loses at most the last three seconds of typing when the power goes in the middle of a word', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const caseId = await repository.putCase();
  const config = testConfig(folder.data, { repository });
  const first = await startOfficeChild({ config, storeKey });
  isOpen(first);
  onTestFinished(() => first.kill());
  await first.call('sync.now', {});

  // The office answers in its own time; the person types by this clock, so that a slow machine changes nothing.
  const asked = new Set<Promise<unknown>>();
  const call = (...given: Parameters<typeof first.client.call>): unknown => {
    const answer = first.client.call(...given);
    const settled: Promise<unknown> = answer.finally(() => asked.delete(settled));
    asked.add(settled);
    return answer;
  };
  const drafts = createDrafts({ call, on: first.client.on } as unknown as Desk);
  await drafts.begin(caseId, 'providencia', 'Corte');
  const { draftId } = drafts.view.get().writing!.draft.row;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  for (let letters = 1; letters <= allLetters; letters += 1) {
    drafts.write({ paragraphs: [{ id: 'a', text: 'x'.repeat(letters) }] });
    await vi.advanceTimersByTimeAsync(betweenLettersMs);
    while (asked.size > 0) await Promise.all(asked);
  }
  vi.useRealTimers();
  await first.kill();

  const second = await startOfficeChild({ config, storeKey });
  isOpen(second);
  onTestFinished(() => second.kill());
  const { hand } = await second.call('drafts.read', { draftId });
  const kept = hand.text.paragraphs[0]!.text.length;
  // Something was kept while the person typed on, and what is lost was typed in the last three seconds.
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(allLetters);
  expect((allLetters - kept) * betweenLettersMs).toBeLessThanOrEqual(mostLostMs);
}, 60_000);
