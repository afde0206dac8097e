import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import { createRoot } from 'react-dom/client';
import './styles/all.css';
import { App } from './app/App.tsx';
import { createDesk } from './desk.ts';
import { createModel } from './model/model.ts';
import { createPdfEngine } from './paper/engine.ts';

const place = document.getElementById('desk');
if (!place || !window.fojas) throw new Error('the window was opened without its preload');
const model = createModel(createDesk(window.fojas));
createRoot(place).render(<App house={{ model, engine: createPdfEngine() }} />);
void model.start();
