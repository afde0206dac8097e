import { expect, it } from 'vitest';
import { useDesk } from './desk.ts';

const desk = useDesk();
const { open, press, calls, heading } = desk;

it('takes in the parcel of an office without a line, passes it on and hands out its answer, by keys alone', async () => {
  await open();
  await press('Alt+Shift+L');
  await heading('Copias y pendrive');
  const carry = desk.page.getByRole('region', { name: 'Encomienda de otra dependencia' });
  const file = carry.getByRole('textbox', { name: 'Encomienda que trajo la otra dependencia' });
  await file.focus();
  await desk.page.keyboard.type('/media/pendrive/acta.pdf');
  const take = carry.getByRole('button', { name: 'Tomarla y hacerla llegar' });
  await expect.poll(() => take.isEnabled()).toBe(true);
  await press('Tab', 'Enter');
  await desk.page.getByText('no es de la clase que corresponde').waitFor();
  // What was typed is still there to be mended.
  await expect.poll(() => file.inputValue()).toBe('/media/pendrive/acta.pdf');
  await file.fill('/media/pendrive/fojas-jpaz.encomienda');
  await expect.poll(() => take.isEnabled()).toBe(true);
  await press('Tab', 'Enter');
  await carry.getByText('espera la línea').waitFor();
  expect((await calls('stick.carry')).at(-1)).toEqual({ path: '/media/pendrive/fojas-jpaz.encomienda' });
  await expect.poll(() => file.inputValue()).toBe('');
  await carry.getByRole('button', { name: 'Enviar ahora' }).focus();
  await press('Enter');
  await carry.getByText('respondida').waitFor();
  await carry.getByRole('textbox', { name: 'Carpeta del pendrive que vuelve' }).fill('/media/vuelta');
  const hand = carry.getByRole('button', { name: 'Dejar las respuestas en el pendrive' });
  await expect.poll(() => hand.isEnabled()).toBe(true);
  await press('Tab', 'Enter');
  await carry.getByText('/media/vuelta/fojas-jpaz.respuesta').waitFor();
  expect(await calls('stick.handOut')).toEqual([{ folder: '/media/vuelta' }]);
});

it('writes down which cases this desk is to begin with, one number a line, by keys alone', async () => {
  await open();
  await press('Alt+Shift+L');
  await heading('Copias y pendrive');
  const wish = desk.page.getByRole('region', { name: 'Expedientes para esta PC' });
  const write = wish.getByRole('button', { name: 'Escribir el pedido' });
  expect(await write.isEnabled()).toBe(false);
  await wish.getByRole('textbox', { name: /^Números de causa/ }).focus();
  await desk.page.keyboard.type(' IPP 1 ');
  await press('Enter', 'Enter');
  await desk.page.keyboard.type('IPP 2');
  await press('Tab');
  await desk.page.keyboard.type('/media/pendrive');
  await expect.poll(() => write.isEnabled()).toBe(true);
  await press('Tab', 'Enter');
  await wish.getByText('/media/pendrive/fojas-ufij-3.encomienda').waitFor();
  const asked = { folder: '/media/pendrive', caseNumbers: ['IPP 1', 'IPP 2'], maxBytes: 2_000_000_000 };
  expect(await calls('stick.wish')).toEqual([asked]);
});

