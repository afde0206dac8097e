import { encode } from 'uqr';

/**
 * The dark stretches of a QR (ISO/IEC 18004, error correction M), row by row, each from one module to before another. Without a quiet zone:
 * the sheet around it is white.
 */
export function darkStretches(content: string): [number, number][][] {
  const { data } = encode(content, { ecc: 'M', border: 0 });
  return data.map((row) => {
    const stretches: [number, number][] = [];
    row.forEach((dark, x) => {
      const last = stretches.at(-1);
      if (!dark) return;
      if (last?.[1] === x) last[1] = x + 1;
      else stretches.push([x, x + 1]);
    });
    return stretches;
  });
}
