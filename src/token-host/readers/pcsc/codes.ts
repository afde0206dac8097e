/** Return values of PC/SC (winscard.h, pcsclite.h), as unsigned 32-bit numbers. */
export const codes = {
  success: 0x0,
  invalidHandle: 0x80100003,
  timeout: 0x8010000a,
  unknownReader: 0x80100009,
  commError: 0x80100013,
  unknownError: 0x80100014,
  systemCancelled: 0x80100012,
  readerUnavailable: 0x80100017,
  noService: 0x8010001d,
  serviceStopped: 0x8010001e,
  noReaders: 0x8010002e,
  securityViolation: 0x8010006a,
} as const;

const names = new Map<number, string>([
  [0x80100001, 'SCARD_F_INTERNAL_ERROR'],
  [codes.invalidHandle, 'SCARD_E_INVALID_HANDLE'],
  [0x80100006, 'SCARD_E_NO_MEMORY'],
  [0x80100008, 'SCARD_E_INSUFFICIENT_BUFFER'],
  [codes.unknownReader, 'SCARD_E_UNKNOWN_READER'],
  [codes.timeout, 'SCARD_E_TIMEOUT'],
  [codes.systemCancelled, 'SCARD_E_SYSTEM_CANCELLED'],
  [codes.commError, 'SCARD_F_COMM_ERROR'],
  [codes.unknownError, 'SCARD_F_UNKNOWN_ERROR'],
  [codes.readerUnavailable, 'SCARD_E_READER_UNAVAILABLE'],
  [codes.noService, 'SCARD_E_NO_SERVICE'],
  [codes.serviceStopped, 'SCARD_E_SERVICE_STOPPED'],
  [codes.noReaders, 'SCARD_E_NO_READERS_AVAILABLE'],
  [codes.securityViolation, 'SCARD_W_SECURITY_VIOLATION'],
]);

/** A code's name in the headers, or its number. */
export const nameOf = (code: number): string => names.get(code) ?? `0x${code.toString(16).padStart(8, '0')}`;

/** Bits of SCARD_READERSTATE.dwEventState; the upper half is a count of events on pcsc-lite and Windows. */
export const stateBits = {
  unknown: 0x0004,
  unavailable: 0x0008,
  empty: 0x0010,
  present: 0x0020,
  exclusive: 0x0080,
  inUse: 0x0100,
  mute: 0x0200,
} as const;
