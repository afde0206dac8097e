import { holdScenes } from './hold.ts';

holdScenes('others');
