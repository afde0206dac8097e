/** Bytes of a file that a window may hand over; larger ones are for the command line. A window reads this, so it needs no schema. */
export const largestPicked = 64 << 20;
