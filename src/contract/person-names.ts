import { z } from 'zod';

export const Instant = z.iso.datetime();
export const PersonId = z.string().min(1).max(200);
export const OfficeName = z.string().min(1).max(200);
export const DeviceName = z.string().min(1).max(200);
/** Thumbprint of a device's key (RFC 7638, SHA-256), base64url. */
export const Thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
