/**
 * Prints a text as paper, page after page, and nothing of the screen around it. Whoever prints chooses paper or a PDF in the system's own
 * window. What is printed stays in the page until the printing is over, as `.print-sheet` (see `print.css`).
 */
export function printText(title: string, text: string): void {
  const sheet = document.createElement('section');
  sheet.className = 'print-sheet';
  const [heading, body] = [document.createElement('h1'), document.createElement('pre')];
  heading.textContent = title;
  body.textContent = text;
  sheet.append(heading, body);
  document.body.append(sheet);
  window.addEventListener('afterprint', () => sheet.remove(), { once: true });
  window.print();
}
