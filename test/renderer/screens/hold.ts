import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { esAR } from '../../../src/renderer/words/es-AR.ts';
import { openBrowser } from '../browser.ts';
import { openHost, type Host } from '../host.ts';
import { desktop, openScene, scenes, type Look, type Scene } from '../scenes.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const keys = Object.keys(esAR);

/** What axe finds, as lines a person can act on. A look that changes colours only is judged on contrast only. */
async function violations(page: Page, what: 'everything' | 'contrast' = 'everything'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const judged = what === 'contrast' ? axe.withRules(['color-contrast']) : axe.withTags(tags);
  const { violations: found } = await judged.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) =>
        `${id}: ${html.slice(0, 160)} — ${failureSummary.replace(/\s+/g, ' ').slice(0, 240)}`,
    ),
  );
}

/** Everything a person may read or hear on this page. */
const wordsOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const attributes = ['aria-label', 'title', 'placeholder'];
    const named = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) =>
      attributes.map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.body.innerText, ...named].join('\n');
  });

async function expectWords(page: Page, look: string): Promise<void> {
  const words = await wordsOf(page);
  expect(keys.filter((key) => new RegExp(`(^|[\\s"“«])${key.replaceAll('.', '\\.')}($|[\\s"”»])`).test(words))).toEqual(
    [],
  );
  expect(words, look).not.toMatch(/\{\w+\}|undefined|NaN|\[object|Invalid Date/);
}

/** Nothing sticks out of the window sideways, and nothing that can be pressed is smaller than 24 pixels (WCAG 2.5.8). */
async function expectFits(page: Page, look: string): Promise<void> {
  const trouble = await page.evaluate(() => {
    const small = [...document.querySelectorAll('button, [role="radio"], input, summary')]
      // A field within its label is pressed through it; what is clipped away is for screen readers only.
      .filter((element) => element.getClientRects().length > 0 && !element.closest('label'))
      .filter((element) => getComputedStyle(element.parentElement!).clipPath === 'none')
      .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 120) }))
      .filter(({ box }) => box.width > 2 && (box.width < 24 || box.height < 24))
      .map(({ box, html }) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    return { small, sideways: scrollWidth - clientWidth };
  });
  expect(trouble, look).toEqual({ small: [], sideways: 0 });
}

/** A key that is seen on what can be pressed is heard with it too. */
async function expectHeard(page: Page): Promise<void> {
  const silent = await page.evaluate(() =>
    [...document.querySelectorAll('button .keys, [role="menuitem"] .keys')]
      .map((key) => key.closest('button, [role="menuitem"]')!)
      .filter((pressed) => !pressed.hasAttribute('aria-keyshortcuts'))
      .map((pressed) => pressed.textContent),
  );
  expect(silent).toEqual([]);
}

/** Rows that are pressed to be opened, fields one chooses in, and the place to drop a file on are no actions: its button is for pasting alone. */
const noActions =
  '[aria-haspopup="listbox"], [role="row"] button, .draft-version, [slot="trigger"], .verify-drop button';
/** In these something lies over the panes: nothing behind it can be pressed. */
const covered = /^(palette|menu|lock|first-start|office-gone|list-failed)/;

