import { holdScenes } from './hold.ts';

holdScenes('pin');
