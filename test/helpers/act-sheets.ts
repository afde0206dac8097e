import { type ActSheet, buenosAires } from '../../src/paper/index.ts';

/** An act with little in it. */
export const sheet: ActSheet = {
  form: buenosAires,
  language: 'es-AR',
  letterhead: ['Ministerio Público', 'UFIyJ N.º 3'],
  caseLine: 'IPP 97-00-000418-26',
  title: 'Resolución',
  author: 'Tadeo Irigoyti',
  writtenOn: { year: 2026, month: 3, day: 1 },
  placeAndDate: 'Laguna Clara, 1 de marzo de 2026',
  body: ['Autos y vistos.', { heading: 'Resuelvo' }, { list: ['Hacer lugar.', 'Notificar.'] }],
  signers: [{ name: 'Ofelia Quirós', capacity: 'Agente Fiscal' }],
  reference: null,
  note: 'La firma digital se verifica en el archivo.',
  footer: 'Sin valor legal.',
  watermark: null,
};

/** One with every kind of piece, a link, a number and a QR. */
export const rich: ActSheet = {
  ...sheet,
  body: [
    {
      runs: [
        { text: 'Vistos', bold: true },
        { text: ', lo dicho\n' },
        { text: 'a ', italic: true },
        {
          text: 'fs. 12/14',
          link: { uri: 'urn:uuid:0b7e6a52-3c1d-4f7e-9a40-6d5e2f1c8b93', says: 'Acto 12: Acta de allanamiento' },
        },
        { text: ' y más.', bold: true, italic: true, underline: true },
      ],
    },
    { heading: 'Hechos' },
    { quote: [[{ text: 'Dijo que no.' }], [{ text: 'Y calló.' }]] },
    {
      listing: {
        numbered: true,
        items: [
          {
            runs: [{ text: 'Uno' }],
            within: [{ numbered: false, items: [{ runs: [{ text: 'dentro' }], within: [] }] }],
          },
          { runs: [{ text: 'Dos' }], within: [] },
        ],
      },
    },
    {
      table: [
        ['Efecto', 'Precinto'],
        ['Cuchillo', '004512'],
      ],
    },
  ],
  reference: {
    lines: ['Número provisorio: P-PM1-0003.', 'Código de verificación: 87PQ3-7RBZ8-588H3-GMTED'],
    short: 'P-PM1-0003 · 87PQ3-7RBZ8-588H3-GMTED',
    qr: { content: 'https://actos.ejemplo.invalid/v#87PQ3-7RBZ8-588H3-GMTED', says: 'Código QR de verificación' },
  },
};
