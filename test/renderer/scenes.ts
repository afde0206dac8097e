import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { PinQuestion } from '../../src/contract/token.ts';
import type { Host } from './host.ts';
import { decidedPolicy } from './world/policy.ts';

/** One screen in one state: how to get there from a freshly opened window, by keys wherever a person would use them. */
export interface Scene {
  readonly name: string;
  readonly world?: { toSign?: number; others?: number; paper?: string };
  readonly page?: 'window' | 'pin';
  go(page: Page): Promise<void>;
}

export interface Look {
  readonly name: string;
  readonly locale?: 'es-AR' | 'en' | 'pt-BR';
  readonly theme?: 'light' | 'dark';
  readonly density?: 'compact' | 'comfortable';
  readonly context?: BrowserContextOptions;
}

const drawn = async (page: Page): Promise<void> => {
  await page.locator('.page-drawing').first().waitFor();
  // The drawing is put up whole: a canvas that has its own size has been drawn.
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.page-drawing');
    return canvas !== null && canvas.width !== 300;
  });
};
const rows = (page: Page): Promise<void> => page.locator('.rows .row[data-active]').first().waitFor();
const tray = async (page: Page, number: number): Promise<void> => {
  await rows(page);
  await page.keyboard.press(`Alt+${number}`);
};
/** Takes the act at this place of the list in hand. */
export async function take(page: Page, index: number): Promise<void> {
  await page.locator(`#row-${index}`).click({ position: { x: 120, y: 10 } });
  await drawn(page);
}
/** Marks these rows with the keyboard alone. */
export async function mark(page: Page, n: number): Promise<void> {
  await rows(page);
  await page.locator('.rows').focus();
  await page.keyboard.press('Home');
  for (let index = 0; index < n; index++) {
    await page.locator(`#row-${index}[data-active]`).waitFor();
    await page.keyboard.press('Space');
    if (index < n - 1) await page.keyboard.press('ArrowDown');
  }
}
export const openSigning = async (page: Page, n: number): Promise<void> => {
  await mark(page, n);
  await page.keyboard.press('Control+Shift+F');
  await page.locator('.certificate[data-selected]').waitFor();
};

/** The place of tokens and their doctor, in a world bent first. */
const openToken = async (page: Page, bend: () => void): Promise<void> => {
  await rows(page);
  await page.evaluate(bend);
  await page.evaluate(() => window.world?.emit('tokens.changed', {}));
  await page.keyboard.press('F7');
  await page.locator('.doctor-verbs').waitFor();
};

const drafts = async (page: Page): Promise<void> => {
  await rows(page);
  await page.keyboard.press('Alt+D');
  await page.locator('.draft-row').first().waitFor();
};
/** A draft begun from a model, with a few words written into it. */
const fromTemplate = async (page: Page): Promise<void> => {
  await drafts(page);
  await page.getByRole('button', { name: 'Empezar un borrador' }).click();
  await page.keyboard.type('prision preventiva');
  await page.getByRole('option', { name: 'Requerimiento de prisión preventiva' }).click();
  await page.locator('.draft-cases').nth(1).getByRole('option').first().click();
  await page.getByRole('button', { name: 'Empezar a escribir' }).click();
  await page.locator('.prose-field').first().waitFor();
  await page.keyboard.press('F4');
  await page.keyboard.type('argentino, 24 años');
  await page.keyboard.press('F4');
  await page.keyboard.type('el requerimineto de autos, ;hs ');
};
/** A draft beside which another clerk's text came; its history instead, where `history`. */
const besides = async (page: Page, history = false): Promise<void> => {
  await drafts(page);
  await page.locator('.draft-row', { hasText: 'Inicio de actuaciones' }).click();
  await page.locator('.prose p').nth(1).click({ clickCount: 3 });
  await page.keyboard.type('Líbrese oficio a la Comisaría de Laguna Clara, con carácter urgente.');
  await page.evaluate(() => {
    const draft = [...(window.world?.drafts.all.values() ?? [])].find(
      ({ row }) => row.title === 'Inicio de actuaciones',
    )!;
    const [first, , last] = draft.hand.text.paragraphs.map(({ text }) => text);
    const theirs = [
      first!,
      'Líbrese oficio a la Comisaría de Laguna Clara a fin de que remita las constancias.',
      last!,
      'Fórmese legajo.',
    ];
    window.world?.drafts.arrive(draft.row.draftId, theirs, 'beside');
  });
  await page.locator('.place-body .failure .button').waitFor();
  if (history) await page.getByRole('button', { name: 'Historia del borrador' }).click();
  else await page.locator('.place-body .failure .button').click();
};

/** A draft that was sent to be looked over, opened to be looked over. */
const review = async (page: Page): Promise<void> => {
  await drafts(page);
  await page.locator('.draft-row', { hasText: 'Inicio de actuaciones' }).click();
  await page.getByRole('button', { name: 'Enviar a revisión' }).click();
  await page.getByRole('button', { name: 'Revisar', exact: true }).click();
  await page.locator('.review-paragraph').first().waitFor();
};

/** The list of cases. */
const cases = async (page: Page): Promise<void> => {
  await rows(page);
  await page.keyboard.press('Alt+e');
  await page.locator('.case-row').first().waitFor();
};
/** The sheet of the case that was opened at this desk. */
const caseSheet = async (page: Page): Promise<void> => {
  await cases(page);
  await page.locator('.case-row').first().click();
  await page.locator('.entry').nth(1).waitFor();
};
/** The fields in which it is written to which office the case of a registered act goes. */
const moveForm = async (page: Page): Promise<void> => {
  await rows(page);
  await page.keyboard.press('Alt+4');
  await take(page, 0);
  await page.keyboard.press('Alt+Shift+E');
  await page.locator('.move-case input').first().waitFor();
};
const hearingForm = async (page: Page): Promise<void> => {
  await caseSheet(page);
  await page.keyboard.press('Alt+Shift+H');
  await page.locator('.set-hearing input').first().waitFor();
};
/** The agenda with a hearing of tomorrow, set by the fields of the case's sheet. */
const agenda = async (page: Page): Promise<void> => {
  await hearingForm(page);
  const [day, hour] = [new Date(Date.now() + 24 * 3600 * 1000), '0930'];
  const typed = [day.getDate(), day.getMonth() + 1].map((n) => String(n).padStart(2, '0')).join('');
  await page.locator('.set-hearing input').first().fill(typed);
  await page.locator('.set-hearing input').nth(1).fill(hour);
  await page.locator('.set-hearing button').click();
  await page.locator('.set-hearing').waitFor({ state: 'detached' });
  await page.keyboard.press('Alt+Shift+A');
  await page.locator('.agenda-row').waitFor();
};
/** The desk of which the data have to be brought back. */
const recovery = async (page: Page, need: 'keyLost' | 'newDesk'): Promise<void> => {
  await rows(page);
  await page.evaluate((wanted) => {
    const world = window.world!;
    world.program.recovery = { need: wanted, deviceId: 'pc-3', folder: null, repository: true, keyBeside: true };
    world.bends.failing.set('office.status', { kind: 'storeKeyWrong' });
    world.emit('office.restarted', {});
  }, need);
  await page.locator('.recovery').waitFor();
};

