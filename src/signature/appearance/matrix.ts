/** Left, bottom, right, top. */
export type Box = readonly [number, number, number, number];

/** A transformation as PDF writes it (ISO 32000-1, 8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** First `a`, then `b`. */
export function concat(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}

/**
 * The smallest box around points given as x, y, x, y, ..., transformed; two opposite corners stand for a rectangle.
 * Undefined without points.
 */
export function boundsOf(points: readonly number[], matrix: Matrix): Box | undefined {
  if (points.length < 4) return undefined;
  const xs = points.filter((_, index) => index % 2 === 0);
  const ys = points.filter((_, index) => index % 2 === 1);
  const around = [spread(xs), spread(ys)] as const;
  const corners = around[0].flatMap((x) => around[1].map((y) => [x, y] as const));
  const moved = corners.map(([x, y]) => [
    matrix[0] * x + matrix[2] * y + matrix[4],
    matrix[1] * x + matrix[3] * y + matrix[5],
  ]);
  const [left, right] = spread(moved.map(([x]) => x!));
  const [bottom, top] = spread(moved.map(([, y]) => y!));
  return [left, bottom, right, top];
}

/** Least and greatest. A loop, because a path may have more points than a call may have arguments. */
function spread(values: readonly number[]): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

export function overlap(a: Box, b: Box): boolean {
  return Math.min(a[2], b[2]) > Math.max(a[0], b[0]) && Math.min(a[3], b[3]) > Math.max(a[1], b[1]);
}
