export { type Carried, type Line, type LineMode, type LineShape, canLayNetworkLine, lineSeconds } from './line.ts';
import { type Line, type LineShape, canLayNetworkLine } from './line.ts';
import { layNetworkLine } from './network-line.ts';
import { openProxyLine } from './proxy-line.ts';

export { layNetworkLine, openProxyLine };

/** The real line where this machine allows it, else the proxy; `kind` says which, and reports print it. */
export const openLine = async (shape: LineShape): Promise<Line> =>
  canLayNetworkLine() ? layNetworkLine(shape) : openProxyLine(shape);