const seats = async (page: Page): Promise<void> => {
  await rows(page);
  await page.evaluate(() => window.world!.seats());
  await page.getByRole('button', { name: 'Cambiar de persona' }).click();
  await page.locator('.choose-option').nth(3).waitFor();
};

/** The window of who looks after people. */
const asIt = async (page: Page): Promise<void> => {
  await rows(page);
  await page.evaluate(() => {
    const world = window.world!;
    const { person } = world.status;
    world.status = { ...world.status, person: { ...person, role: 'itAdmin', permits: ['configure', 'setCalendars'] } };
    const recess = [{ name: 'Feria', from: '2027-07-19', to: '2027-07-30', source: 'Ac. 4300' }];
    world.people.calendar = {
      ...{ source: 'published', file: null, trouble: null },
      published: [
        {
          ...{ scope: 'all', version: 3, at: '2026-11-20T12:00:00.000Z', by: 'Irene Informática' },
          calendar: { version: 1, closed: [], open: [], recess },
        },
      ],
    };
    world.emit('office.restarted', {});
  });
  await page.locator('.list .empty').waitFor();
};

const newPin = (part: Partial<Extract<PinQuestion, { kind: 'newPinWanted' }>> = {}): PinQuestion => ({
  ...{ kind: 'newPinWanted', sessionId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never, errand: 'changePin' },
  ...{ tokenLabel: 'Fojas Practica', practice: true, pinState: 'normal', pukState: 'unknown', triesLeft: null },
  ...{ pinMin: 4, pinMax: 16, protectedPath: false, ...part },
});

const question = (part: Partial<Extract<PinQuestion, { kind: 'pinWanted' }>> = {}, count = 30): PinQuestion => ({
  kind: 'pinWanted',
  sessionId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never,
  tokenLabel: 'Fojas Practica',
  pinState: 'normal',
  triesLeft: null,
  pinMin: 4,
  pinMax: 16,
  protectedPath: false,
  purpose: {
    person: 'Ofelia Quirós Balmaceda',
    capacity: 'Agente Fiscal',
    count,
    items: Array.from({ length: Math.min(count, 20) }, (_, index) => ({
      caption:
        index === 1
          ? 'ÑANDUBAY O’DONNELL, María de los Ángeles y otros s/ asociación ilícita y defraudación a la administración pública'
          : `SOSA FERREYRA, Nahuel s/ robo agravado (${index + 1})`,
      documentPrefix: 'e3b0c44298fc1c14',
    })),
    practice: true,
  },
  ...part,
});
const unlocking = question(
  {
    purpose: {
      ...{ person: 'Ofelia Quirós Balmaceda', capacity: 'Agente Fiscal', count: 1, practice: false, unlock: true },
      items: [{ caption: 'Abrir el puesto bloqueado. No firma ningún acto.', documentPrefix: 'e3b0c44298fc1c14' }],
    },
  },
  1,
);
const ask =
  (what: PinQuestion, then?: (page: Page) => Promise<void>): Scene['go'] =>
  async (page) => {
    await page.evaluate((asked) => window.host?.ask(asked), what);
    await page.locator('.pin-foot').waitFor();
    await then?.(page);
  };

