/** A slow, breaking line between an office and its repository, for tests and benchmarks. */
import { existsSync } from 'node:fs';
import process from 'node:process';

export interface LineShape {
  /** Of each direction; null is as fast as this machine. */
  readonly bitsPerSecond: number | null;
  /** There and back, in milliseconds. */
  readonly rttMs: number;
  /** Of packets, per million. */
  readonly lossPerMillion?: number;
  readonly seed?: number;
}

/**
 * What the line does: carries; swallows everything (`silence`, as when a cable is out: nobody is told); or answers every connection with
 * a reset, as a router does that has forgotten them.
 */
export type LineMode = 'pass' | 'silence' | 'reset';

/** Bytes that were carried, from the client's end to the server's (`up`) and back. */
export interface Carried {
  readonly up: number;
  readonly down: number;
}

/** How to start a process at one end: what comes before its own arguments. */
export interface Start {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

export interface Line {
  readonly kind: 'network' | 'proxy';
  readonly shape: LineShape;
  start(end: 'client' | 'server'): Start;
  /** Where a server at the far end listens. */
  readonly serverHost: string;
  /** A server's own address as it is seen from the client's end, over the line. */
  fromClient(serverUrl: string): Promise<string>;
  /** A server at one end (at the far one, unless said) from this process, past the line. */
  fromHere(serverUrl: string, end?: 'client' | 'server'): string;
  /** A server of this process as it is seen from the client's end, past the line; it has to listen on every address. */
  aside(ownUrl: string): string;
  set(mode: LineMode): void;
  /** Another rate from now on, in both directions: null lets a test bring quickly what is not on trial. */
  pace(bitsPerSecond: number | null): void;
  /** Whole IP packets on a network line; payload alone on a proxy's. */
  carried(): Promise<Carried>;
  close(): Promise<void>;
}

/** Seconds that so many bytes take one way on the line, at the least. */
export function lineSeconds({ bitsPerSecond, rttMs }: LineShape, bytes: number): number {
  return (bitsPerSecond === null ? 0 : (bytes * 8) / bitsPerSecond) + rttMs / 1000;
}

/** Whether this machine lets us lay a real line: root, namespaces and TUN devices. */
export const canLayNetworkLine = (): boolean => process.getuid?.() === 0 && existsSync('/dev/net/tun');
