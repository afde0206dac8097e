/** Every screen of the case window, and the keys that lead there: for pictures of them all, and for the test that opens each without a line. */
import type { Page } from '@playwright/test';
import type { Work } from '../../src/renderer/model/places.ts';

export interface Screen {
  /** Names its picture's file. */
  readonly id: string;
  readonly title: string;
  /** The place it is in the right pane. */
  readonly work: Work;
  /** From the tray to sign, which has the keyboard. */
  readonly keys: readonly string[];
  /** What stands on the screen once it is there. */
  readonly there: string;
}

const paper = '.page-drawing';
const place = '.work .place-head';
/** The first act of the open tray, read. */
const first = ['Home', 'Enter'] as const;

export const screens: readonly Screen[] = [
  { id: 'a-firmar', work: 'paper', title: 'A firmar', keys: [], there: '.rows' },
  { id: 'firmados', work: 'paper', title: 'Firmados', keys: ['Alt+2'], there: '.list-title h1' },
  { id: 'cola', work: 'paper', title: 'Cola de envío', keys: ['Alt+3'], there: '.list-title h1' },
  { id: 'registrados', work: 'paper', title: 'Registrados', keys: ['Alt+4'], there: '.rows' },
  { id: 'devueltos', work: 'paper', title: 'Devueltos', keys: ['Alt+5'], there: '.list-title h1' },
  { id: 'vencen-hoy', work: 'paper', title: 'Vencen hoy', keys: ['Alt+6'], there: '.list-title h1' },
  { id: 'por-notificar', work: 'paper', title: 'Por notificar', keys: ['Alt+7'], there: '.rows' },
  { id: 'acto', work: 'paper', title: 'Un acto en la mano', keys: [...first], there: paper },
  {
    id: 'devolver',
    work: 'paper',
    title: 'Devolver con observaciones',
    keys: [...first, 'Control+Shift+D'],
    there: 'form[data-return]',
  },
  {
    id: 'firmar',
    work: 'signing',
    title: 'Firmar: lo que se firma, con qué y en qué carácter',
    keys: [...first, 'Control+Shift+F'],
    there: '.certificate, .work [role=radio], .work [role=alert]',
  },
  { id: 'indice', work: 'paper', title: 'Índice de la causa', keys: [...first, 'Alt+i'], there: '.list-case' },
  {
    id: 'indice-ancho',
    work: 'paper',
    title: 'Índice con firmantes y huellas',
    keys: [...first, 'Alt+i', 'Alt+Shift+I'],
    there: '.list-case',
  },
  {
    id: 'buscar-en-el-acto',
    work: 'paper',
    title: 'Buscar dentro del documento',
    keys: [...first, 'Control+f'],
    there: '.find-bar',
  },
  { id: 'anotaciones', work: 'notes', title: 'Anotaciones del acto', keys: [...first, 'Alt+n'], there: place },
  {
    id: 'copia',
    work: 'copy',
    title: 'Copia simple o certificada',
    keys: ['Alt+4', ...first, 'Control+p'],
    there: place,
  },
  { id: 'registrado', work: 'paper', title: 'Un acto registrado', keys: ['Alt+4', ...first], there: paper },
  {
    id: 'recibo',
    work: 'paper',
    title: 'El recibo del repositorio',
    keys: ['Alt+4', ...first, 'Alt+r'],
    there: '.sheet',
  },
  { id: 'informe', work: 'report', title: 'Informe de validación', keys: ['Alt+4', ...first, 'Alt+v'], there: place },
  { id: 'salud', work: 'health', title: 'Salud de la causa', keys: [...first, 'Alt+h'], there: place },
  { id: 'causas', work: 'cases', title: 'Causas', keys: ['Alt+e'], there: place },
  { id: 'agenda', work: 'agenda', title: 'Agenda de audiencias', keys: ['Alt+Shift+A'], there: place },
  {
    id: 'pase',
    work: 'cases',
    title: 'Pase a otra dependencia',
    keys: ['Alt+4', ...first, 'Alt+Shift+E'],
    there: '.move-case',
  },
  { id: 'borradores', work: 'drafts', title: 'Borradores', keys: ['Alt+d'], there: place },
  { id: 'por-revisar', work: 'drafts', title: 'Por revisar', keys: ['Alt+9'], there: place },
  { id: 'buscar', work: 'find', title: 'Buscar en todo', keys: ['F3'], there: '.work input' },
  { id: 'verificar', work: 'verify', title: 'Verificar un archivo', keys: ['Control+o'], there: place },
  { id: 'token', work: 'token', title: 'Token y diagnóstico', keys: ['F7'], there: place },
  { id: 'linea', work: 'line', title: 'Línea y envíos', keys: ['Alt+l'], there: place },
  { id: 'copias', work: 'home', title: 'Copias y pendrive', keys: ['Alt+Shift+L'], there: place },
  { id: 'personas', work: 'people', title: 'Personas y equipos', keys: ['Alt+g'], there: place },
  { id: 'puesto', work: 'seat', title: 'Cambiar de persona', keys: ['Alt+o'], there: '.seats' },
  { id: 'practica', work: 'practice', title: 'Prácticas guiadas', keys: ['Alt+Shift+P'], there: place },
  { id: 'configuracion', work: 'settings', title: 'Configuración', keys: ['Control+,'], there: place },
  { id: 'teclas', work: 'keys', title: 'Ayuda y teclas', keys: ['F1'], there: place },
  { id: 'ordenes', work: 'paper', title: 'Órdenes', keys: ['Control+k'], there: '[role=dialog]' },
  { id: 'menu', work: 'paper', title: 'Menú', keys: ['F10'], there: '[role=menu], [role=dialog]' },
];

/** Goes back to the tray to sign, whatever is open. */
export async function toTray(page: Page): Promise<void> {
  for (let n = 0; n < 4; n += 1) await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+1');
  await page.locator('.list-title h1', { hasText: 'A firmar' }).waitFor();
  await page.locator('.rows-body .row .row-title').first().waitFor();
  await hasList(page);
}

/** Opens a screen from the tray to sign, and waits until it is there. */
export async function openScreen(page: Page, { work, keys, there }: Screen): Promise<void> {
  await toTray(page);
  for (const key of keys) {
    // A list is gone to once its rows are there, and an act is in hand once it is drawn.
    if (key === 'Home') await hasList(page);
    await page.keyboard.press(key);
    if (key === 'Enter') await page.locator(paper).first().waitFor();
  }
  await page.locator(there).first().waitFor();
  // The wide index takes the whole window; the place is there behind it.
  await page.locator(`.work[data-work="${work}"]`).waitFor({ state: 'attached' });
}

async function hasList(page: Page): Promise<void> {
  await page.locator('.rows:focus').waitFor();
}
