import { describe, expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, drawn } = desk;

/** Which documents were asked for, each once, in the order of the first time. */
async function fetched(): Promise<string[]> {
  const reads = (await calls('documents.read')) as { sha256: string }[];
  return [...new Set(reads.map(({ sha256 }) => sha256))];
}
const [first, second, third] = [0, 1, 2] as const;
const paper = (n: number): string => desk.host.papers[n]!.sha256;
const current = (): Promise<string | null> => desk.page.locator('.row[data-open]').first().getAttribute('id');

describe('one act after the other', () => {
  it('has the next one fetched before it is asked for, and says of none that it was shown before it was', async () => {
    await open();
    await press('Alt+ArrowRight');
    await drawn();
    await expect.poll(fetched).toEqual([paper(first), paper(second)]);
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
    await press('Alt+ArrowRight');
    await desk.page.locator('.page-total', { hasText: 'de 4' }).waitFor();
    await drawn();
    // Taken as it lay there: asked for once, and the one after it is on its way.
    await expect.poll(fetched).toEqual([paper(first), paper(second), paper(third)]);
    // The second had been read on another day; the third was made ready, and nobody has seen it.
    expect(await calls('acts.markShown')).toHaveLength(1);
    const reads = (await calls('documents.read')) as { sha256: string; offset: number }[];
    expect(reads.filter(({ sha256, offset }) => sha256 === paper(second) && offset === 0)).toHaveLength(1);
  });

  it('marks what was read and goes on, leaves for later, and comes to what nobody has read', async () => {
    await open();
    await press('Alt+ArrowRight');
    await drawn();
    await expect.poll(() => calls('acts.markShown')).toHaveLength(1);
    await press('Alt+m');
    await desk.page.getByText('1 marcado', { exact: true }).waitFor();
    await expect.poll(current).toBe('row-1');
    await press('Alt+Shift+ArrowRight');
    await expect.poll(current).toBe('row-2');
    await expect.poll(() => calls('acts.markShown')).toHaveLength(2);
    // Back at the beginning: what was marked or read is passed by.
    await press('Alt+ArrowLeft', 'Alt+ArrowLeft');
    await expect.poll(current).toBe('row-0');
    await press('Alt+Shift+ArrowRight');
    await expect.poll(current).toBe('row-3');
    expect(await desk.page.locator('.row[aria-selected="true"]').count()).toBe(1);
  });

  it('gives the visado to the very bytes in hand by one key', async () => {
    await open();
    await press('Alt+ArrowRight');
    await drawn();
    const title = await desk.page.locator('.act-title').textContent();
    await press('Control+Shift+b');
    await desk.page.locator('.strip-notice').getByText(`«${title}» quedó con su visado.`).waitFor();
    expect(await calls('acts.vouch')).toMatchObject([{ documentSha256: paper(first) }]);
  });
});
