import { holdScenes } from './hold.ts';

holdScenes('papers');
