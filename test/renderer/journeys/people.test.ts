import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';
import faltas from '../../../resources/templates/faltas.json' with { type: 'json' };

const desk = useDesk();
const { open, press, calls, heading } = desk;

it('says why a seat is not open any more, and sits nobody there', async () => {
  await open();
  await desk.page.evaluate(() => window.world!.seatsEnded());
  await desk.page.getByRole('button', { name: /Cambiar de persona|Elegir dependencia/ }).waitFor();
  await press('Alt+o');
  await desk.page.getByText('Se quitó la asignación').waitFor();
  await desk.page.getByText('La asignación venció el').waitFor();
  // What was signed there and not sent is not lost, and who brings it back is named.
  await desk.page.getByText('sistemas lo recupera con la clave de la institución').waitFor();
  const seats = desk.page.getByRole('radio');
  await expect.poll(() => seats.count()).toBe(4);
  await seats.first().focus();
  // The arrows go past what has ended.
  await press('ArrowDown');
  await expect.poll(() => seats.nth(3).isChecked()).toBe(true);
  expect(await Promise.all([1, 2].map((nth) => seats.nth(nth).isDisabled()))).toEqual([true, true]);
  await press('Enter');
  await expect.poll(() => calls('office.sit')).toEqual([{ seatId: 'auditor' }]);
});

it('begins at the present seat, sits down by the main key, and leaves nothing of a draft to the next person', async () => {
  await open();
  await desk.page.evaluate(() => {
    const world = window.world!;
    world.seatsEnded();
    world.status = { ...world.status, seat: 'auditor' };
    world.emit('office.restarted', {});
  });
  await desk.page.getByRole('button', { name: /Cambiar de persona|Elegir dependencia/ }).waitFor();
  await press('Alt+d');
  await desk.page.locator('.draft-row').first().focus();
  await press('Enter');
  await desk.page.locator('.prose:focus').waitFor();
  await press('Alt+o');
  const present = desk.page.getByRole('radio', { name: /Puesto actual/ });
  await present.waitFor();
  await expect.poll(() => present.evaluate((element) => element === document.activeElement)).toBe(true);
  await press('ArrowDown', 'F9');
  await expect.poll(async () => (await calls('office.sit')).length).toBe(1);
  await press('Alt+d');
  await heading('Borradores');
  await desk.page.locator('.draft-row').first().waitFor();
  expect(await desk.page.locator('.prose').count()).toBe(0);
});

it('lets the second person of a shared PC sit down, and the first again, by the keyboard alone', async () => {
  await open();
  await desk.page.evaluate(() => window.world!.lockShared());
  const { page } = desk;
  const phrase = page.getByLabel('Frase de paso');
  await expect.poll(() => phrase.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByText('Ofelia Quirós Balmaceda').waitFor();
  // Nothing of a case is behind it.
  expect(await page.locator('.rows, .entry, .case-row').count()).toBe(0);
  const other = page.getByRole('button', { name: 'Soy Bruno Cáceres Tolosa' });
  for (let tabs = 0; tabs < 5 && !(await other.evaluate((one) => one === document.activeElement)); tabs += 1)
    await press('Tab');
  await press('Enter');
  await page.getByRole('button', { name: 'Soy Ofelia Quirós Balmaceda' }).waitFor();
  expect(await calls('lock.person')).toEqual([{ seatId: 'bruno' }]);
  // What the one before had begun to type is not there for the next.
  await expect.poll(() => phrase.evaluate((field) => field === document.activeElement)).toBe(true);
  await expect.poll(() => phrase.inputValue()).toBe('');
  await page.keyboard.type('otra frase');
  await press('Enter');
  await page.getByRole('alert').waitFor();
  await expect.poll(() => phrase.isEnabled()).toBe(true);
  await page.keyboard.type('frase de prueba');
  await press('Enter');
  await page.locator('.rows .row[data-active]').waitFor();
});

it('keeps text that could not be kept for its person behind the lock, and shows it to nobody else', async () => {
  await open();
  const { page } = desk;
  await press('Alt+d');
  await page.locator('.draft-row').first().focus();
  await press('Enter');
  await page.locator('.prose:focus').waitFor();
  await page.evaluate(() => window.world!.bends.failing.set('drafts.save', { kind: 'diskFull' }));
  await page.keyboard.type('Texto sin guardar. ');
  await page.evaluate(() => window.world!.lockShared());
  await page.getByText('Hay un texto que no se pudo guardar.').waitFor();
  expect(await page.getByText('Texto sin guardar.').count()).toBe(0);
  const sitDown = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: `Soy ${name}` }).focus();
    await press('Enter');
    await page.getByRole('button', { name: `Soy ${name}` }).waitFor({ state: 'detached' });
  };
  await sitDown('Bruno Cáceres Tolosa');
  await page.getByText('Hay un texto que no se pudo guardar.').waitFor();
  await page.evaluate(() => window.world!.bends.failing.clear());
  await sitDown('Ofelia Quirós Balmaceda');
  await page.getByLabel('Frase de paso').focus();
  await page.keyboard.type('frase de prueba');
  await press('Enter');
  await page.locator('.prose').getByText('Texto sin guardar.').waitFor();
  await expect.poll(async () => JSON.stringify((await calls('drafts.save')).at(-1))).toContain('Texto sin guardar.');
});

