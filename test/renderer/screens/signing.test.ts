import { holdScenes } from './hold.ts';

holdScenes('signing');
