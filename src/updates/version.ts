/** Compares two versions of three numbers: negative when `a` is older, 0 when they are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}

const numbers = (version: string): number[] => version.split('.').map(Number);
