/** The least Node that runs this program (TypeScript without a build, `Promise.withResolvers`). */
export const leastNode = 24;

export function nodeIsEnough(version: string): boolean {
  return Number(version.split('.')[0]) >= leastNode;
}