it('offers nothing in the status strip that the role of whoever sits here may not look at', async () => {
  await open();
  const { page } = desk;
  const sit = (permits: string[]): Promise<void> =>
    page.evaluate((allowed) => {
      const world = window.world!;
      const { person, line } = world.status;
      world.status = {
        ...world.status,
        line: { ...line, aside: 37 },
        person: { ...person, permits: allowed as never },
      };
      world.emit('office.restarted', {});
    }, permits);
  const strip = page.locator('[data-pane="strip"]');
  await sit(['seeOpen', 'seeIndex']);
  await strip.getByRole('button', { name: '37 apartados' }).waitFor();
  await sit(['seeIndex']);
  // The strip is empty while the office comes back.
  const toActs = async (): Promise<string> => {
    const names = await strip.getByRole('button').allInnerTexts();
    return names.length === 0 ? 'empty' : names.filter((name) => /cola|apartado/.test(name)).join();
  };
  await expect.poll(toActs).toBe('');
});

it('takes lists of people and offices in, or says which line will not do', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => {
    const world = window.world!;
    const { person } = world.status;
    world.status = { ...world.status, person: { ...person, role: 'itAdmin', permits: ['configure'] } };
    world.emit('office.restarted', {});
  });
  // Nothing of a case stays before who may see none.
  await page.locator('.list .empty').waitFor();
  expect(await page.locator('.rows .row').count()).toBe(0);
  await press('Alt+g');
  await heading('Personas');
  const give = (nth: number, text: string): Promise<void> =>
    page
      .locator('input[type="file"]')
      .nth(nth)
      .setInputFiles({ name: 'lista.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });
  const ordered = async () =>
    (await calls('people.order')).filter((order) => (order as { kind: string }).kind !== 'list');
  const head = 'person;name;office;roles;clearance;until\n';
  await give(0, `${head}p-2;Ana;ufi3;reina;1;2027-12-31\n`);
  await page.getByText(/línea 2: en roles va magistrate.*No se incorporó nada/).waitFor();
  expect(await ordered()).toEqual([]);
  await give(0, `${head}p-2;Zoé;ufi3;clerk;1;2027-12-31\n`);
  await page.getByText('Se guardó 1 cambio.').waitFor();
  expect(await ordered()).toMatchObject([{ kind: 'import', rows: [{ personId: 'p-2', name: 'Zoé' }] }]);
  await give(1, 'office;name\nufi4;UFI 4\nufi5;Fiscalía 5\n');
  await page.getByText('Se guardaron 2 cambios.').waitFor();
  expect((await ordered()).slice(1)).toMatchObject([
    { office: { officeId: 'ufi4' } },
    { office: { name: 'Fiscalía 5' } },
  ]);
  // Who prolongs a grant takes no appointment away: the visado stands in the form as it stands at the repository.
  await page.getByRole('button', { name: 'Modificar el permiso de Bruno Cáceres Tolosa en ufi3' }).click();
  await page.getByLabel('Último día (AAAA-MM-DD)').first().fill('2028-12-31');
  await page.getByRole('button', { name: 'Dar un permiso' }).click();
  await expect
    .poll(async () => (await ordered()).at(-1))
    .toMatchObject({
      ...{ kind: 'grant', personId: 'p-1' },
      grant: { officeId: 'ufi3', roles: ['clerk'], clearance: 1, validator: true },
    });
  // Who signs in whose place: what is in force is shown, ended with a button, and another is given.
  await page.getByText('Bruno Cáceres Tolosa subroga a Tadeo Irigoyti en ufi3 (Res. 12/26)').waitFor();
  await page
    .getByRole('button', { name: 'Terminar ahora la subrogancia de Bruno Cáceres Tolosa por Tadeo Irigoyti' })
    .click();
  const ended = { kind: 'endSubstitution', personId: 'p-1', officeId: 'ufi3', standsFor: 'p-3' };
  await expect.poll(async () => (await ordered()).at(-1)).toEqual(ended);
  const form = page.getByRole('form', { name: 'Designar subrogante' });
  const fill = (label: string | RegExp, text: string) => form.getByLabel(label).fill(text);
  await fill('Quien subroga (identificador)', 'p-1');
  await fill('En lugar de (identificador)', 'p-3');
  await fill('Dependencia (identificador)', 'ufi3');
  await fill(/^Primer día/, '2027-01-01');
  await fill('Último día (AAAA-MM-DD)', '2027-01-31');
  const appoint = form.getByRole('button', { name: 'Designar subrogante' });
  // Without what it rests on nobody is appointed.
  expect(await appoint.isDisabled()).toBe(true);
  await fill('Resolución o motivo', 'Res. 13/26');
  await appoint.click();
  await expect
    .poll(async () => (await ordered()).at(-1))
    .toEqual({
      ...{ kind: 'substitute', personId: 'p-1', officeId: 'ufi3', standsFor: 'p-3', resolution: 'Res. 13/26' },
      from: new Date('2027-01-01T00:00:00').toISOString(),
      until: new Date('2027-01-31T23:59:59.999').toISOString(),
    });
});

