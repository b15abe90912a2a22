/*
 * Runs before everything else, in whatever browser there is, and therefore in the oldest form of the language. The wallboard needs
 * Chromium 87 (webOS 22) or a browser of its time; an older one is sent to the plain page, which shows the large number.
 * Features of that very version are looked for, since televisions lie about their names.
 */
(function () {
  'use strict';
  var isNewEnough =
    'noModule' in document.createElement('script') &&
    typeof ResizeObserver === 'function' &&
    typeof WebSocket === 'function' &&
    typeof String.prototype.replaceAll === 'function' &&
    !!window.CSS &&
    CSS.supports('inset', '0') &&
    CSS.supports('gap', '1px');

  function toPlainPage() {
    var tenant = /^\/t\/([^/]+)/.exec(location.pathname);
    var board = /\/boards?\/([^/]+)\/?$/.exec(location.pathname);
    var query = [];
    if (tenant) query.push('tenant=' + tenant[1]);
    if (board) query.push('board=' + board[1]);
    var asked = /[?&]window=([^&]+)/.exec(location.search);
    if (asked) query.push('window=' + asked[1]);
    var theme = /[?&]theme=([a-z]+)/.exec(location.search);
    if (theme) query.push('theme=' + theme[1]);
    location.replace('/plain?' + query.join('&') + location.hash);
  }

  if (!isNewEnough) {
    toPlainPage();
    return;
  }

  // A browser that promises everything and still fails at the wallboard must not stay blank either.
  setTimeout(function () {
    if (!document.getElementById('app')) toPlainPage();
  }, 15000);
})();
