/*
 * A television waits for its board: it shows a code, and asks every second whether somebody confirmed it. In the oldest form of the
 * language, since the board that it is sent to has a plain page for the oldest sets too.
 */
(function () {
  'use strict';
  var texts = '{{texts}}';
  var askEvery = 1000;
  var beginAgainAfter = 10000;

  function show(id, text) {
    document.getElementById(id).textContent = text;
  }

  function filled(text, name, value) {
    return text.split('{' + name + '}').join(value);
  }

  function ask(method, path, token, done) {
    var request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader('Accept', 'application/json');
    if (token) request.setRequestHeader('Authorization', 'Bearer ' + token);
    request.onload = function () {
      var answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch (none) {
        // Whatever stands between the server and the set has answered in its place.
      }
      done(request.status, answer);
    };
    request.onerror = function () {
      done(0, null);
    };
    request.send();
  }

  function draw(svg) {
    var box = document.getElementById('qr');
    while (box.firstChild) box.removeChild(box.firstChild);
    box.appendChild(document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true));
  }

  function begin() {
    ask('POST', '/v1/pairings', null, function (status, pairing) {
      if (status !== 201 || !pairing) {
        var why = pairing && pairing.detail;
        show('hint', filled(filled(why ? texts.noCodeBecause : texts.noCode, 'why', why), 'seconds', beginAgainAfter / 1000));
        setTimeout(begin, beginAgainAfter);
        return;
      }
      show('code', pairing.code);
      show('hint', texts.openOnComputer);
      show('address', location.protocol + '//' + location.host + '/pair');
      show('what', texts.typeCode);
      draw(pairing.qr);
      wait(pairing);
    });
  }

  function wait(pairing) {
    setTimeout(function () {
      ask('GET', '/v1/pairings/' + pairing.id, pairing.token, function (status, state) {
        // The server says when a code has expired: many sets do not know the time of day.
        if (status === 404) return begin();
        // While the network is away the code stays good.
        if (status === 200 && state && state.status === 'confirmed') location.replace(state.address);
        else wait(pairing);
      });
    }, askEvery);
  }

  begin();
})();