it('offers the sticks that are plugged in, with their room and what lies on them, and the system’s dialog', async () => {
  await open();
  await desk.page.evaluate(() => {
    const at = '/media/ana/PENDRIVE';
    const file = (name: string) => ({ path: `${at}/${name}`, name, size: 181_000 });
    const files = [file('a.encomienda'), file('a.respuesta')];
    window.world!.program.places = {
      volumes: [{ path: at, name: 'PENDRIVE', freeBytes: 14_200_000_000, files }],
      chooser: false,
    };
  });
  await press('Alt+Shift+L');
  await heading('Copias y pendrive');
  const stick = desk.page.getByRole('region', { name: 'Pendrive' });
  const folder = stick.getByRole('textbox', { name: 'Carpeta del pendrive' });
  const offers = (label: string) => stick.getByRole('group', { name: `Lugares para: ${label}` }).getByRole('button');
  await expect.poll(() => offers('Carpeta del pendrive').allTextContents()).toEqual(['PENDRIVE · 14 GB libres']);
  // Of what lies there, what this field takes.
  expect(await offers('Archivo que trajo el pendrive').allTextContents()).toEqual(['PENDRIVE: a.respuesta · 0,2 MB']);
  await folder.focus();
  await press('Tab', 'Enter');
  await expect.poll(() => folder.inputValue()).toBe('/media/ana/PENDRIVE');
  await offers('Archivo que trajo el pendrive').first().focus();
  await press('Enter');
  const file = stick.getByRole('textbox', { name: 'Archivo que trajo el pendrive' });
  await expect.poll(() => file.inputValue()).toBe('/media/ana/PENDRIVE/a.respuesta');
  await stick.getByRole('button', { name: 'Tomar respuesta o legajos' }).focus();
  await press('Enter');
  await expect.poll(() => calls('stick.import')).toEqual([{ path: '/media/ana/PENDRIVE/a.respuesta' }]);

  // It was pulled out, and here the system has a dialog.
  await desk.page.evaluate(() => (window.world!.program.places = { volumes: [], chooser: true }));
  await folder.focus();
  await expect.poll(() => offers('Carpeta del pendrive').allTextContents()).toEqual(['Elegir…']);
  await press('Tab', 'Enter');
  await expect.poll(() => folder.inputValue()).toBe('/media/elegida');
});

it('takes the key with which an enrolled desk serves its office out of a file, by IT’s hand alone', async () => {
  await open();
  const { page } = desk;
  const bar = (mayJoin: boolean) =>
    page.evaluate((may) => {
      const { program } = window.world!;
      program.serving = { ...program.serving, bar: 'officeKey', mayJoin: may };
    }, mayJoin);
  await bar(false);
  await press('Alt+l');
  const serving = page.getByRole('region', { name: 'Servidor de la oficina' });
  await serving.getByText('Esta PC no tiene la clave de la oficina').waitFor();
  expect(await serving.getByRole('textbox').count()).toBe(0);
  await press('Escape');
  await bar(true);
  await press('Alt+l');
  const file = serving.getByRole('textbox', { name: 'Archivo con la clave de la oficina' });
  await file.fill('clave.txt');
  const take = serving.getByRole('button', { name: 'Tomar la clave de la oficina' });
  await take.focus();
  await press('Enter');
  await serving.getByRole('alert').waitFor();
  await file.fill('/media/clave.txt');
  await take.focus();
  await press('Enter');
  await serving.getByRole('button', { name: 'Encender el servidor de la oficina' }).waitFor();
  expect(await calls('serving.takeKey')).toEqual([{ path: 'clave.txt' }, { path: '/media/clave.txt' }]);
});

it('offers the sticks where a desk is brought back from one, and the answer that lies on it, by keys alone', async () => {
  await open();
  const { page } = desk;
  await page.evaluate(() => {
    const world = window.world!;
    const answer = { path: '/media/ana/COPIAS/pc-3.respuesta', name: 'pc-3.respuesta', size: 1200 };
    const volumes = [{ path: '/media/ana/COPIAS', name: 'COPIAS', freeBytes: 3_200_000_000, files: [answer] }];
    world.program.places = { chooser: false, volumes };
    world.program.recovery = { need: 'newDesk', deviceId: 'pc-3', folder: null, repository: false, keyBeside: false };
    world.bends.failing.set('office.status', { kind: 'storeKeyWrong' });
    world.emit('office.restarted', {});
  });
  await page.getByRole('heading', { name: 'Recuperar este puesto' }).waitFor();
  const key = page.getByRole('textbox', { name: /^Archivo con la clave/ });
  await key.focus();
  await press('Tab', 'Enter');
  await expect.poll(() => key.inputValue()).toBe('/media/ana/COPIAS/pc-3.respuesta');
  for (const name of [/^Carpeta donde dejar el pedido/, /^Carpeta de las copias/]) {
    const folder = page.getByRole('textbox', { name });
    await folder.focus();
    await press('Tab', 'Enter');
    await expect.poll(() => folder.inputValue()).toBe('/media/ana/COPIAS');
  }
  await page.getByRole('button', { name: 'Ver las copias' }).focus();
  await press('Enter');
  await page.getByText('g-000011').first().waitFor();
  expect((await calls('recovery.look')).at(-1)).toEqual({ folder: '/media/ana/COPIAS' });
});
