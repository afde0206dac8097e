import { execFileSync } from 'node:child_process';
import { expect, openDesk, test, type Desk } from './fixtures.ts';
import { choose, press, reach } from './keyboard.ts';

// The power goes while somebody types: what had been typed three seconds before is there when it comes back.

/** The words of the only draft, as the office has kept them. */
async function kept({ window }: Desk): Promise<string> {
  return window.evaluate<string>(`(async () => {
    const list = await window.fojas.call('drafts.list', {});
    const [row] = list.value.rows;
    if (!row) return '';
    const draft = await window.fojas.call('drafts.read', { draftId: row.draftId });
    return draft.value.hand.text.paragraphs.map(({ text }) => text).join('\\n');
  })()`);
}

/** Everything at once, as when the power goes. */
function cut(pid: number): void {
  const children = execFileSync('sh', ['-c', `pgrep -P ${pid} || true`], { encoding: 'utf8' });
  for (const child of children.split('\n').filter(Boolean).map(Number)) cut(child);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone with its parent.
  }
}

test.use({ deskOptions: { count: 1, softwareKey: true } });

test('a power cut in mid-typing loses at most the last three seconds', async ({ desk }) => {
  const { window } = desk;
  await window.evaluate("window.fojas.call('sync.now', {})");
  await press(window, 'Alt+d');
  await choose(window, 'Empezar un borrador');
  await expect(window.locator('input:focus')).toBeVisible();
  await window.keyboard.type('oficio');
  await press(window, 'Tab', 'Enter');
  await reach(window, window.getByRole('textbox', { name: /^Causa/ }));
  await expect(window.getByRole('option').first()).toBeVisible();
  await press(window, 'Tab', 'ArrowDown', 'Space');
  await choose(window, 'Empezar a escribir');
  await expect(window.locator('.prose')).toBeFocused();
  await press(window, 'Control+End');

  // Typed on and on, without a pause in which it could be kept at leisure, until some of it was kept twice.
  const typed: { readonly word: string; readonly at: number }[] = [];
  const seen = new Set<string>();
  // What this machine takes at most for a question to the office: on a busy one, keeping takes as long.
  let slowest = 0;
  while (seen.size < 3) {
    const word = ` palabra${typed.length}`;
    await window.keyboard.type(word);
    typed.push({ word, at: Date.now() });
    if (typed.length % 10 !== 0) continue;
    const asked = Date.now();
    seen.add(/palabra\d+(?!.*palabra)/s.exec(await kept(desk))?.[0] ?? '');
    slowest = Math.max(slowest, Date.now() - asked);
    expect(typed.length).toBeLessThan(3000);
  }
  const before = await kept(desk);
  const cutAt = Date.now();
  const closed = desk.app.waitForEvent('close');
  expect(desk.complaints).toEqual([]);
  cut(desk.app.process().pid ?? 0);
  await closed;
  // That its page went with it is what was done here, seen or not before the connection ended.
  desk.complaints.length = 0;

  const next = await openDesk(desk.world, desk.dataDir);
  try {
    await expect.poll(() => kept(next)).not.toBe('');
    const after = await kept(next);
    // What had been kept is there to the letter, and nothing was kept that was not typed.
    expect(after.startsWith(before.trimEnd())).toBe(true);
    const missing = typed.filter(({ word }) => !`${after} `.includes(`${word} `));
    const firstLost = missing[0]?.at ?? cutAt;
    test.info().annotations.push({ type: 'lost', description: `${cutAt - firstLost} ms` });
    expect(cutAt - firstLost).toBeLessThanOrEqual(3000 + slowest);
    await press(next.window, 'Alt+d');
    await expect(next.window.locator('.draft-row')).toHaveCount(1);
  } finally {
    await next.app.close();
  }
});
