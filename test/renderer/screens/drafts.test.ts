import { holdScenes } from './hold.ts';

holdScenes('drafts');
