/**
 * Prints a text as paper, page after page, and nothing of the screen around it. Whoever prints chooses paper or a PDF in the system's own
 * window. What is printed stays in the page until the printing is over, as `.print-sheet` (see `print.css`).
 */
export function printText(title: string, text: string): void {
  const sheet = document.createElement('section');
  sheet.className = 'print-sheet';
  markPractice(sheet);
  const [heading, body] = [document.createElement('h1'), document.createElement('pre')];
  heading.textContent = title;
  body.textContent = text;
  sheet.append(heading, body);
  document.body.append(sheet);
  window.addEventListener('afterprint', () => sheet.remove(), { once: true });
  window.print();
}

/** Prints pages as they are drawn on the screen, one a sheet, edge to edge: the paper's own margins count. */
export async function printPages(pages: readonly HTMLCanvasElement[]): Promise<void> {
  const images: HTMLImageElement[] = [];
  for (const page of pages) {
    const blob = await new Promise<Blob | null>((resolve) => page.toBlob(resolve, 'image/png'));
    if (!blob) continue;
    const image = document.createElement('img');
    image.alt = '';
    image.src = URL.createObjectURL(blob);
    await image.decode();
    images.push(image);
  }
  printSheet(images, () => images.forEach(({ src }) => URL.revokeObjectURL(src)));
}

/** Prints these pages, edge to edge, and takes them away again; `onOver` is called when they went. */
export function printSheet(pages: readonly HTMLElement[], onOver: () => void): void {
  const sheet = document.createElement('section');
  sheet.className = 'print-sheet';
  sheet.dataset['edge'] = '';
  markPractice(sheet);
  sheet.append(...pages);
  document.body.append(sheet);
  const gone = (): void => {
    sheet.remove();
    onOver();
  };
  window.addEventListener('afterprint', gone, { once: true });
  window.print();
}

/** What is printed in practice mode says so on every page, as the screen does. */
function markPractice(sheet: HTMLElement): void {
  const words = document.querySelector<HTMLElement>('.desk')?.dataset['practice'];
  if (words !== undefined) sheet.dataset['practice'] = words;
}
