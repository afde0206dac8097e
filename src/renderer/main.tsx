import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import { createRoot } from 'react-dom/client';
import './styles/all.css';
import { App } from './app/App.tsx';
import { createDesk } from './desk.ts';
import { createModel } from './model/model.ts';
import { createPaperFrames, paperAddress } from './paper/frames.ts';
import { createShelf } from './paper/shelf.ts';
import { trustOnlyNothing } from './trusted.ts';

trustOnlyNothing();
const place = document.getElementById('desk');
if (!place || !window.fojas) throw new Error('the window was opened without its preload');
const desk = createDesk(window.fojas);
const model = createModel(desk);
const frames = createPaperFrames(paperAddress());
createRoot(place).render(<App house={{ model, frames, shelf: createShelf(desk, frames) }} />);
// The tray first: the program that draws documents is loaded once its rows are there.
void model.start().finally(() => requestIdleCallback(() => frames.warm(), { timeout: 2000 }));