export const scenes: readonly Scene[] = [
  { name: 'to-sign-empty-paper', go: rows },
  {
    name: 'to-sign-act',
    go: async (page) => {
      await rows(page);
      await take(page, 1);
    },
  },
  {
    name: 'to-sign-long-caption',
    go: async (page) => {
      await rows(page);
      await take(page, 3);
      await page.getByRole('button', { name: /datos|details|dados/ }).click();
    },
  },
  {
    name: 'joint-act',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const world = window.world!;
        const row = [...world.rows.values()].filter(({ state }) => state === 'toSign')[1]!;
        const signers = [
          { personId: 'j-1', name: 'Ofelia Quirós Balmaceda', capacity: 'Jueza', signedAt: '2026-11-21T14:05:00.000Z' },
          {
            ...{ personId: 'j-2', name: 'Bruno Cáceres Tolosa', capacity: 'Despachante' },
            ...{ signedAt: '2026-11-21T14:20:00.000Z', electronic: true as const },
          },
          { personId: 'j-3', name: 'Íñigo Güiraldes Peñaloza', capacity: 'Juez', signedAt: null },
        ];
        world.status = { ...world.status, person: { ...world.status.person, personId: 'j-3' } };
        const joint = { signers, next: 2, here: false };
        world.rows.set(row.actId, { ...row, state: 'partiallySigned', electronic: true, joint });
        world.emit('office.restarted', {});
      });
      await take(page, 1);
      await page.locator('.joint li').nth(2).waitFor();
    },
  },
  { name: 'drafts', go: drafts },
  {
    name: 'drafts-write',
    go: async (page) => {
      await drafts(page);
      await page.locator('.draft-row').nth(1).click();
      await page.locator('.prose p').first().waitFor();
    },
  },
  {
    name: 'drafts-remade',
    async go(page) {
      await tray(page, 3);
      await page
        .locator('.rows .row', { has: page.getByRole('img', { name: 'rechazado' }) })
        .first()
        .click();
      await page.keyboard.press('Alt+Shift+M');
      await page.getByRole('region', { name: 'Acto que se rehace' }).waitFor();
      await page.locator('.prose p').first().waitFor();
    },
  },
  {
    name: 'drafts-new',
    async go(page) {
      await drafts(page);
      await page.getByRole('button', { name: 'Empezar un borrador' }).click();
      await page.keyboard.type('prision');
      await page.getByRole('option', { name: 'Requerimiento de prisión preventiva' }).waitFor();
    },
  },
  {
    name: 'drafts-template',
    async go(page) {
      await fromTemplate(page);
      await page.locator('.prose-wrong').first().waitFor();
    },
  },
  {
    name: 'drafts-citing',
    async go(page) {
      await fromTemplate(page);
      await page.keyboard.press('Control+l');
      await page.locator('.citing [role="option"]').first().waitFor();
    },
  },
  {
    name: 'drafts-spelling',
    async go(page) {
      await fromTemplate(page);
      await page.locator('.prose-wrong').first().waitFor();
      await page.keyboard.press('Alt+F7');
      await page.getByRole('button', { name: 'requerimiento', exact: true }).waitFor();
    },
  },
  {
    name: 'drafts-macros',
    async go(page) {
      await drafts(page);
      await page.getByRole('button', { name: 'Abreviaturas' }).click();
      await page.locator('.macros li').first().waitFor();
    },
  },
  {
    name: 'drafts-propose',
    async go(page) {
      await drafts(page);
      await page.locator('.draft-row').nth(1).click();
      await page.getByRole('button', { name: 'Pasar a la firma…' }).click();
      await page.locator('.draft-propose-paper canvas').first().waitFor();
    },
  },
  {
    name: 'drafts-beside',
    go: async (page) => {
      await besides(page);
      await page.locator('.draft-pair').first().waitFor();
      await page.locator('.draft-option').first().click();
    },
  },
  {
    name: 'filters',
    async go(page) {
      await rows(page);
      await page.evaluate(() => {
        const world = window.world!;
        const some = [...world.rows.values()].filter(({ state }) => state === 'toSign').slice(0, 3);
        for (const row of some) world.rows.set(row.actId, { ...row, labels: ['feria', 'para hoy'] });
        world.emit('office.restarted', {});
      });
      await page.getByRole('button', { name: 'Filtros' }).click();
      await page.getByRole('button', { name: /^feria/ }).click();
      await page.getByLabel('Nombre para guardar este filtro').fill('Turno de feria');
      await page.getByRole('button', { name: 'Guardar filtro' }).click();
      await page.getByRole('button', { name: 'Turno de feria', exact: true }).waitFor();
    },
  },
  {
    name: 'act-corrected',
    async go(page) {
      await rows(page);
      await page.keyboard.press('Alt+4');
      await page.evaluate(() => {
        const world = window.world!;
        const row = [...world.rows.values()].find(({ registration }) => registration !== null)!;
        const { actId } = row;
        const by = { way: 'by' as const, actId, title: 'Aclaratoria', number: 12 };
        world.rows.set(row.actId, {
          ...row,
          labels: ['para hoy'],
          corrections: [
            { ...by, how: 'clarifies', registered: true },
            { ...by, way: 'of', how: 'rectifies', registered: false },
          ],
        });
        world.emit('office.restarted', {});
      });
      await page.locator('.label-mark').first().waitFor();
      await take(page, 0);
      await page.locator('.act-links').waitFor();
      await page.keyboard.press('Alt+N');
      await page.getByRole('button', { name: 'Rectificar' }).waitFor();
    },
  },
  {
    name: 'piece-on-paper',
    async go(page) {
      await cases(page);
      await page.locator('.case-row').first().click();
      await page.getByRole('button', { name: 'Agregar una pieza' }).click();
      await page.getByText('Es un acto hecho en papel').click();
      await page.getByLabel('Cuándo se hizo').fill('14/04/2026 09:10');
    },
  },
  {
    name: 'drafts-review',
    async go(page) {
      await review(page);
      await page.locator('.review-paragraph').nth(1).click();
      await page.getByLabel('Solo estas palabras').fill('cuarenta y ocho horas');
      await page.getByLabel('Observación', { exact: true }).fill('El plazo es de veinticuatro.');
    },
  },
  {
    name: 'drafts-returned',
    async go(page) {
      await review(page);
      await page.getByLabel('Observación', { exact: true }).fill('Falta citar la norma.');
      await page.getByRole('button', { name: 'Anotar la observación' }).click();
      await page.getByRole('button', { name: 'Devolver con observaciones' }).click();
      await page.locator('.draft-row', { hasText: 'Inicio de actuaciones' }).click();
      await page.locator('.remark').first().waitFor();
    },
  },
  {
    name: 'drafts-history',
    go: async (page) => {
      await besides(page, true);
      await page.locator('.draft-version').last().click();
      await page.locator('.draft-compared').first().waitFor();
    },
  },
  { name: 'cases', go: cases },
  {
    name: 'cases-new',
    async go(page) {
      await cases(page);
      await page.getByRole('button', { name: 'Abrir una causa' }).click();
      await page.getByLabel('Carátula', { exact: true }).fill('IBÁÑEZ, Lorenzo s/ denuncia de estafa');
      await page.getByRole('checkbox', { name: 'plazo fatal' }).press('Space');
      await page.getByLabel('Nombre', { exact: true }).fill('Lorenzo Ibáñez');
      await page.getByLabel('Documento (optativo)').fill('20.111.222');
      await page.getByRole('button', { name: 'Agregar una parte' }).click();
      await page.locator('.party-list li').waitFor();
    },
  },
  {
    name: 'case-exceptional',
    go: async (page) => {
      await cases(page);
      await page.getByRole('button', { name: 'Entrar por urgencia en una causa reservada' }).click();
      await page.getByLabel('Número de la causa, completo').fill('X-1');
      await page.getByLabel('Motivo', { exact: true }).fill('Internación urgente.');
      await page.getByRole('button', { name: 'Abrir y dejar constancia' }).click();
      await page.getByText('Esa causa no está en esta PC').waitFor();
    },
  },
  {
    name: 'case-exceptional-open',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const world = window.world!;
        world.status = { ...world.status, person: { ...world.status.person, personId: 'oquiros' } };
        world.emit('office.restarted', {});
      });
      await cases(page);
      const number = await page.locator('.case-row-number').first().innerText();
      await page.getByRole('button', { name: 'Entrar por urgencia en una causa reservada' }).click();
      await page.getByLabel('Número de la causa, completo').fill(number);
      await page.getByLabel('Motivo', { exact: true }).fill('Internación urgente.');
      await page.getByRole('button', { name: 'Abrir y dejar constancia' }).click();
      await page.getByText('Acceso excepcional: usted puede leer esta causa hasta').waitFor();
    },
  },
  {
    name: 'act-changed',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const world = window.world!;
        const { hand: now } = [...world.drafts.all.values()][0]!;
        const [first, ...rest] = now.text.paragraphs;
        const text = { ...now.text, paragraphs: [{ ...first!, text: 'Por recibido, agréguese.' }, ...rest] };
        world.bends.changes = {
          ...{ readAt: '2026-11-21T13:00:00.000Z', seenAt: null, what: 'text', signedSince: [] },
          texts: { before: { ...now, text }, now },
        };
      });
      await take(page, 0);
      await page.locator('.act-news button').click();
      await page.locator('.draft-compared').first().waitFor();
    },
  },
  { name: 'case-sheet', go: caseSheet },
  { name: 'case-move', go: moveForm },
  { name: 'case-hearing', go: hearingForm },
  { name: 'agenda', go: agenda },
  {
    name: 'case-moved',
    async go(page) {
      await moveForm(page);
      await page.getByLabel('Dependencia de destino').fill('97-tc-1');
      await page.getByLabel('Motivo', { exact: true }).fill('Elevación a juicio');
      await page.getByRole('button', { name: /Acto registrado que lo dispone/ }).click();
      await page.getByRole('option').first().click();
      await page.getByRole('button', { name: 'Pasar la causa', exact: true }).click();
      await page.getByText('Acá queda solo para lectura').waitFor();
    },
  },
  {
    name: 'case-piece',
    async go(page) {
      await caseSheet(page);
      await page.getByRole('button', { name: 'Agregar una pieza' }).click();
      await page.getByLabel('Qué es').fill('Fotografía del portón');
      await page.getByLabel('Dónde se recibió').fill('Mesa de entradas');
      await page.getByLabel('Quién lo trajo').fill('Lorenzo Ibáñez');
      await page.getByLabel('Huella informada').fill('ab'.repeat(32));
      const buffer = Buffer.from('not that one');
      await page.locator('input[type=file]').setInputFiles({ name: 'porton.jpg', mimeType: 'image/jpeg', buffer });
      await page.locator('.decision [type=submit]:enabled').click();
      await page.locator('.place-body .failure').waitFor();
    },
  },
  {
    name: 'case-piece-read',
    async go(page) {
      await caseSheet(page);
      await page.getByRole('button', { name: 'Ver la pieza: Denuncia firmada' }).click();
      await drawn(page);
    },
  },
  {
    name: 'case-bind',
    async go(page) {
      await caseSheet(page);
      await page.getByRole('button', { name: 'Cuaderno en PDF…' }).click();
      await page.getByLabel('Carpeta, o archivo nuevo, donde guardarlo').fill('/media/pendrive');
      await page.getByRole('button', { name: 'Guardar el cuaderno' }).click();
      await page.getByText('Escaneo del acta de secuestro').waitFor();
    },
  },
  {
    name: 'case-binding',
    async go(page) {
      await caseSheet(page);
      await page.keyboard.press('Alt+Shift+C');
      await page.getByLabel('Carpeta, o archivo nuevo, donde guardarlo').fill('/media/pendrive/largo');
      await page.getByRole('button', { name: 'Guardar el cuaderno' }).click();
      await page.getByText('hoja 640').waitFor();
    },
  },
  {
    name: 'case-receipt',
    async go(page) {
      await caseSheet(page);
      await page.getByRole('button', { name: 'Constancia para el ciudadano' }).click();
      await drawn(page);
    },
  },
  {
    name: 'notes-to-sign',
    async go(page) {
      await rows(page);
      await take(page, 1);
      await page.keyboard.press('Alt+n');
      await page.getByRole('button', { name: 'Visar este acto' }).click();
      await page.locator('.entry').waitFor();
    },
  },
  {
    name: 'notes-registered',
    async go(page) {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+n');
      await page.getByLabel('A quién').fill('Defensoría Oficial N.º 4');
      await page.getByRole('button', { name: 'Anotar la notificación' }).click();
      await page.locator('.entry').waitFor();
    },
  },
  { name: 'seats', go: seats },
  {
    name: 'seats-ended',
    async go(page) {
      await rows(page);
      await page.evaluate(() => window.world!.seatsEnded());
      await page.keyboard.press('Alt+o');
      await page.locator('.choose-option').nth(3).waitFor();
    },
  },
  {
    name: 'auditor',
    async go(page) {
      await seats(page);
      await page.getByRole('radio', { name: /Auditor/ }).press('Space');
      await page.getByRole('button', { name: 'Trabajar acá' }).click();
      await page.locator('.list .empty').waitFor();
    },
  },
  { name: 'tray-5000', world: { toSign: 5000 }, go: (page) => mark(page, 4) },
  { name: 'tray-one', world: { toSign: 1, others: 1 }, go: rows },
  {
    name: 'tray-settling',
    world: { toSign: 0, others: 0 },
    async go(page) {
      await page.locator('.list .empty').waitFor();
      await page.evaluate(() => window.world!.setLine({ syncing: true, settling: true }));
      await page.locator('.list .empty', { hasText: /novedades|News|novidades/ }).waitFor();
    },
  },
  {
    name: 'tray-empty',
    world: { toSign: 0, others: 0 },
    go: (page) => page.locator('.list .empty').waitFor(),
  },
  {
    name: 'search',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Alt+f');
      await page.keyboard.type('almandoz oficio');
      await page.waitForTimeout(150);
    },
  },
  {
    name: 'find',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('F3');
      await page.keyboard.type('ficticios');
      await page.locator('.found-row').first().waitFor();
    },
  },
  {
    name: 'own-notes',
    go: async (page) => {
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+Shift+N');
      await page.keyboard.type('Cotejar con la pericia del celular');
      await page.keyboard.press('Control+Enter');
      await page.locator('.own-notes-list li').waitFor();
    },
  },
  {
    name: 'index-pieces',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+i');
      await page.locator('.rows[data-source="case"]').waitFor();
      await page.evaluate(async () => {
        const { handlers, log } = window.world!;
        const { caseId } = log.filter(([name]) => name === 'cases.index').at(-1)![1] as { caseId: never };
        for (const title of ['Denuncia firmada', 'Fotografía del portón, tomada desde la vereda de enfrente'])
          await handlers['pieces.add']({
            ...{ caseId, fileName: 'foto.png', mediaType: 'image/png', title, origin: 'paper', place: 'Mesa' },
            ...{ broughtBy: 'Lorenzo Ibáñez', confidentialityLevel: 1, expectedSha256: null },
            bytes: new TextEncoder().encode(title),
          });
      });
      await page.keyboard.press('Alt+Shift+I');
      await page.locator('.case-piece').nth(1).waitFor();
    },
  },
  {
    name: 'go-to-leaf',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Control+Shift+G');
      await page.locator('.go-to-leaf input:focus').waitFor();
      await page.keyboard.type('999999');
      await page.keyboard.press('Enter');
      await page.locator('.go-to-leaf [role="status"]', { hasText: '999.999' }).waitFor();
    },
  },
  {
    name: 'index-wide',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+i');
      await page.locator('.rows[data-source="case"]').waitFor();
      await page.keyboard.press('Alt+Shift+I');
      await page.locator('.rows[data-wide] .row-hash').first().waitFor();
    },
  },
  {
    name: 'menu',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('F10');
      await page.locator('.menu-item').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await page.locator('.menu-list').nth(1).waitFor();
    },
  },
  {
    name: 'help-find',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('F3');
      await page.locator('.found-standing').waitFor();
      await page.keyboard.press('F1');
      await page.locator('.key-table').first().waitFor();
    },
  },
  {
    name: 'practice',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Alt+Shift+P');
      await page.locator('.scenario').nth(5).waitFor();
    },
  },
  {
    name: 'practice-step',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Alt+Shift+P');
      await page.getByRole('button', { name: 'Empezar Un día sin línea' }).click();
      await page.locator('.coach').waitFor();
    },
  },
  {
    name: 'copy',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Control+p');
      await page.locator('.copy-kind').nth(1).waitFor();
    },
  },
  {
    name: 'find-empty',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('F3');
      await page.locator('.found-standing').waitFor();
    },
  },
  {
    name: 'find-in-paper',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('F3');
      await page.keyboard.type('ficticios');
      await page.locator('.found-row').first().click();
      await drawn(page);
      await page.getByText(/^\d de \d$/).waitFor();
    },
  },
  { name: 'signing-choose', go: (page) => openSigning(page, 9) },
  {
    name: 'signing-no-token',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => window.world?.tokens('none'));
      await mark(page, 3);
      await page.keyboard.press('Control+Shift+F');
      await page.locator('.signing .failure').waitFor();
    },
  },
  {
    name: 'signing-pin',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.pin = 'never'));
      await openSigning(page, 9);
      await page.keyboard.press('F9');
      await page.locator('.progress').waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'signing-running',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.signMs = 600));
      await openSigning(page, 12);
      await page.keyboard.press('F9');
      await page.locator('.line[data-tone="ok"]').nth(1).waitFor();
    },
  },
  {
    name: 'signing-token-removed',
    go: async (page) => {
      await page.evaluate(() => {
        window.world!.bends.stopAt = { item: 3, failure: { kind: 'tokenRemoved', token: 'Fojas Practica' } };
        window.world!.bends.failItems = new Map([[1, { kind: 'pdfRefused', reason: 'encrypted', detail: 'password' }]]);
      });
      await openSigning(page, 14);
      await page.keyboard.press('F9');
      await page.locator('.summary').waitFor();
    },
  },
  {
    name: 'signing-rules',
    go: async (page) => {
      await page.evaluate(() => {
        window.world!.bends.preview = {
          ...{ msPerAct: 850, pinPerSignature: null },
          findings: [
            { kind: 'holderUnproven', holder: 'LAPACÓ Nerea', person: 'Ofelia Quirós Balmaceda' },
            { kind: 'certificateEnds', notice: '7', days: 5, at: '2026-11-27T12:00:00.000Z' },
            {
              ...{
                kind: 'nonBusinessDay',
                reason: 'local',
                date: '2026-11-12',
                source: 'Ordenanza 12/26',
                unverified: false,
              },
              ...{ name: 'Asueto local', locality: 'Paso del Molle' },
            },
            { kind: 'clockSkewed', offsetMs: -310_000 },
            {
              ...{ kind: 'substituteSigns', caption: 'por subrogancia legal' },
              ...{ replaces: 'Tadeo Irigoyti', until: '2026-12-01' },
            },
          ],
        };
      });
      await openSigning(page, 9);
      await page.locator('.rules li').first().waitFor();
    },
  },
  {
    name: 'signing-of-another',
    go: async (page) => {
      await page.evaluate(() => {
        window.world!.bends.preview = {
          ...{ msPerAct: null, pinPerSignature: true },
          findings: [{ kind: 'certificateOfAnother', holder: 'LAPACÓ Nerea', person: 'Ofelia Quirós Balmaceda' }],
        };
      });
      await openSigning(page, 9);
      await page.locator('.rules li').first().waitFor();
    },
  },
  {
    name: 'signing-paused',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.signMs = 300));
      await openSigning(page, 12);
      await page.keyboard.press('F9');
      await page.locator('.line[data-tone="ok"]').nth(1).waitFor();
      await page.keyboard.press('Alt+p');
      await page.locator('.decision-verbs [data-look="main"]').waitFor();
    },
  },
  {
    name: 'signing-found',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        window.world!.bends.leftBehind = { kept: 8, of: 14 };
        window.world!.emit('office.restarted', {});
      });
      await page.locator('.strip-batch').waitFor();
      await page.keyboard.press('Alt+b');
      await page.locator('.summary').waitFor();
    },
  },
  {
    name: 'signing-report',
    go: async (page) => {
      await openSigning(page, 9);
      await page.keyboard.press('F9');
      await page.locator('.summary').waitFor();
      await page.locator('.decision-verbs .button').first().click();
      await page.locator('.report').waitFor();
      await page.locator('.decision-verbs .button').first().click();
      await page.locator('.saved').waitFor();
    },
  },
  {
    name: 'vouched',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Alt+c');
      await page.locator('.filter[data-selected]').waitFor();
      await rows(page);
    },
  },
  { name: 'token', go: (page) => openToken(page, () => undefined) },
  {
    name: 'token-electronic',
    go: async (page) => {
      await openToken(page, () => {
        const world = window.world!;
        const { person } = world.status;
        world.status = {
          ...world.status,
          person: { ...person, permits: [...(person.permits ?? []), 'signElectronically'] },
        };
        const certificateSha256 = 'e'.repeat(64) as never;
        world.bends.electronic = {
          ...{ isOffered: true, actTypes: ['Providencia simple', 'Cédula de notificación'] },
          certificate: { certificateSha256, until: '2027-11-21T13:00:00.000Z', issuer: 'AC interna', isUsable: true },
        };
        world.emit('office.restarted', {});
      });
      await page.locator('.electronic-mark').waitFor();
    },
  },
  {
    name: 'token-locked',
    go: (page) =>
      openToken(page, () => {
        const token = window.world!.libraries[0]!.listing!.tokens[0]!;
        Object.assign(token, { pinState: 'locked', pukState: 'countLow', canChangePin: true, canUnblockPin: true });
        window.world!.bends.newPin = { kind: 'pukWrong', pukState: 'countLow' };
      }).then(async () => {
        await page.locator('.token-verbs .button').first().click();
        await page.locator('.tokens .failure').waitFor();
      }),
  },
  {
    name: 'token-troubles',
    go: (page) =>
      openToken(page, () => {
        const { world } = window;
        const safenet = {
          ...{ id: 'safenet', name: 'SafeNet Authentication Client', installed: false },
          install: {
            'es-AR': 'Instale SafeNet Authentication Client 10.8 o posterior.',
            en: 'Install SafeNet Authentication Client 10.8 or later.',
            'pt-BR': 'Instale o SafeNet Authentication Client 10.8 ou posterior.',
          },
        };
        world!.libraries = [
          {
            ...{ libraryId: 'acme', path: '/usr/lib/libacme.so', listing: null },
            failure: { kind: 'driverParked', library: '/usr/lib/libacme.so' },
          },
        ];
        world!.bends.unserved = [
          {
            ...{ reader: 'SafeNet eToken 5110 [main interface] 00 00', atr: '3bd518008131fe7d8073c82110f4' },
            ...{ card: 'SafeNet eToken 5110', driver: safenet },
          },
          { ...{ reader: 'Generic Smart Card Reader 01 00', atr: '3b00', card: null, driver: null } },
        ];
      }).then(() => page.locator('.tokens .failure').nth(2).waitFor()),
  },
  {
    name: 'doctor',
    go: async (page) => {
      await openToken(page, () => {
        window.world!.bends.findings = [
          { id: 'serviceStopped', area: 'service', severity: 'error', facts: { detail: '' }, fix: 'startService' },
          { id: 'readerEmpty', area: 'readers', severity: 'warning', facts: { reader: 'ACS ACR38' }, fix: 'turnCard' },
          { id: 'tokenGood', area: 'tokens', severity: 'ok', facts: { token: 'Fojas Practica' }, fix: null },
          { id: 'clockUnknown', area: 'clock', severity: 'info', facts: {}, fix: null },
        ];
      });
      await page.locator('.doctor-verbs .button').first().click();
      await page.locator('.finding').first().waitFor();
    },
  },
  {
    name: 'signing-done',
    go: async (page) => {
      await openSigning(page, 9);
      await page.keyboard.press('F9');
      await page.locator('.summary').waitFor();
    },
  },
  {
    name: 'returning',
    go: async (page) => {
      await rows(page);
      await take(page, 1);
      await page.keyboard.press('Control+Shift+D');
      await page.keyboard.type('En el punto II aclare el domicilio del testigo y corrija la fecha de la audiencia.');
    },
  },
  {
    name: 'queue',
    go: async (page) => {
      await tray(page, 3);
      await rows(page);
      await take(page, 3);
    },
  },
  {
    name: 'queue-waiting',
    go: async (page) => {
      await page.evaluate(() =>
        window.world?.setLine({
          state: 'offline',
          lastFailure: { kind: 'repositoryUnreachable', detail: 'connect ETIMEDOUT' },
        }),
      );
      await tray(page, 3);
      await rows(page);
      await take(page, 0);
    },
  },
  {
    name: 'registered-act',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
    },
  },
  {
    name: 'registered-receipt',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+r');
      await page.locator('.receipt').waitFor();
    },
  },
  {
    name: 'receipt-invalid',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.receipts = 'invalid'));
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+r');
      await page.locator('.receipt').waitFor();
    },
  },
  {
    name: 'preflight-doubtful',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.levels.preflight = 'doubtful'));
      await openSigning(page, 9);
      await page.locator('.preflight li').first().waitFor();
    },
  },
  {
    name: 'preflight-refused',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.levels.preflight = 'refused'));
      await openSigning(page, 9);
      await page.locator('.preflight-blocked').waitFor();
    },
  },
  {
    name: 'signing-visible',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.levels.preflight = 'closed'));
      await openSigning(page, 9);
      await page.locator('.seen-toggle').click();
      await page.locator('.seen .choose-option').nth(2).click();
      await page.locator('.preflight .password-form').waitFor();
    },
  },
  {
    name: 'level-waiting',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 1);
      await page.locator('.level-waits').waitFor();
    },
  },
  {
    name: 'report-good',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+v');
      await page.locator('.report-verdict').waitFor();
    },
  },
  {
    name: 'verify-file',
    go: async (page) => {
      await page.keyboard.press('Control+o');
      await page.locator('.verify-drop').waitFor();
    },
  },
  {
    name: 'verify-password',
    go: async (page) => {
      await page.keyboard.press('Control+o');
      const buffer = Buffer.from('cerrado');
      await page.locator('.verify-drop input[type=file]').setInputFiles({ name: 'oficio.pdf', mimeType: '', buffer });
      await page.locator('.password-form input').waitFor();
    },
  },
  {
    name: 'report-broken',
    go: async (page) => {
      await page.evaluate(() => void (window.world!.bends.levels.report = 'broken'));
      await tray(page, 4);
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+v');
      await page.locator('.report-verdict').waitFor();
      await page.locator('.report-signature summary').click();
    },
  },
  {
    name: 'report-beside',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 1);
      await page.keyboard.press('Alt+v');
      await page.locator('.report-signature button').click();
      await page.locator('.beside .page-drawing').nth(1).waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'health',
    go: async (page) => {
      await tray(page, 4);
      await rows(page);
      await take(page, 1);
      await page.keyboard.press('Alt+h');
      await page.locator('.health-sum').waitFor();
    },
  },
  {
    name: 'line',
    go: async (page) => {
      await page.keyboard.press('Alt+l');
      await page.locator('.line-aside').waitFor();
    },
  },
  {
    name: 'line-serving',
    go: async (page) => {
      await rows(page);
      await take(page, 0);
      await page.keyboard.press('Alt+l');
      const serving = page.getByRole('region', { name: 'Servidor de la oficina' });
      await serving.locator('.home-verbs button').first().click();
      await serving.locator('.recovery code').waitFor();
    },
  },
  {
    name: 'line-office-only',
    go: async (page) => {
      await page.evaluate(() => {
        window.world!.setLine({ others: 3, centre: { reached: false, lastContactAt: '2026-11-21T13:06:00.000Z' } });
      });
      await page.locator('.strip').getByText('La oficina responde, el repositorio central no').waitFor();
      await page.keyboard.press('Alt+l');
      await page.getByText('todavía no está registrado').waitFor();
    },
  },
  {
    name: 'line-forked',
    go: async (page) => {
      await page.evaluate(() => {
        window.world!.setLine({
          forkedDevice: { deviceId: 'pc-mesa-3~6f2a91c0', was: 'pc-mesa-3', since: '2026-11-21T13:06:00.000Z' },
        });
      });
      await page.keyboard.press('Alt+l');
      await page.getByText('pc-mesa-3~6f2a91c0').waitFor();
    },
  },
  {
    name: 'line-log-alarm',
    go: async (page) => {
      await page.evaluate(() => {
        const { bends, emit } = window.world!;
        const facts = { at: '2026-11-21T13:06:00.000Z', known: 14_208, told: 14_209, source: null };
        bends.log = { ...bends.log, alarm: { ...facts, kind: 'rewritten' } };
        emit('log.changed', bends.log);
      });
      await page.getByText('El registro no concuerda').waitFor();
      await page.keyboard.press('Alt+l');
      await page.getByText('pasado distinto').waitFor();
    },
  },
  {
    name: 'returned',
    go: async (page) => {
      await tray(page, 5);
      await rows(page);
      await take(page, 0);
    },
  },
  {
    name: 'case-index',
    go: async (page) => {
      await rows(page);
      await take(page, 1);
      await page.keyboard.press('Alt+i');
      await page.locator('.list-case').waitFor();
      await rows(page);
    },
  },
  {
    name: 'people',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { people } = window.world!;
        people.standing = { ...people.standing, state: 'none' };
      });
      await page.keyboard.press('Alt+g');
      await page.getByText('pc-mesa-3').waitFor();
      await page.locator('.home-verbs button').nth(1).waitFor();
    },
  },
  {
    name: 'home',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() =>
        window.world!.emit('home.changed', { ...window.world!.home.status, state: 'otherPlace' }),
      );
      await page.locator('.strip-item svg.lucide-hard-drive').click();
      await page.locator('.home-verbs button').nth(1).click();
      await page.getByText('g-000011').waitFor();
    },
  },
  {
    name: 'home-leaving',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { home } = window.world!;
        home.status = { ...home.status, uncovered: 3 };
      });
      await page.keyboard.press('Alt+Shift+L');
      await page.getByRole('button', { name: 'Ver qué quedaría y vaciar el puesto…' }).click();
      await page.getByRole('button', { name: 'No vaciar nada' }).waitFor();
    },
  },
  {
    name: 'home-carried',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { home } = window.world!;
        const parcel = (n: number, state: 'waiting' | 'answered' | 'refused') => ({
          ...{
            sha256: String(n).repeat(64) as never,
            size: 181_000,
            name: `fojas-jpaz-${n}-pc-01-20261121T130500Z.encomienda`,
          },
          ...{
            takenAt: '2026-11-21T13:05:00.000Z' as never,
            state,
            reason: state === 'refused' ? ('damaged' as const) : null,
          },
          handedAt: null,
        });
        home.carrying = {
          parcels: [parcel(1, 'answered'), parcel(2, 'refused'), parcel(3, 'waiting')],
          failure: { kind: 'centreUnreachable' },
        };
      });
      await page.keyboard.press('Alt+Shift+L');
      await page.locator('.home-verbs button').nth(3).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'home-worry',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { home } = window.world!;
        home.status = { ...home.status, state: 'absent', uncovered: 3 };
        window.world!.emit('home.changed', home.status);
      });
      await page.locator('.strip-item svg.lucide-hard-drive').click();
      await page.locator('.home-verbs button').first().click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'home-sticks',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const at = '/media/ana/PENDRIVE';
        const files = ['encomienda', 'respuesta'].map((end) => {
          const name = `fojas-jpaz-1-pc-01-20261121T130500Z.${end}`;
          return { path: `${at}/${name}`, name, size: 181_000 };
        });
        const volume = { path: at, name: 'PENDRIVE', freeBytes: 14_200_000_000, files };
        const disk = { path: '/media/ana/DISCO VIEJO', name: 'DISCO VIEJO', freeBytes: null, files: [] };
        window.world!.program.places = { volumes: [volume, disk], chooser: true };
      });
      await page.keyboard.press('Alt+Shift+L');
      const wish = page.getByRole('region', { name: 'Expedientes para esta PC' });
      await wish.getByRole('button', { name: /^PENDRIVE/ }).click();
      await wish.getByRole('button', { name: 'Escribir el pedido' }).click();
      await wish.getByRole('status').waitFor();
    },
  },
  {
    name: 'settings',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Control+,');
      await page.locator('.choose').first().waitFor();
    },
  },
  {
    name: 'people-it',
    go: async (page) => {
      await asIt(page);
      await page.keyboard.press('Alt+g');
      await page.getByText('pc-mesa-4').first().waitFor();
    },
  },
  {
    name: 'people-models',
    go: async (page) => {
      await asIt(page);
      await page.evaluate(() => {
        const { people } = window.world!;
        const published = { version: 3, at: '2026-11-20T12:00:00.000Z', by: 'Irene Informática' };
        people.profiles = [
          ...people.profiles,
          { profile: 'de-la-casa', name: 'Modelos propios', models: 7, published },
        ];
      });
      await page.keyboard.press('Alt+g');
      await page.getByText('Modelos propios').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'people-list-refused',
    go: async (page) => {
      await asIt(page);
      await page.keyboard.press('Alt+g');
      await page.getByText('pc-mesa-4').first().waitFor();
      const text = 'person;name;office;roles;clearance;until\np-2;Ana Paz;ufi3;clerk;1;31/12/2027\n';
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles({ name: 'personas.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.getByRole('status').filter({ hasText: 'until' }).waitFor();
    },
  },
  {
    name: 'diagnostics',
    go: async (page) => {
      await asIt(page);
      await page.keyboard.press('Control+,');
      await page.locator('.fleet').waitFor();
      await page.getByRole('button', { name: /Armar y leer|Make and read|Montar e ler/ }).click();
      await page.locator('.bundle').scrollIntoViewIfNeeded();
      await page.getByRole('button', { name: /^(Guardar|Save)$/ }).click();
    },
  },
  {
    name: 'locked',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        window.world!.program.lock = { passphrase: true, token: false, wants: 'passphrase' };
        window.world!.emit('lock.changed', window.world!.program.lock);
      });
      await page.locator('.password-form input').fill('otra frase');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'locked-token',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { program } = window.world!;
        program.lock = { passphrase: false, token: true, wants: 'token' };
        program.lockFailure = { kind: 'pinWrong', pinState: 'finalTry' };
        window.world!.emit('lock.changed', program.lock);
      });
      await page.getByRole('button', { name: /Abrir con mi token|Open with my token|Abrir com meu token/ }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'lock-way',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        window.world!.program.lock = { passphrase: false, token: false, wants: 'way' };
        window.world!.emit('lock.changed', window.world!.program.lock);
      });
      await page.getByRole('button', { name: /Elegir la frase|Choose the passphrase|Escolher a frase/ }).waitFor();
    },
  },
  {
    name: 'locked-people',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => window.world!.lockShared());
      await page.getByRole('region', { name: /Otra persona|Another person|Outra pessoa/ }).waitFor();
    },
  },
  {
    name: 'policy',
    go: async (page) => {
      await page.evaluate((policy) => {
        window.world!.program.policy = policy;
        window.world!.emit('office.restarted', {});
      }, decidedPolicy);
      await rows(page);
      await page.keyboard.press('Control+,');
      await page.locator('.policy').getByRole('button', { name: 'Mostrar todas las opciones' }).click();
      await page.locator('.policy').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'policy-change',
    go: async (page) => {
      await page.evaluate((policy) => {
        window.world!.program.policy = policy;
        window.world!.emit('office.restarted', {});
      }, decidedPolicy);
      await rows(page);
      await page.keyboard.press('Control+,');
      await page.getByRole('button', { name: 'Cambiar «Topes por horario»' }).click();
      await page.locator('.policy-form textarea').waitFor();
    },
  },
  {
    name: 'updates',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { program } = window.world!;
        program.updates = {
          ...program.updates,
          putOff: ['batch', 'window'],
          lastInstall: {
            ...{ from: '0.9.1', version: '1.0.0', at: '2026-11-12T13:05:00.000Z', end: 'healthy', reason: null },
          },
        };
      });
      await page.keyboard.press('Control+,');
      await page.locator('.updates button').first().click();
      await page.locator('.update-waiting').waitFor();
      await page.locator('.update-waiting').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'keys',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('F1');
      await page.locator('.key-table').first().waitFor();
    },
  },
  {
    name: 'palette',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Control+k');
      await page.locator('.palette-item').first().waitFor();
    },
  },
  {
    name: 'folded',
    go: async (page) => {
      await rows(page);
      await page.keyboard.press('Control+b');
      await take(page, 0);
    },
  },
  {
    name: 'office-gone',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        window.world!.bends.dead = { kind: 'storeDamaged', store: 'journal.db', detail: 'bad page' };
        window.world!.emit('office.restarted', {});
      });
      await page.locator('.closed').waitFor();
    },
  },
  { name: 'office-key-lost', go: (page) => recovery(page, 'keyLost') },
  {
    name: 'office-copies',
    go: async (page) => {
      await recovery(page, 'newDesk');
      await page
        .getByLabel(/^Carpeta/)
        .last()
        .fill('/media/pendrive');
      await page.getByRole('button', { name: 'Ver las copias' }).click();
      await page.getByText('g-000011').first().waitFor();
    },
  },
  {
    name: 'office-brought-back',
    go: async (page) => {
      await recovery(page, 'newDesk');
      await page.locator('input').first().fill('/media/pendrive/institucion.clave');
      await page
        .getByLabel(/^Carpeta/)
        .last()
        .fill('/media/pendrive');
      await page.getByRole('button', { name: 'Ver las copias' }).click();
      await page.getByText('g-000011').first().waitFor();
      await page.locator('button[data-look="main"]').last().click();
      await page.getByText('Fojas.apartado-20261123').waitFor();
    },
  },
  {
    name: 'first-start',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => {
        const { bends, program, emit } = window.world!;
        program.setup = { ...program.setup, wanted: true };
        bends.failing.set('office.status', { kind: 'fileUnreadable', file: 'office.json', code: 'ENOENT' });
        emit('office.restarted', {});
      });
      await page.locator('.first-start').waitFor();
    },
  },
  {
    name: 'list-failed',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() => window.world!.bends.failing.set('trays.page', { kind: 'storeBusy' }));
      await page.keyboard.press('Alt+4');
      await page.locator('.list .failure').waitFor();
    },
  },
  {
    name: 'document-missing',
    go: async (page) => {
      await rows(page);
      await page.evaluate(() =>
        window.world!.bends.failing.set('documents.read', { kind: 'documentMissing', sha256: 'ab'.repeat(32) }),
      );
      await page.locator('#row-1').click({ position: { x: 120, y: 10 } });
      await page.locator('.paper-trouble').waitFor();
    },
  },
  {
    name: 'document-not-whole',
    world: { toSign: 1, others: 0, paper: 'fotografia' },
    go: async (page) => {
      await page.route('**/openjpeg*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body: 'no' }));
      await rows(page);
      await page.keyboard.press('Alt+ArrowRight');
      await page.locator('.not-whole').waitFor();
    },
  },
  { name: 'pin', page: 'pin', go: ask(question()) },
  {
    name: 'pin-short',
    page: 'pin',
    go: ask(question({ pinState: 'countLow' }, 1), async (page) => {
      await page.keyboard.type('12');
      await page.keyboard.press('Enter');
      await page.locator('[role="alert"]').waitFor();
    }),
  },
  {
    name: 'pin-last',
    page: 'pin',
    go: ask(question({ pinState: 'finalTry' }), async (page) => {
      await page.keyboard.type('1234');
      await page.keyboard.press('Enter');
      await page.locator('[role="alert"]').waitFor();
    }),
  },
  { name: 'pin-unlock', page: 'pin', go: ask(unlocking) },
  {
    name: 'pin-unlock-wrong',
    page: 'pin',
    go: async (page) => {
      await ask(unlocking)(page);
      await page.evaluate(() => {
        window.host!.ask({
          kind: 'pinSettled',
          sessionId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never,
          failure: { kind: 'pinWrong', pinState: 'normal' },
        });
      });
      await page.locator('.failure').waitFor();
    },
  },
  { name: 'pin-locked', page: 'pin', go: ask(question({ pinState: 'locked' })) },
  { name: 'pin-tries', page: 'pin', go: ask(question({ triesLeft: 2 })) },
  { name: 'pin-change', page: 'pin', go: ask(newPin({ triesLeft: 5 })) },
  {
    name: 'pin-unblock',
    page: 'pin',
    go: ask(
      newPin({ errand: 'unblockPin', pinState: 'locked', pukState: 'finalTry', practice: false }),
      async (page) => {
        for (const text of ['12345678', '4321', '4321']) {
          await page.keyboard.type(text);
          await page.keyboard.press('Tab');
        }
        await page.locator('[type="submit"]').click();
        await page.locator('[role="alert"]').waitFor();
      },
    ),
  },
  { name: 'pin-change-pad', page: 'pin', go: ask(newPin({ protectedPath: true })) },
  { name: 'pin-pad', page: 'pin', go: ask(question({ protectedPath: true })) },
  {
    name: 'pin-wrong',
    page: 'pin',
    go: async (page) => {
      await ask(question())(page);
      await page.evaluate(() => {
        window.host!.ask({
          kind: 'pinSettled',
          sessionId: '0b54bd22-9c1a-4f7a-8f62-6a3bd9a1f001' as never,
          failure: { kind: 'pinWrong', pinState: 'countLow' },
        });
      });
      await page.locator('.failure').waitFor();
      await page.locator('.pin-practice').waitFor();
    },
  },
];

