import './font/font.css';
import './style.css';
import './controls.css';
import './firstPaint/firstSight.css';
import { takeLink } from './access/token';
import { firstPaint } from './firstPaint/FirstPaint';
import { loadLater } from './loadLater';
import { routeOf } from './route';
import { applyTheme, followSystem } from './theme';

/*
 * The code of the screens is on its way already (build/preloadFirst.js), and runs when the first score has been painted: a slow set
 * needs most of its first second for it.
 */
takeLink();
applyTheme();
followSystem();
void firstPaint.settled
  .then(() => loadLater(() => import('./start')))
  .then(({ start }) => start(routeOf(location.pathname)));
