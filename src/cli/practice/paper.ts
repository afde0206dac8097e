/**
 * Sets an act of the practice office on paper: A4, the letterhead of an office that does not exist, justified text, and
 * DATOS FICTICIOS across every page. The same act gives the same bytes each time, so that its hash can be told beforehand.
 */
import { PDFDocument, type PDFFont, type PDFPage, StandardFonts, degrees, rgb, setWordSpacing } from 'pdf-lib';
import { type Piece, type PracticeAct, type PracticeCase, people } from './cases.ts';

const millimetre = 72 / 25.4;
const page = { width: 595.28, height: 841.89 };
const margin = { left: 30 * millimetre, right: 20 * millimetre, top: 42 * millimetre, bottom: 26 * millimetre };
const measure = page.width - margin.left - margin.right;
const size = 11.5;
const leading = 17;
const ink = rgb(0.11, 0.106, 0.098);
const faint = rgb(0.34, 0.325, 0.298);
const watermark = rgb(0.93, 0.915, 0.9);
const warning = 'DATOS FICTICIOS';

interface Fonts {
  readonly text: PDFFont;
  readonly bold: PDFFont;
  readonly sans: PDFFont;
  readonly sansBold: PDFFont;
}

/** One line ready to be drawn; `stretch` spreads it over the whole measure. */
interface Line {
  readonly text: string;
  readonly font: PDFFont;
  readonly indent: number;
  readonly stretch: boolean;
  /** Space above, in points. */
  readonly before: number;
  /** Never the last line of a page: a heading stays with its text. */
  readonly keep?: boolean;
}

/** The act's PDF: unsigned, without fojas (they are computed at registration and never written into the bytes). */
export async function renderAct(file: PracticeCase, act: PracticeAct): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const moment = new Date('2026-03-01T12:00:00Z');
  document.setCreationDate(moment);
  document.setModificationDate(moment);
  document.setProducer('Fojas (práctica)');
  document.setCreator('Fojas');
  document.setTitle(`${act.title} (${warning})`, { showInWindowTitleBar: true });
  document.setAuthor(act.author);
  document.setLanguage('es-AR');
  const fonts: Fonts = {
    text: await document.embedFont(StandardFonts.TimesRoman),
    bold: await document.embedFont(StandardFonts.TimesRomanBold),
    sans: await document.embedFont(StandardFonts.Helvetica),
    sansBold: await document.embedFont(StandardFonts.HelveticaBold),
  };
  const pages = paginate([
    ...heading(act, fonts),
    ...act.body.flatMap((piece) => lines(piece, fonts)),
    ...closing(act, fonts),
  ]);
  pages.forEach((content, index) => {
    const sheet = document.addPage([page.width, page.height]);
    drawFrame(sheet, file, fonts, `${index + 1} de ${pages.length}`);
    let y = page.height - margin.top;
    for (const line of content) {
      y -= line.before + leading;
      drawLine(sheet, line, y);
    }
  });
  return document.save();
}

function heading(act: PracticeAct, fonts: Fonts): Line[] {
  const date = `${act.place}, ${act.date}`;
  return [
    plain(date, fonts.text, measure - widthOf(date, fonts.text), 0),
    ...wrap(act.title, fonts.bold, 0, 0).map((line, index) => ({
      ...line,
      stretch: false,
      before: index === 0 ? 10 : 0,
    })),
  ];
}

function closing(act: PracticeAct, fonts: Fonts): Line[] {
  const { name, capacity } = people[act.signer];
  return [
    { ...plain(name, fonts.bold, 0, 26), keep: true },
    { ...plain(capacity, fonts.text, 0, 0), keep: true },
    plain('La firma digital se verifica en el archivo: no se imprime sobre el texto.', fonts.text, 0, 4),
  ];
}

