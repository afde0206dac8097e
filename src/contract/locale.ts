import { z } from 'zod';

export const Locale = z.enum(['es-AR', 'en', 'pt-BR']);
export type Locale = z.infer<typeof Locale>;