/** The names of all buttons that can be pressed, as they are heard: whatever they are made of. */
const buttonsOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    (excepted) =>
      [...document.querySelectorAll('[data-pane="list"], [data-pane="work"], [data-pane="coach"]')]
        .flatMap((pane) => [...pane.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')])
        .filter((button) => !button.matches(excepted) && button.getClientRects().length > 0)
        .map((button) => {
          const copy = button.cloneNode(true) as HTMLElement;
          for (const silent of copy.querySelectorAll('[aria-hidden]')) silent.remove();
          return (button.ariaLabel ?? copy.textContent).replace(/\s+/g, ' ').trim();
        }),
    noActions,
  );

/** The same, once a new size of the window has come to its end: what makes a page smaller can be pressed when it is drawn. */
async function settledButtons(page: Page): Promise<string[]> {
  for (let before = ''; ;) {
    const buttons = await buttonsOf(page);
    if (before === buttons.join('\n')) return buttons;
    before = buttons.join('\n');
    await page.waitForTimeout(300);
  }
}

/** Every button of the screen stands in the palette, which reads its own list of them. */
async function expectOffered(page: Page): Promise<void> {
  const buttons = await settledButtons(page);
  await page.keyboard.press('Control+k');
  await page.locator('.palette-item').first().waitFor();
  const offered = await page.locator('.palette-item > span').allInnerTexts();
  const missing = buttons.filter((name) => !offered.some((one) => one === name || one.startsWith(`${name} — `)));
  expect(missing, 'in no palette').toEqual([]);
}

type Change = (page: Page) => Promise<void>;
const theme =
  (name: 'light' | 'dark'): Change =>
  (page) =>
    page.evaluate((value) => void (document.documentElement.dataset['theme'] = value), name);
const locale =
  (name: string): Change =>
  (page) =>
    page.evaluate((value) => {
      const { world } = window;
      if (!world) return;
      world.settings = { ...world.settings, locale: value as never };
      world.emit('settings.changed', world.settings);
    }, name);

/** One window carried through every look, so that a look is also a live change. */
const looks: readonly { name: string; axe: 'everything' | 'contrast' | 'nothing'; change: Change }[] = [
  { name: 'light', axe: 'everything', change: theme('light') },
  { name: 'dark', axe: 'contrast', change: theme('dark') },
  {
    name: 'forced colours',
    axe: 'contrast',
    change: (page) => page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' }),
  },
  {
    name: 'Portuguese',
    axe: 'nothing',
    change: async (page) => {
      await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
      await theme('light')(page);
      await locale('pt-BR')(page);
    },
  },
  { name: 'English', axe: 'nothing', change: locale('en') },
  { name: '200 % zoom', axe: 'everything', change: (page) => page.setViewportSize({ width: 683, height: 384 }) },
];

/** The PIN window has its own size and cannot change language while it asks. */
const pinLooks = looks.filter(({ name }) => !/Portuguese|English|zoom/.test(name));

/** What each file of this folder looks at, so that they can be run side by side; `others` has what no pattern names. */
const groups = {
  drafts: /^drafts/,
  signing: /^(signing|preflight|joint|returning|vouched|act-corrected)/,
  pin: /^(pin|token|doctor)/,
  papers: /^(registered|receipt|report|document|verify|copy|find|queue|level|health)/,
  places: /^(line|people|home|settings|policy|updates|diagnostics|locked|keys|help|first|practice)/,
} as const;
export type Group = keyof typeof groups | 'others';

const belongs = ({ name }: Scene, group: Group): boolean =>
  group === 'others' ? !Object.values(groups).some((pattern) => pattern.test(name)) : groups[group].test(name);

/** One browser and one host for the file. */
function useWindows(): (scene: Scene, look: Look) => ReturnType<typeof openScene> {
  let host: Host;
  let browser: Browser;
  beforeAll(async () => {
    [host, browser] = await Promise.all([openHost(), openBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });
  return (scene, look) => openScene(browser, host, scene, look);
}

/** Every scene of this group holds in every theme, language and size. */
export function holdScenes(group: Group): void {
  const open = useWindows();
  describe.each(scenes.filter((scene) => belongs(scene, group)))('$name', (scene: Scene) => {
    it('holds in every theme, language and size', async () => {
      const { page, complaints, close } = await open(scene, { name: 'light', theme: 'light' });
      await expectHeard(page);
      for (const { name, axe, change } of scene.page === 'pin' ? pinLooks : looks) {
        await change(page);
        await page.waitForTimeout(60);
        if (axe !== 'nothing') expect(await violations(page, axe), name).toEqual([]);
        await expectWords(page, name);
        await expectFits(page, name);
      }
      if (scene.page !== 'pin' && !covered.test(scene.name)) {
        await page.setViewportSize(desktop);
        await expectOffered(page);
      }
      expect(complaints).toEqual([]);
      await close();
    }, 120_000);
  });
}

/** The main places, begun in each language instead of changed to it. */
export function holdLanguages(): void {
  const open = useWindows();
  describe('the main places in each language', () => {
    const main = scenes.filter(({ name }) => ['to-sign-act', 'signing-token-removed', 'pin'].includes(name));
    it.each(main.flatMap((scene) => (['en', 'pt-BR'] as const).map((language) => ({ scene, language }))))(
      '$scene.name in $language',
      async ({ scene, language }) => {
        const { page, complaints, close } = await open(scene, { name: language, locale: language });
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        expect(await violations(page)).toEqual([]);
        await expectWords(page, language);
        expect(complaints).toEqual([]);
        await close();
      },
      60_000,
    );
  });
}
