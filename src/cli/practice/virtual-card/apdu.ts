/** Commands and answers of a card (ISO/IEC 7816-4, 5.1): short and extended lengths, chained commands, answers in pieces. */

export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Buffer;
  /** Bytes asked for; null where none are. */
  readonly le: number | null;
}

/** What an application answers, before it is cut into pieces. */
export interface Answer {
  readonly data: Buffer;
  readonly status: number;
}

export const status = {
  ok: 0x9000,
  wrongLength: 0x6700,
  securityNotSatisfied: 0x6982,
  blocked: 0x6983,
  wrongData: 0x6a80,
  notFound: 0x6a82,
  wrongParameters: 0x6a86,
  referenceNotFound: 0x6a88,
  unknownInstruction: 0x6d00,
} as const;

export const bare = (code: number): Answer => ({ data: Buffer.alloc(0), status: code });
export const ok = (data: Buffer): Answer => ({ data, status: status.ok });
/** A wrong secret, with the tries that are left (0 to 15). */
export const triesLeft = (tries: number): Answer => bare(0x63c0 | tries);

/** Null for bytes that are no command. */
export function parseCommand(bytes: Buffer): Command | null {
  if (bytes.length < 4) return null;
  const [cla, ins, p1, p2] = bytes as unknown as [number, number, number, number];
  const head = { cla, ins, p1, p2 };
  const none = Buffer.alloc(0);
  if (bytes.length === 4) return { ...head, data: none, le: null };
  const first = bytes[4]!;
  if (bytes.length === 5) return { ...head, data: none, le: first === 0 ? 256 : first };
  if (first !== 0) return withData(head, bytes, 5, first, 1);
  const extended = bytes.length >= 7 ? bytes.readUInt16BE(5) : null;
  if (extended === null) return null;
  if (bytes.length === 7) return { ...head, data: none, le: extended === 0 ? 65_536 : extended };
  return withData(head, bytes, 7, extended, 2);
}

function withData(
  head: Omit<Command, 'data' | 'le'>,
  bytes: Buffer,
  from: number,
  length: number,
  leBytes: 1 | 2,
): Command | null {
  const data = bytes.subarray(from, from + length);
  const rest = bytes.length - from - length;
  if (data.length !== length) return null;
  if (rest === 0) return { ...head, data, le: null };
  if (rest !== leBytes) return null;
  const le = leBytes === 1 ? bytes[from + length]! : bytes.readUInt16BE(from + length);
  return { ...head, data, le: le === 0 ? 256 ** leBytes : le };
}

/** Gathers chained commands and hands out long answers in pieces, as GET RESPONSE asks for them. */
export function transport(run: (command: Command) => Answer): { transmit(bytes: Buffer): Buffer; reset(): void } {
  let gathered = Buffer.alloc(0);
  let pending: Answer = bare(status.ok);

  /** Exactly what was asked for, as long as there is so much; then how much more there is. */
  const piece = (answer: Answer, le: number): Buffer => {
    const data = answer.data.subarray(0, le);
    const rest = answer.data.subarray(le);
    pending = { ...answer, data: rest };
    const code = rest.length > 0 ? 0x6100 | (rest.length > 255 ? 0 : rest.length) : answer.status;
    return Buffer.concat([data, Buffer.from([code >> 8, code & 0xff])]);
  };
  return {
    transmit(bytes) {
      const command = parseCommand(bytes);
      if (command === null) return piece(bare(status.wrongLength), 0);
      if (command.ins === 0xc0) return piece(pending, command.le ?? 256);
      gathered = Buffer.concat([gathered, command.data]);
      if ((command.cla & 0x10) !== 0) return piece(bare(status.ok), 0);
      const whole = { ...command, data: gathered };
      gathered = Buffer.alloc(0);
      return piece(run(whole), command.le ?? 256);
    },
    reset() {
      gathered = Buffer.alloc(0);
      pending = bare(status.ok);
    },
  };
}
