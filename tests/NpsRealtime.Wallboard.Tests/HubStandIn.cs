using System.Globalization;

namespace NpsRealtime.Wallboard.Tests;

/// <summary>
/// A hub inside the page, for loads and times that no server could send in a test: it takes the place of the page's web socket and
/// speaks the hub's protocol. Everything behind the socket is the page's own code.
/// </summary>
internal static class HubStandIn
{
    /// <summary>A hub whose every score changes so many times a second.</summary>
    public static string Script(int tiles, int updatesPerSecond) => string.Create(CultureInfo.InvariantCulture, $$"""
        {{Hub}}
        standIn({{tiles}}, (send, scores) => setInterval(() => scores.forEach(send), {{1_000 / updatesPerSecond}}));
        """);

    /// <summary>A page whose clock and repeated work run faster, and a hub that changes some score every so many of its seconds.</summary>
    public static string AcceleratedScript(int factor, int secondsBetweenUpdates) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          const factor = {{factor}};
          const [realNow, realInterval] = [Date.now.bind(Date), setInterval.bind(window)];
          const began = realNow();
          const RealDate = Date;
          const now = () => began + (realNow() - began) * factor;
          window.Date = class extends RealDate {
            constructor(...given) { if (given.length === 0) super(now()); else super(...given); }
            static now() { return now(); }
          };
          // Whatever repeats does so faster; what waits for an answer, and the silence of the connection, keep to the true time.
          window.setInterval = (work, delay = 0, ...given) => realInterval(work, Math.max(20, delay / factor), ...given);
          window.elapsedDays = () => (now() - began) / 86_400_000;
          const realFetch = fetch.bind(window);
          window.fetch = (path, options) => {
            const asked = /history/.exec(path);
            if (!asked) return realFetch(path, options);
            const query = new URL(path, location.href).searchParams;
            const [from, to] = [Date.parse(query.get('from')), Date.parse(query.get('to'))];
            const points = Array.from({ length: 24 }, (_, index) => ({ from: new RealDate(from + index * (to - from) / 24).toISOString(), nps: (index * 37) % 90, interval: { confidence: 0.95, low: ((index * 37) % 90) - 12, high: Math.min(100, ((index * 37) % 90) + 12) }, counts: { promoters: 20, passives: 9, detractors: 5 + index, total: 34 + index, byScore: [] } }));
            return Promise.resolve(new Response(JSON.stringify({ points }), { headers: { 'content-type': 'application/json' } }));
          };
          {{Hub}}
          let due = 0;
          standIn(20, (send, scores) => realInterval(() => {
            for (let sent = 0; now() - began > due && sent < 200; sent++, due += {{secondsBetweenUpdates}} * 1_000) send(scores[Math.floor(due / 1_000) % scores.length]);
          }, 16));
        }
        """);

    private const string Hub = """
        window.sentUpdates = 0;
        function standIn(tiles, run) {
          const keys = ['tenant', ...Array.from({ length: tiles }, (_, index) => (index < tiles / 4 ? `channel/c${index}` : `touchpoint/t${index}`))];
          const counts = new Map(keys.map((key, index) => [key, Array.from({ length: 11 }, (_, score) => 20 + ((index + score) * 7) % 30)]));
          let version = 1;
          const snapshotOf = (key) => {
            const byScore = counts.get(key);
            const sum = (from, to) => byScore.slice(from, to).reduce((a, b) => a + b, 0);
            const [detractors, passives, promoters] = [sum(0, 7), sum(7, 9), sum(9, 11)];
            const total = detractors + passives + promoters;
            const nps = Math.round((10000 * (promoters - detractors)) / total) / 100;
            const at = new Date().toISOString();
            return { tenant: 'busy', key, label: key.split('/').pop(), window: { name: '24h', from: new Date(Date.now() - 86400000).toISOString(), to: at },
              counts: { promoters, passives, detractors, total, byScore: [...byScore] }, nps, interval: { confidence: 0.95, low: nps - 6, high: nps + 6 },
              lastResponse: { respondedAt: at, acceptedAt: at }, version: version++, asOf: at };
          };
          window.WebSocket = class extends EventTarget {
            constructor(url) { super(); this.url = url; this.readyState = 0; setTimeout(() => { this.readyState = 1; this.tell('open', {}); }, 1); }
            tell(type, more) { const event = Object.assign(new Event(type), more); this[`on${type}`]?.(event); }
            say(message) { if (this.readyState === 1) this.tell('message', { data: JSON.stringify(message) + '\u001e' }); }
            close() { this.readyState = 3; this.tell('close', { code: 1000, reason: '', wasClean: true }); }
            send(text) {
              for (const part of text.split('\u001e').filter(Boolean)) {
                const message = JSON.parse(part);
                if (message.protocol) this.say({});
                else if (message.type === 1 && message.target === 'Subscribe') {
                  this.say({ type: 3, invocationId: message.invocationId, result: keys.map(snapshotOf) });
                  if (!this.runs) { this.runs = true; this.begin(); }
                } else if (message.invocationId) this.say({ type: 3, invocationId: message.invocationId, result: null });
              }
            }
            begin() {
              run((key) => {
                counts.get(key)[(window.sentUpdates * 7) % 11]++;
                window.sentUpdates++;
                this.say({ type: 1, target: 'scoreChanged', arguments: [snapshotOf(key)] });
              }, keys);
            }
          };
          Object.assign(window.WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
        }
        """;
}
