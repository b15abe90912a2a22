/*
 * The large number for browsers that are too old for the wallboard: the oldest form of the language, server-sent events where the
 * browser has them and a question every five seconds where it has not.
 */
(function () {
  'use strict';
  var staleAfter = 40000;
  var askEvery = 5000;
  var asked = parameters();
  var token = tokenOf();
  var heardAt = new Date().getTime();
  var wasHeard = false;

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

  function signed(value) {
    var text = (Math.round(Math.abs(value) * 10) / 10).toFixed(1).replace('100.0', '100');
    return (value > 0.04 ? '+' : value < -0.04 ? '−' : '') + text;
  }

  function heard() {
    heardAt = new Date().getTime();
    wasHeard = true;
  }

  function draw(snapshot) {
    heard();
    show('name', (snapshot.key === 'tenant' ? asked.tenant : snapshot.label) + ' · ' + snapshot.window.name);
    show('nps', snapshot.nps === null ? '–' : signed(snapshot.nps));
    show('interval', snapshot.interval ? '95 %: ' + signed(snapshot.interval.low) + ' to ' + signed(snapshot.interval.high) : ' ');
    show('total', snapshot.counts.total + (snapshot.counts.total === 1 ? ' response' : ' responses'));
    document.title = (snapshot.nps === null ? '' : signed(snapshot.nps) + ' · ') + asked.tenant;
  }

  function look() {
    var silence = new Date().getTime() - heardAt;
    var isStale = silence > staleAfter;
    document.body.className = isStale ? 'stale' : '';
    show('contact', isStale ? 'Stale: last contact ' + Math.round(silence / 1000) + ' s ago' : wasHeard ? 'Live' : 'Connecting');
  }

  function follow(key, window_) {
    var base = '/v1/tenants/' + encodeURIComponent(asked.tenant);
    var read = function () {
      get(base + '/scores/' + key + '?window=' + encodeURIComponent(window_), function (snapshot, status) {
        if (snapshot) draw(snapshot);
        else if (status === 401 || status === 403) show('name', 'This page needs a board link or an access key.');
        else if (status === 404) show('name', 'There is no tenant “' + asked.tenant + '”');
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
      source.addEventListener('heartbeat', heard);
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
        follow((board.hero && board.hero.key) || 'tenant', board.window || '24h');
      });
    } else if (asked.tenant) {
      follow(asked.key || 'tenant', asked.window || '24h');
    } else {
      get('/v1/tenants', function (answer) {
        if (answer) choose(answer.tenants);
        else setTimeout(start, askEvery);
      });
    }
  }

  setInterval(look, 1000);
  start();
})();
