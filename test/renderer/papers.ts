import { createHash } from 'node:crypto';
import { PDFDocument, PDFName, PDFRawStream, StandardFonts, rgb } from 'pdf-lib';
import type { Sha256 } from '../../src/contract/ids.ts';
import { random, type Document } from './world/seed.ts';

export interface Made extends Document {
  readonly bytes: Uint8Array;
}

const paragraph =
  'Atento al estado de la presente investigación penal preparatoria, téngase presente lo manifestado por la defensa y, en ' +
  'consecuencia, líbrese oficio al Banco Ficticio del Sur a fin de que informe los movimientos de la cuenta denunciada entre el ' +
  '6 de abril y el 12 de mayo de 2026. Hágase saber a la víctima, por el canal que eligió, el curso dado a su denuncia.';

/** Documents the fake office serves: short and long acts, an image without text, and one above the size that is hashed in the window. */
export async function makePapers(): Promise<Made[]> {
  return [
    made('providencia', await act('Providencia', 1)),
    made('requerimiento', await act('Requerimiento de prórroga', 4)),
    made('pericia', await act('Informe pericial con anexo', 60)),
    made('escaneado', await scanned()),
  ];
}

/** A PDF of more than 32 MB: it has to be read by ranges. */
export async function makeLargePaper(): Promise<Made> {
  const pdf = await PDFDocument.load(await act('Anexo documental', 3));
  const rnd = random(11);
  const noise = new Uint8Array(34 * 1024 * 1024);
  for (let index = 0; index < noise.length; index += 64) noise[index] = Math.floor(rnd() * 256);
  const stream = PDFRawStream.of(pdf.context.obj({ Type: 'EmbeddedFile', Length: noise.length }), noise);
  pdf.catalog.set(PDFName.of('FojasNoise'), pdf.context.register(stream));
  return made('anexo', await pdf.save({ useObjectStreams: false }));
}

/** A chequer of two colours in JPEG 2000: what a scanner or a phone may well have made of a page. */
const chequer =
  'AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAIAAAACAAAwcHAAAAAAAPY29scgEAAAAAABAAAANzan' +
  'AyY/9P/1EALwAAAAAAIAAAACAAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAQUEBAAB/1wAE0BASEhQSEhQSEhQ' +
  'SEhQSEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAC7AAB/5PHzAgIP8fSCACPx8wIAA+AwPjAwPjAwP' +
  'mBAAgIAH/B8YKD5gUPpBABfwAfByeAw+YLD6QsPsBgB6+EVH8HhOVigwRJ1Er/f8fYCx9gLPyBQAT+lSf3BNa3guMG+2P0moDH2B8fYHw+wRAV' +
  'XMqO8Kwl/h3/OIi8vpUTKYppyO7cK9+sjCRC/nsWM3VFl/ssYb5lqTWPRb0T78+8Sn3iUfeJABKsv36hYrAHcalmQSLpZ4DM2xB5ghmVRMD8gF' +
  'xL0sVCAGz13w14lSWy1KRXkyZ+8qs4r8/CUYDH2FUfYXQfSfAWhJmfjjru4Nk7Do8JbgCnp6zD9fJJui7w2WNTwZ2zjRcDCo/5yOzFnxUWhJmf' +
  'jjru34M9Nq2CUXMfulkU0TYAHnklyoKi8/diCKlTQ3GI1IBOczWAjFp/FoSrPVTktneq/0hBw3xG2IO4UMWV6W+HPjk3RT1ff8+80n3m0feTAB' +
  'XYl5+OOu7g2TsOjwluAKekh1CRvof85eCX+tU5hSUpKnFFjg91rKKZfIcx9tgmBt179zMV2Jefjjru34M9Nq2CUXMfulS6mAB+HYM+N7u/scn5' +
  'OJ0aAxEpl40VPHh/LdWL4lZgnCkB0j8V2Kk9VOS2d5tabIuKyuxK22krgDBzgr/Bi5EAfkuYS3z6rQTxq4DD6U8PpUQfMQAiGAnpUB1XctoOMJ' +
  '8nQFoY7DmgAVg7ITUpPkSDRjnNtxFC6ozM3H8De/fbMFHfg8aflp4R6+0X2bCPX2dtrpljUK4mUposDTqOCrD72rinJAyjCn+oTgwCj/5AqowB' +
  'H8+8yn3m0PsEwCTGOxshruqaqDNi2J/pO3CN2Q9GOXKtS0RU8MihESjPQICCmRipYbf32dkpOfIGRIR/JMY7GyGu6pqoMzXOlpB19oKERlcqga' +
  '1QxIV17/m08PkREog6awjmMIBCWhfZ++mWNQrgTPhHJMY7HMCZEczTPCa5svMoiPL7P//Z';

/** A page that is one picture in JPEG 2000: drawn only where the image decoders (wasm) may run. */
export async function makePhotograph(): Promise<Made> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([320, 320]);
  const image = PDFRawStream.of(
    pdf.context.obj({ Type: 'XObject', Subtype: 'Image', Width: 32, Height: 32, Filter: 'JPXDecode' }),
    Buffer.from(chequer, 'base64'),
  );
  page.node.setXObject(PDFName.of('Im'), pdf.context.register(image));
  const drawing = pdf.context.stream('q 320 0 0 320 0 0 cm /Im Do Q');
  page.node.addContentStream(pdf.context.register(drawing));
  return made('fotografia', await pdf.save());
}

/** A document from its bytes. */
export function made(name: string, bytes: Uint8Array): Made {
  const sha256 = createHash('sha256').update(bytes).digest('hex') as Sha256;
  return { name, bytes, size: bytes.length, sha256 };
}

async function act(title: string, pages: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(title);
  const text = await pdf.embedFont(StandardFonts.TimesRoman);
  const bold = await pdf.embedFont(StandardFonts.TimesRomanBold);
  for (let number = 1; number <= pages; number++) {
    const page = pdf.addPage([595, 842]);
    page.drawText('Ministerio Público — Departamento Judicial Laguna Clara', { x: 85, y: 780, size: 10, font: text });
    page.drawText('UFIyJ N.º 3', { x: 85, y: 766, size: 10, font: text });
    page.drawText('DATOS FICTICIOS', { x: 430, y: 780, size: 10, font: bold, color: rgb(0.6, 0.1, 0.1) });
    page.drawText(number === 1 ? title.toUpperCase() : `${title} (cont.)`, { x: 85, y: 720, size: 14, font: bold });
    let y = 690;
    for (let part = 0; part < 5; part++) {
      for (const line of wrap(`${part + 1}. ${paragraph}`, 84)) {
        page.drawText(line, { x: 85, y, size: 11.5, font: text });
        y -= 17;
      }
      y -= 10;
    }
    page.drawText(`Foja ${number} de ${pages}`, { x: 470, y: 50, size: 9, font: text });
  }
  return pdf.save();
}

/** A page that is a picture: nothing in it can be read aloud. */
async function scanned(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  page.drawRectangle({ x: 60, y: 60, width: 475, height: 722, color: rgb(0.95, 0.94, 0.9) });
  for (let y = 740; y > 100; y -= 18)
    page.drawRectangle({ x: 90, y, width: 330 + ((y * 37) % 80), height: 3, color: rgb(0.35, 0.33, 0.3) });
  return pdf.save();
}

function wrap(words: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of words.split(' ')) {
    const last = lines.length - 1;
    const longer = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (longer.length <= width) lines[last] = longer;
    else lines.push(word);
  }
  return lines;
}
