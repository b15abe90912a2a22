import { takeLink } from '../access/token';
import { routeOf } from '../route';
import { applyTheme } from '../theme';
import { askEarly, takeEarly } from './earlyAnswers';
import { firstQuestions } from './firstQuestions';
import { endFirstSight, firstSight, isFirstSight } from './firstSight';

/*
 * Runs before everything else, out of the page itself (build/firstScript.js): it asks the server for what the screen will show, and
 * shows a wall's large score, while the style and the code of the screens are still on their way. It is small on purpose, and shares
 * nothing with that code but what it leaves on the window.
 */
takeLink();
applyTheme();
const route = routeOf(location.pathname);
askEarly(firstQuestions(route));
window.npsFirst = { settled: firstSight(route), take: takeEarly, isShown: isFirstSight, end: endFirstSight };