function lines(piece: Piece, fonts: Fonts): Line[] {
  if (typeof piece === 'string') return spaced(wrap(piece, fonts.text, 24, 0), 8);
  if ('heading' in piece)
    return spaced(wrap(piece.heading, fonts.bold, 0, 0), 12).map((line) => ({ ...line, stretch: false, keep: true }));
  return piece.list.flatMap((item, index) => spaced(wrap(`${index + 1}. ${item}`, fonts.text, 12, 26), 4));
}

const plain = (text: string, font: PDFFont, indent: number, before: number): Line => ({
  text,
  font,
  indent,
  before,
  stretch: false,
});

function spaced(block: Line[], before: number): Line[] {
  return block.map((line, index) => (index === 0 ? { ...line, before } : line));
}

/** Breaks a paragraph into lines of the measure: greedy, never inside a word. */
function wrap(text: string, font: PDFFont, firstIndent: number, restIndent: number): Line[] {
  const result: Line[] = [];
  let current = '';
  const indent = (): number => (result.length === 0 ? firstIndent : restIndent);
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && widthOf(longer, font) > measure - indent()) {
      result.push({ text: current, font, indent: indent(), stretch: true, before: 0 });
      current = word;
    } else {
      current = longer;
    }
  }
  result.push({ text: current, font, indent: indent(), stretch: false, before: 0 });
  return result;
}

/** Width as it is drawn: character by character, because pdf-lib measures with kerning and draws without. */
function widthOf(text: string, font: PDFFont): number {
  let width = 0;
  for (const character of text) width += font.widthOfTextAtSize(character, size);
  return width;
}

/** Fills pages from top to bottom. */
function paginate(all: Line[]): Line[][] {
  const pages: Line[][] = [];
  let current: Line[] = [];
  let room = page.height - margin.top - margin.bottom;
  for (const [index, line] of all.entries()) {
    let following = index;
    while (all[following]?.keep) following++;
    if (room < line.before + leading + (following - index) * (leading + 12)) {
      pages.push(current);
      current = [];
      room = page.height - margin.top - margin.bottom;
    }
    current.push(current.length === 0 ? { ...line, before: 0 } : line);
    room -= (current.length === 1 ? 0 : line.before) + leading;
  }
  pages.push(current);
  return pages;
}

function drawFrame(sheet: PDFPage, file: PracticeCase, fonts: Fonts, numbering: string): void {
  sheet.drawText(warning, { x: 92, y: 210, size: 68, font: fonts.sansBold, color: watermark, rotate: degrees(52) });
  const top = page.height - 20 * millimetre;
  sheet.drawText(file.letterhead[0], { x: margin.left, y: top, size: 9.5, font: fonts.sansBold, color: ink });
  sheet.drawText(file.letterhead[1], { x: margin.left, y: top - 13, size: 9.5, font: fonts.sans, color: ink });
  sheet.drawText(`IPP ${file.caseNumber}`, { x: margin.left, y: top - 26, size: 9.5, font: fonts.sans, color: faint });
  rule(sheet, top - 36);
  const foot = 16 * millimetre;
  rule(sheet, foot + 12);
  const note = `${warning}: personas, hechos y organismos inventados. Sin valor legal.`;
  sheet.drawText(note, { x: margin.left, y: foot, size: 8, font: fonts.sans, color: faint });
  const width = fonts.sans.widthOfTextAtSize(numbering, 8);
  sheet.drawText(numbering, { x: page.width - margin.right - width, y: foot, size: 8, font: fonts.sans, color: faint });
}

function rule(sheet: PDFPage, y: number): void {
  sheet.drawLine({
    start: { x: margin.left, y },
    end: { x: page.width - margin.right, y },
    thickness: 0.6,
    color: faint,
  });
}

function drawLine(sheet: PDFPage, line: Line, y: number): void {
  const gaps = line.text.split(' ').length - 1;
  const slack = measure - line.indent - widthOf(line.text, line.font);
  sheet.pushOperators(setWordSpacing(line.stretch && gaps > 0 ? slack / gaps : 0));
  sheet.drawText(line.text, { x: margin.left + line.indent, y, size, font: line.font, color: ink });
}