it('tells a substitute in whose place an act is signed, in the list and beside what signs it', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => {
    const world = window.world!;
    const row = [...world.rows.values()].find(({ state }) => state === 'toSign')!;
    const signers = [{ personId: 'p-3', name: 'Tadeo Irigoyti', capacity: 'Fiscal', signedAt: null }];
    world.rows.set(row.actId, { ...row, joint: { signers, next: 0, here: false } });
    const standsFor = [
      { ...{ personId: 'p-3', name: 'Tadeo Irigoyti', resolution: 'Res. 12/26' }, until: '2099-01-01T00:00:00.000Z' },
    ];
    world.status = { ...world.status, person: { ...world.status.person, personId: 'p-9', standsFor } };
    world.emit('office.restarted', {});
  });
  const row = page.getByRole('row').filter({ hasText: 'por Tadeo Irigoyti' });
  await row.first().waitFor();
  await row.first().click();
  await page.getByText(/Usted firma por subrogancia legal de Tadeo Irigoyti \(Res\. 12\/26, hasta el/).waitFor();
  await page.getByText('es su turno').waitFor();
});

it('shows which court calendar is in force, and publishes the next from a file, or says why not', async () => {
  await open();
  const { page } = desk;
  const sit = (permits: string[]) =>
    page.evaluate((given) => {
      const world = window.world!;
      const { person } = world.status;
      world.status = { ...world.status, person: { ...person, role: 'secretary', permits: given as never } };
      world.emit('office.restarted', {});
    }, permits);
  const section = page.getByRole('region', { name: 'Calendario judicial' });
  await sit(['setCalendars']);
  await press('Alt+g');
  await heading('Equipo y permisos');
  await section.getByText('rige el del programa').waitFor();
  // The one for all offices is for who looks after all of them.
  expect(await section.getByRole('button').allInnerTexts()).toEqual(['Publicar el de esta dependencia (JSON)']);
  const give = (text: string): Promise<void> =>
    section
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name: 'feria.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await give('{ esto no');
  await section.getByText('feria.json no es un calendario judicial').waitFor();
  const closed = [{ date: '2026-11-30', name: 'Asueto', source: 'Res. 1' }];
  await give(JSON.stringify({ version: 1, closed }));
  await section.getByText('Publicado: versión 1.').waitFor();
  await section.getByText(/versión 1, desde el .*, publicado por Ofelia Quirós · inhábiles: 1/).waitFor();
  // Somebody else was there meanwhile.
  await page.evaluate(() => {
    const { people } = window.world!;
    const published = people.calendar.published.map((one) => ({ ...one, version: 4 }));
    people.calendar = { ...people.calendar, published };
  });
  await give(JSON.stringify({ version: 1, closed }));
  await section.getByText('No se publicó: rige la versión 4.').waitFor();
  await section.getByText('versión 4, desde el').waitFor();
  expect(await calls('calendar.publish')).toMatchObject([
    { scope: 'own', after: 0 },
    { scope: 'own', after: 1 },
  ]);
  await press('Escape');
  await sit([]);
  await press('Alt+g');
  await heading('Equipo y permisos');
  expect(await section.count()).toBe(0);
});

it('shows IT which models of acts there are, and publishes a profile from a file, or says why not', async () => {
  await open();
  const { page } = desk;
  const sit = (permits: string[]) =>
    page.evaluate((given) => {
      const world = window.world!;
      const { person } = world.status;
      world.status = { ...world.status, person: { ...person, role: 'itAdmin', permits: given as never } };
      world.emit('office.restarted', {});
    }, permits);
  const section = page.getByRole('region', { name: 'Modelos de actos' });
  await sit(['configure']);
  await press('Alt+g');
  await heading('Equipo y permisos');
  await section.getByText('62 modelos · vienen con el programa · los ofrece esta dependencia').waitFor();
  const give = (text: string): Promise<void> =>
    section
      .locator('input[type="file"]')
      .setInputFiles({ name: 'modelos.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await give('{ esto no');
  await section.getByText('modelos.json no es un perfil de modelos').waitFor();
  const profile = { ...faltas, id: 'de-la-casa', name: 'Los de la casa', templates: faltas.templates.slice(0, 2) };
  await give(JSON.stringify(profile));
  await section.getByText('Publicado: de-la-casa, versión 1.').waitFor();
  await section.getByText(/Los de la casa · 2 modelos · versión 1, desde el .*, publicado por Ofelia Quirós/).waitFor();
  // Somebody else was there meanwhile.
  await page.evaluate(() => {
    const { people } = window.world!;
    people.profiles = people.profiles.map((one) => ({
      ...one,
      published: one.published && { ...one.published, version: 4 },
    }));
  });
  await give(JSON.stringify(profile));
  await section.getByText('No se publicó: rige la versión 4.').waitFor();
  expect(await calls('templates.publish')).toMatchObject([{ after: 0 }, { after: 1 }]);
  await press('Escape');
  await sit(['setCalendars']);
  await press('Alt+g');
  await heading('Equipo y permisos');
  expect(await section.count()).toBe(0);
});

it('says of a typed day that it is no business day, by the court calendar', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => {
    const world = window.world!;
    world.status = { ...world.status, person: { ...world.status.person, permits: ['setFlags'] } };
    world.emit('office.restarted', {});
  });
  await page.locator('#row-0').click();
  await press('Alt+n');
  const day = page.getByRole('textbox', { name: /^Vence/ });
  await day.fill('0812');
  await page.getByText(/8 de diciembre de \d+: inhábil, Inmaculada Concepción de María/).waitFor();
  await day.fill('0912');
  await page.getByText(/9 de diciembre de \d+$/).waitFor();
  expect(await page.getByText('inhábil').count()).toBe(0);
});

it('shows the address of the institution’s login whole, and says when it could not be copied', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => void (window.world!.people.standing = { ...window.world!.people.standing, state: 'none' }));
  await press('Alt+g');
  await heading('Equipo y permisos');
  await page.getByRole('button', { name: 'Inscribir con el usuario institucional' }).waitFor();
  const url = `https://ingreso.ejemplo.invalid/auth?state=${'a1B2'.repeat(80)}`;
  await page.evaluate((address) => window.world!.emit('enrolment.page', { url: address }), url);
  await page.getByText(url).waitFor();
  // Nothing has to be scrolled sideways to read it.
  expect(await page.getByText(url).evaluate((code) => code.getBoundingClientRect().right <= innerWidth)).toBe(true);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copiar la dirección' }).press('Enter');
  await page.getByRole('button', { name: 'No se pudo copiar: selecciónela y cópiela (Ctrl+C)' }).waitFor();
});

