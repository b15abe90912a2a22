/*
 * The large number for browsers that are too old for the wallboard: the oldest form of the language, server-sent events where the
 * browser has them and a question every five seconds where it has not.
 */
(function () {
  'use strict';

  // Every text of the page; the windows are filled in by the build (build/fillPlain.js), as they are called on the wallboard.
  var texts = {
    live: 'Live',
    connecting: 'Connecting',
    stale: 'Stale: last contact ',
    unconfirmed: 'Not live: last confirmed ',
    secondsAgo: ' s ago',
    interval: '95 % interval ',
    to: ' to ',
    response: ' response',
    responses: ' responses',
    noAnswers: 'No answers yet',
    noKey: 'This page needs a board link or an access key.',
    noTenant: 'There is no tenant ',
    campaign: 'Campaign ',
    windows: '{{windows}}'
  };
  var staleAfter = 40000;
  var askEvery = 5000;
  var asked = parameters();
  var token = tokenOf();
  var title = asked.tenant;
  var heardAt = new Date().getTime();
  var wasHeard = false;
  // When the score was last confirmed, while nothing answers for it; otherwise null.
  var confirmedAt = null;
  var light = window.matchMedia ? window.matchMedia('(prefers-color-scheme: light)') : null;

  function parameters() {
    var found = {};
    var parts = location.search.substring(1).split('&');
    for (var i = 0; i < parts.length; i++) {
      var at = parts[i].indexOf('=');
      if (at > 0) found[parts[i].substring(0, at)] = decodeURIComponent(parts[i].substring(at + 1).replace(/\+/g, ' '));
    }
    return found;
  }

  function tokenOf() {
    var given = /[#&]link=([^&]+)/.exec(location.hash);
    try {
      if (given) localStorage.setItem('nps.link:plain', decodeURIComponent(given[1]));
      return localStorage.getItem('nps.link:plain') || localStorage.getItem('nps.key');
    } catch (forbidden) {
      return given ? decodeURIComponent(given[1]) : null;
    }
  }

  function applyTheme() {
    var isLight = asked.theme === 'light' || (asked.theme !== 'dark' && !!light && light.matches);
    document.documentElement.className = isLight ? 'light' : '';
  }

  function show(id, text) {
    document.getElementById(id).textContent = text;
  }

  function withToken(path) {
    return token ? path + (path.indexOf('?') < 0 ? '?' : '&') + 'access_token=' + encodeURIComponent(token) : path;
  }

  function get(path, done) {
    var request = new XMLHttpRequest();
    request.open('GET', path);
    request.setRequestHeader('Accept', 'application/json');
    if (token) request.setRequestHeader('Authorization', 'Bearer ' + token);
    request.onload = function () {
      if (request.status !== 200) return done(null, request.status);
      heard();
      done(JSON.parse(request.responseText), 200);
    };
    request.onerror = function () {
      done(null, 0);
    };
    request.send();
  }

  // What a number is written with, by the browser's own language: even the oldest knows its own separators.
  var decimal = (1.5).toLocaleString().replace(/[0-9]/g, '').charAt(0) || '.';

  function signed(value) {
    var text = (Math.round(Math.abs(value) * 10) / 10).toFixed(1).replace('100.0', '100').replace('.', decimal);
    return (value > 0.04 ? '+' : value < -0.04 ? '−' : '') + text;
  }

  function heard() {
    heardAt = new Date().getTime();
    wasHeard = true;
    look();
  }

  function windowText(name) {
    return texts.windows[name] || (name.indexOf('campaign/') === 0 ? texts.campaign + name.substring(9) : name);
  }

  function draw(snapshot) {
    heard();
    show('name', snapshot.key === 'tenant' || asked.board ? title : title + ' · ' + snapshot.label);
    show('window', windowText(snapshot.window.name));
    show('nps', snapshot.nps === null ? '–' : signed(snapshot.nps));
    show('interval', snapshot.interval ? texts.interval + signed(snapshot.interval.low) + texts.to + signed(snapshot.interval.high) : ' ');
    var total = snapshot.counts.total;
    show('total', total === 0 ? texts.noAnswers : total.toLocaleString() + (total === 1 ? texts.response : texts.responses));
    document.title = (snapshot.nps === null ? '' : signed(snapshot.nps) + ' · ') + title;
  }

  function look() {
    var silence = new Date().getTime() - heardAt;
    var isStale = silence > staleAfter;
    var isUnconfirmed = !isStale && confirmedAt !== null;
    document.body.className = isStale || isUnconfirmed ? 'stale' : wasHeard ? 'live' : '';
    if (isUnconfirmed) return show('contact', texts.unconfirmed + confirmedAt.toLocaleTimeString());
    show('contact', isStale ? texts.stale + Math.round(silence / 1000) + texts.secondsAgo : wasHeard ? texts.live : texts.connecting);
  }

  function follow(key, window_) {
    var base = '/v1/tenants/' + encodeURIComponent(asked.tenant);
    if (!asked.board) {
      get(base, function (tenant) {
        if (tenant) title = tenant.label;
      });
    }
    var read = function () {
      get(base + '/scores/' + key + '?window=' + encodeURIComponent(window_), function (snapshot, status) {
        if (snapshot) draw(snapshot);
        else if (status === 401 || status === 403) show('name', texts.noKey);
        else if (status === 404) show('name', texts.noTenant + '“' + asked.tenant + '”');
      });
    };
    read();
    if (typeof EventSource === 'undefined') {
      setInterval(read, askEvery);
      return;
    }
    var open = function () {
      var source = new EventSource(withToken(base + '/stream?score=' + encodeURIComponent(key + '@' + window_)));
      source.addEventListener('score', function (event) {
        draw(JSON.parse(event.data));
      });
      // What the last connection said of the score is no longer to be trusted; this one says itself what is wrong with it.
      source.onopen = function () {
        confirmedAt = null;
      };
      source.addEventListener('heartbeat', function (event) {
        var unconfirmed = JSON.parse(event.data).unconfirmed || [];
        confirmedAt = unconfirmed.length > 0 ? new Date(unconfirmed[0].confirmedAt) : null;
        heard();
      });
      source.onerror = function () {
        // A source that has given up is made anew; one that is trying by itself is left alone.
        if (source.readyState === 2) setTimeout(open, askEvery);
      };
    };
    open();
  }

  function choose(tenants) {
    var list = document.createElement('p');
    list.id = 'choices';
    for (var i = 0; i < tenants.length; i++) {
      var link = document.createElement('a');
      link.href = '/plain?tenant=' + encodeURIComponent(tenants[i].name);
      link.textContent = tenants[i].label;
      list.appendChild(link);
      list.appendChild(document.createTextNode(' '));
    }
    show('nps', tenants.length === 0 ? '–' : '');
    document.getElementById('main').insertBefore(list, document.getElementById('interval'));
  }

  function start() {
    if (asked.board && asked.tenant) {
      var path = '/v1/tenants/' + encodeURIComponent(asked.tenant) + '/boards/' + encodeURIComponent(asked.board.split(',')[0]);
      get(path, function (saved) {
        if (!saved) return setTimeout(start, askEvery);
        var board = saved.board;
        title = board.name || title;
        follow((board.hero && board.hero.key) || 'tenant', board.window || '{{defaultWindow}}');
      });
    } else if (asked.tenant) {
      follow(asked.key || 'tenant', asked.window || '{{defaultWindow}}');
    } else {
      get('/v1/tenants', function (answer) {
        if (answer) choose(answer.tenants);
        else setTimeout(start, askEvery);
      });
    }
  }

  applyTheme();
  if (light && light.addListener) light.addListener(applyTheme);
  setInterval(look, 1000);
  start();
})();
