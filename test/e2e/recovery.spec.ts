import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { newAgeKey } from '../../src/parcel/index.ts';
import { expect, openDesk, test as base, type Desk } from './fixtures.ts';
import { choose, press, reach, write } from './keyboard.ts';
import { startPracticeWorld, type PracticeWorldProcess } from '../../tools/practice-world.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';

// A page of the journal is damaged, the keychain forgets its key: the window leads back to the trays, by keyboard alone.

interface Place {
  readonly world: PracticeWorldProcess;
  readonly dataDir: string;
  readonly stick: string;
  /** The institution's recovery key. */
  readonly keyFile: string;
  readonly open: () => Promise<Desk>;
}

/** A practice office whose second place is a stick. */
const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'fojas-recovery-'));
    const world = await startPracticeWorld({ dataDir, args: ['--count', '1', '--software-key'] });
    try {
      const stick = path.join(dataDir, 'stick');
      mkdirSync(stick);
      const { identity, recipient } = await newAgeKey();
      const keyFile = path.join(dataDir, 'recovery.txt');
      writeFileSync(keyFile, `${identity}\n`);
      const config = JSON.parse(readFileSync(world.officeConfig, 'utf8')) as object;
      const secondCopy = { folder: stick, recoveryRecipients: [recipient] };
      writeFileSync(world.officeConfig, JSON.stringify({ ...config, secondCopy }));
      await use({ world, dataDir, stick, keyFile, open: () => openDesk(world, dataDir) });
    } finally {
      await world.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
});

const call = <T>({ window }: Desk, name: string, input: object): Promise<T> =>
  window.evaluate<T>(`window.fojas.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`);

const title = 'Solo está en este puesto';

/** A text that only exists at this desk, and a copy that holds it. */
async function workAndCopy(desk: Desk): Promise<void> {
  await expect(desk.window.locator('.rows-body .row').first()).toBeVisible();
  const trays = await call<{ value: { rows: { caseId: string }[] } }>(desk, 'trays.page', {
    tray: 'toSign',
    after: null,
    limit: 5,
    from: 'start',
  });
  const text = { format: 1, actType: 'Oficio', title, paragraphs: [{ id: 'p1', text: 'Líbrese.' }], archived: false };
  const begun = await call(desk, 'drafts.begin', { caseId: trays.value.rows[0]?.caseId, text });
  expect(begun).toMatchObject({ ok: true });
  const copied = await call(desk, 'home.copyNow', { adopt: false });
  expect(copied).toMatchObject({ ok: true, value: { state: 'good' } });
}

/** The desk is open, and the text is there. */
async function isBack(desk: Desk): Promise<void> {
  await expect(desk.window.locator('.rows-body .row').first()).toBeVisible();
  const drafts = await call<{ value: { rows: { title: string }[] } }>(desk, 'drafts.list', {});
  expect(drafts.value.rows.map((row) => row.title)).toEqual([title]);
}

function configOf({ world }: Place): { readonly dataDir: string } {
  return JSON.parse(readFileSync(world.officeConfig, 'utf8')) as { dataDir: string };
}

function damageJournal(place: Place): void {
  const journal = path.join(configOf(place).dataDir, 'journal.db');
  const pages = Math.floor(statSync(journal).size / 4096);
  const file = openSync(journal, 'r+');
  // Every second page: whichever is read first, it is not what was written.
  for (let page = 1; page < pages; page += 2) writeSync(file, Buffer.alloc(64, 0x5a), 0, 64, page * 4096 + 1000);
  closeSync(file);
}

