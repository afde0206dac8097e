import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * macOS wants a menu for the keys of copying, pasting and quitting; elsewhere the window's own keys do everything, and a menu's
 * accelerators would take them away.
 */
export function setMenu(platform: NodeJS.Platform): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const template: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
