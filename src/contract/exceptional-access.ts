/** Without zod: the window says this, and evaluates nothing. */

/** How long an exceptional access lasts from when it was noted, in milliseconds: a court's day, and the night after it. */
export const exceptionalAccessMs = 24 * 3600 * 1000;
