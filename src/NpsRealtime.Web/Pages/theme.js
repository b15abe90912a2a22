/*
 * Light for a viewer whose system asks for it, or whose address does, and dark otherwise: as the screens do it, in the oldest form of
 * the language. It runs before anything is painted.
 */
(function () {
  'use strict';
  var asked = /[?&]theme=(dark|light)/.exec(location.search);
  var system = window.matchMedia ? window.matchMedia('(prefers-color-scheme: light)') : null;

  function apply() {
    var isLight = asked ? asked[1] === 'light' : !!system && system.matches;
    document.documentElement.className = isLight ? 'light' : '';
  }

  apply();
  if (system && system.addListener) system.addListener(apply);
})();
