import { holdLanguages } from './hold.ts';

holdLanguages();