it('waits for the institution’s login no longer than its person wants, and takes it up again', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => {
    const { people } = window.world!;
    people.standing = { ...people.standing, state: 'none' };
  });
  await press('Alt+g');
  const enrol = page.getByRole('button', { name: 'Inscribir con el usuario institucional' });
  const cancel = page.getByRole('button', { name: 'Cancelar el ingreso' });
  const begin = async (): Promise<void> => {
    await enrol.click();
    await expect.poll(() => page.evaluate(() => window.world!.people.stopSigningIn !== null)).toBe(true);
    await page.evaluate(() => window.world!.emit('enrolment.page', { url: 'https://ingreso.ejemplo.invalid/' }));
    await expect.poll(() => cancel.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await enrol.isDisabled()).toBe(true);
  };
  await begin();
  await press('Escape');
  await expect.poll(() => enrol.isEnabled()).toBe(true);
  // Still at the same place: Escape ended the waiting, and no more.
  expect([await cancel.count(), await page.getByRole('alert').count()]).toEqual([0, 0]);
  await begin();
  await cancel.click();
  await expect.poll(() => enrol.isEnabled()).toBe(true);
  expect((await calls('enrolment.stop')).length).toBe(2);
});

it('says that the repository refuses this desk, which is not that it cannot be reached', async () => {
  await open();
  const strip = desk.page.locator('.strip-line');
  for (const [reason, words] of [
    ['notEnrolled', 'Equipo sin inscribir'],
    ['deviceRevoked', 'Equipo dado de baja'],
    ['grantEnded', 'Sin permiso vigente'],
    [undefined, 'Dependencia no reconocida'],
  ] as const) {
    await desk.page.evaluate(
      (why) =>
        window.world!.setLine({
          state: 'offline',
          lastFailure: { kind: 'repositoryDenied', ...(why && { reason: why }) },
        }),
      reason,
    );
    await expect.poll(() => strip.textContent()).toBe(words);
  }
  // One that had answered before, and does not let in now, is no line that works.
  await desk.page.evaluate(() => {
    window.world!.setLine({ state: 'online', lastFailure: { kind: 'repositoryDenied', reason: 'grantEnded' } });
  });
  await expect.poll(() => strip.getAttribute('data-tone')).toBe('wait');
  expect(await strip.textContent()).toBe('Sin permiso vigente');
  await desk.page.evaluate(() => {
    window.world!.setLine({ state: 'offline', lastFailure: { kind: 'repositoryUnreachable', detail: '' } });
  });
  await expect.poll(() => strip.textContent()).toBe('Sin conexión');
});

