/** Every screen of the case window, and the keys that lead there: for pictures of them all, and for the test that opens each without a line. */
import type { Page } from '@playwright/test';

export interface Screen {
  /** Names its picture's file. */
  readonly id: string;
  readonly title: string;
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
  { id: 'a-firmar', title: 'A firmar', keys: [], there: '.rows' },
  { id: 'firmados', title: 'Firmados', keys: ['Alt+2'], there: '.list-title h1' },
  { id: 'cola', title: 'Cola de envío', keys: ['Alt+3'], there: '.list-title h1' },
  { id: 'registrados', title: 'Registrados', keys: ['Alt+4'], there: '.rows' },
  { id: 'devueltos', title: 'Devueltos', keys: ['Alt+5'], there: '.list-title h1' },
  { id: 'vencen-hoy', title: 'Vencen hoy', keys: ['Alt+6'], there: '.list-title h1' },
  { id: 'por-notificar', title: 'Por notificar', keys: ['Alt+7'], there: '.rows' },
  { id: 'acto', title: 'Un acto en la mano', keys: [...first], there: paper },
  {
    id: 'devolver',
    title: 'Devolver con observaciones',
    keys: [...first, 'Control+Shift+D'],
    there: 'form[data-return]',
  },
  {
    id: 'firmar',
    title: 'Firmar: lo que se firma, con qué y en qué carácter',
    keys: [...first, 'Control+Shift+F'],
    there: '.certificate, .work [role=radio], .work [role=alert]',
  },
  { id: 'indice', title: 'Índice de la causa', keys: [...first, 'Alt+i'], there: '.list-case' },
  {
    id: 'indice-ancho',
    title: 'Índice con firmantes y huellas',
    keys: [...first, 'Alt+i', 'Alt+Shift+I'],
    there: '.list-case',
  },
  { id: 'buscar-en-el-acto', title: 'Buscar dentro del documento', keys: [...first, 'Control+f'], there: '.find-bar' },
  { id: 'anotaciones', title: 'Anotaciones del acto', keys: [...first, 'Alt+n'], there: place },
  { id: 'copia', title: 'Copia simple o certificada', keys: ['Alt+4', ...first, 'Control+p'], there: place },
  { id: 'registrado', title: 'Un acto registrado', keys: ['Alt+4', ...first], there: paper },
  { id: 'recibo', title: 'El recibo del repositorio', keys: ['Alt+4', ...first, 'Alt+r'], there: '.sheet' },
  { id: 'informe', title: 'Informe de validación', keys: ['Alt+4', ...first, 'Alt+v'], there: place },
  { id: 'salud', title: 'Salud de la causa', keys: [...first, 'Alt+h'], there: place },
  { id: 'causas', title: 'Causas', keys: ['Alt+e'], there: place },
  { id: 'borradores', title: 'Borradores', keys: ['Alt+d'], there: place },
  { id: 'por-revisar', title: 'Por revisar', keys: ['Alt+9'], there: place },
  { id: 'buscar', title: 'Buscar en todo', keys: ['F3'], there: '.work input' },
  { id: 'verificar', title: 'Verificar un archivo', keys: ['Control+o'], there: place },
  { id: 'token', title: 'Token y diagnóstico', keys: ['F7'], there: place },
  { id: 'linea', title: 'Línea y envíos', keys: ['Alt+l'], there: place },
  { id: 'copias', title: 'Copias y pendrive', keys: ['Alt+Shift+L'], there: place },
  { id: 'personas', title: 'Personas y equipos', keys: ['Alt+g'], there: place },
  { id: 'puesto', title: 'Cambiar de persona', keys: ['Alt+o'], there: '.seats' },
  { id: 'practica', title: 'Prácticas guiadas', keys: ['Alt+Shift+P'], there: place },
  { id: 'configuracion', title: 'Configuración', keys: ['Control+,'], there: place },
  { id: 'teclas', title: 'Ayuda y teclas', keys: ['F1'], there: place },
  { id: 'ordenes', title: 'Órdenes', keys: ['Control+k'], there: '[role=dialog]' },
  { id: 'menu', title: 'Menú', keys: ['F10'], there: '[role=menu], [role=dialog]' },
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
export async function openScreen(page: Page, { keys, there }: Screen): Promise<void> {
  await toTray(page);
  for (const key of keys) {
    // A list is gone to once its rows are there, and an act is in hand once it is drawn.
    if (key === 'Home') await hasList(page);
    await page.keyboard.press(key);
    if (key === 'Enter') await page.locator(paper).first().waitFor();
  }
  await page.locator(there).first().waitFor();
}

async function hasList(page: Page): Promise<void> {
  await page.locator('.rows:focus').waitFor();
}