export const desktop = { width: 1366, height: 768 };
export const looks: readonly Look[] = [
  { name: 'light', theme: 'light' },
  { name: 'dark', theme: 'dark' },
  { name: 'forced', theme: 'dark', context: { forcedColors: 'active', colorScheme: 'dark' } },
  // What a screen of 1366 × 768 becomes at 200 %.
  { name: 'zoom', theme: 'light', context: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 } },
  { name: 'en', theme: 'light', locale: 'en', density: 'comfortable' },
  { name: 'pt', theme: 'light', locale: 'pt-BR' },
];

/** Opens a scene in a look. Whatever the page complains of (the policy included) is thrown at the end of the test by `complaints`. */
export async function openScene(
  browser: Browser,
  host: Host,
  scene: Scene,
  look: Look,
): Promise<{ page: Page; complaints: string[]; close(): Promise<void> }> {
  const pin = scene.page === 'pin';
  const context = await browser.newContext({
    viewport: pin ? { width: 480, height: 560 } : desktop,
    reducedMotion: 'reduce',
    locale: 'es-AR',
    timezoneId: 'America/Argentina/Buenos_Aires',
    ...(pin && look.context?.viewport ? { ...look.context, viewport: { width: 480, height: 560 } } : look.context),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const { locale, theme, density } = look;
  await page.goto(
    pin
      ? host.pinUrl({ ...(locale ? { locale } : {}), ...(theme ? { theme } : {}) })
      : host.windowUrl({ ...scene.world, locale, theme, density }),
  );
  // The page is loaded before the window stands in it: a key pressed between the two is nobody's.
  await page.locator('#desk > *, #pin > *').first().waitFor();
  await scene.go(page);
  return { page, complaints, close: () => context.close() };
}
