import './font/font.css';
import './style.css';
import './controls.css';
import { takeLink } from './access/token';
import { askEarly } from './api/early';
import { firstQuestions } from './firstQuestions';
import { loadLater } from './loadLater';
import { routeOf } from './route';

/*
 * What runs first is small on purpose: it asks the server for what the screen will show, and the code that shows it is on its way
 * meanwhile (build/preloadFirst.js).
 */
takeLink();
const route = routeOf(location.pathname);
askEarly(firstQuestions(route));
void loadLater(() => import('./start')).then(({ start }) => start(route));