it('tells who looks after PCs where the work lies', async () => {
  await open();
  await desk.page.evaluate(() => {
    const world = window.world!;
    world.status = { ...world.status, person: { ...world.status.person, role: 'itAdmin', permits: ['configure'] } };
    world.emit('office.restarted', {});
  });
  await desk.page.getByText('Su trabajo está en Equipo y permisos').waitFor();
  expect(await desk.page.getByText('Elija un acto de la lista').count()).toBe(0);
});

it('brings the copy of a lost desk by IT’s hand, into the folder that was named', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => {
    const world = window.world!;
    world.status = { ...world.status, person: { ...world.status.person, role: 'itAdmin', permits: ['configure'] } };
    const generations = [{ name: 'g-000012', writtenAt: '2026-11-21T13:05:00.000Z' }];
    const pc = { slot: 'd'.repeat(64) as never, officeId: 'ufi3', personId: 'p-1', usedBytes: 181_000 };
    const slots = [
      { ...pc, deviceId: 'pc-3', generations },
      { ...pc, slot: 'e'.repeat(64) as never, deviceId: 'pc-4', generations: [] },
    ];
    world.home.slots = { ok: true, value: { slots } };
    world.emit('office.restarted', {});
  });
  await page.locator('.list .empty').waitFor();
  await press('Alt+g');
  const copies = page.getByRole('region', { name: 'Copias de los puestos' });
  await copies.getByText('todavía sin ninguna copia').waitFor();
  const fetch = copies.getByRole('button');
  // Where there is none, there is nothing to press.
  await expect.poll(() => fetch.count()).toBe(1);
  expect(await fetch.isEnabled()).toBe(false);
  const folder = copies.getByRole('textbox', { name: 'Carpeta donde dejar la copia' });
  await folder.fill('traidas');
  await copies.getByRole('button', { name: 'Traer la copia de pc-3 · ufi3' }).focus();
  await press('Enter');
  await page
    .getByText(/traidas/)
    .first()
    .waitFor();
  expect(await copies.getByRole('status').count()).toBe(0);
  await folder.fill('/media/traidas');
  await press('Tab', 'Enter');
  await copies.getByText('/media/traidas/ufi3--pc-3').waitFor();
  const asked = { slot: 'd'.repeat(64), all: false };
  expect(await calls('home.fetchSlot')).toEqual([
    { ...asked, to: 'traidas' },
    { ...asked, to: '/media/traidas' },
  ]);

  // Without a line it is said, and no list stands there as if it were whole.
  await page.evaluate(() => {
    window.world!.home.slots = { ok: false, failure: { kind: 'repositoryUnreachable', detail: 'no line' } };
  });
  await press('Escape', 'Alt+g');
  await copies.getByText('Sin línea no se sabe').waitFor();
});
