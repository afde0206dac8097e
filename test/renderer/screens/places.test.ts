import { holdScenes } from './hold.ts';

holdScenes('places');