test('a journal with damaged pages is brought back from the copy, and the desk goes on to its trays', async ({
  place,
}) => {
  const first = await place.open();
  await workAndCopy(first);
  await first.app.close();
  damageJournal(place);

  const desk = await place.open();
  const { window } = desk;
  try {
    await expect(window.getByRole('heading', { name: 'Recuperar este puesto' })).toBeVisible();
    await expect(window.getByRole('textbox', { name: /^Carpeta de las copias/ })).toHaveValue(place.stick);
    await choose(window, 'Ver las copias');
    await expect(window.getByRole('radio').first()).toBeChecked();
    // The wrong file: said, and nothing is lost.
    await write(window, /^Archivo con la clave/, place.world.officeConfig);
    await choose(window, 'Ver qué contienen');
    await expect(window.getByRole('alert')).toContainText('recoveryKeyWrong');
    await reach(window, window.getByRole('textbox', { name: /^Archivo con la clave/ }));
    await press(window, 'Control+a');
    await window.keyboard.type(place.keyFile);
    await choose(window, 'Ver qué contienen');
    await expect(window.getByRole('radio').first()).toBeChecked();
    await expect(window.getByRole('radiogroup')).toContainText('1 borradores');
    await choose(window, 'Traer de vuelta');
    await expect(window.getByRole('heading', { name: 'El puesto está de vuelta' })).toBeVisible();
    await choose(window, 'Ir a las bandejas');
    await isBack(desk);
    // What was there is set aside, never removed.
    expect(readdirSync(configOf(place).dataDir).some((name) => name.startsWith('before-'))).toBe(true);
    expect(desk.complaints).toEqual([]);
  } finally {
    await desk.app.close();
  }
});

test('a lost keychain is mended by the institution’s answer to a request, and its key stays where it is', async ({
  place,
}) => {
  const first = await place.open();
  await workAndCopy(first);
  await first.app.close();
  renameSync(place.world.storeKeyFile, `${place.world.storeKeyFile}.lost`);

  const desk = await place.open();
  const { window } = desk;
  try {
    await expect(window.getByRole('heading', { name: 'Recuperar este puesto' })).toBeVisible();
    await write(window, /^Carpeta donde dejar el pedido/, place.stick);
    await choose(window, 'Hacer un pedido');
    const told = window.getByRole('status');
    await expect(told).toContainText('.pedido');
    const errand = (await told.locator('code').textContent()) ?? '';
    const answer = path.join(place.stick, 'a.respuesta');
    const cli = path.join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
    const said = execFileSync(
      process.execPath,
      [cli, 'home', 'answer', '--errand', errand, '--identity-file', place.keyFile, '--out', answer, '--json'],
      { encoding: 'utf8' },
    );
    // Both ends see the same mark.
    const { mark } = JSON.parse(said) as { mark: string };
    await expect(told).toContainText(mark);
    await write(window, /^Archivo con la clave/, answer);
    await choose(window, 'Abrir con la clave que está junto a los datos');
    await isBack(desk);
    expect(readFileSync(place.world.storeKeyFile, 'utf8')).toBe(
      readFileSync(`${place.world.storeKeyFile}.lost`, 'utf8'),
    );
    expect(desk.complaints).toEqual([]);
  } finally {
    await desk.app.close();
  }
});

test('a journal with damaged pages is brought back from the repository alone', async ({ place }) => {
  const file = place.world.officeConfig;
  const config = JSON.parse(readFileSync(file, 'utf8')) as { secondCopy: { recoveryRecipients: string[] } };
  const { recoveryRecipients } = config.secondCopy;
  writeFileSync(file, JSON.stringify({ ...config, secondCopy: { repository: true, recoveryRecipients } }));
  const first = await place.open();
  await workAndCopy(first);
  await first.app.close();
  damageJournal(place);

  const desk = await place.open();
  const { window } = desk;
  try {
    await expect(window.getByRole('heading', { name: 'Recuperar este puesto' })).toBeVisible();
    await choose(window, 'Traer del repositorio');
    await expect(window.getByRole('radio').first()).toBeChecked();
    await expect(window.getByRole('textbox', { name: /^Carpeta de las copias/ })).toHaveValue(/copies-fetched/);
    await write(window, /^Archivo con la clave/, place.keyFile);
    await choose(window, 'Traer de vuelta');
    await expect(window.getByRole('heading', { name: 'El puesto está de vuelta' })).toBeVisible();
    await choose(window, 'Ir a las bandejas');
    await isBack(desk);
  } finally {
    await desk.app.close();
  }
});
