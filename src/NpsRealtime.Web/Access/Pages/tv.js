// A television waits for its board: it shows a code, and asks every second whether somebody confirmed it.
const show = (id, text) => { document.getElementById(id).textContent = text; };
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function begin() {
  const answer = await fetch('/v1/pairings', { method: 'POST' });
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.json();
}

async function wait(pairing) {
  while (Date.now() < Date.parse(pairing.expiresAt)) {
    await pause(1000);
    let answer;
    try {
      answer = await fetch(`/v1/pairings/${pairing.id}`, { headers: { authorization: `Bearer ${pairing.token}` } });
    } catch {
      continue; // The network is away for a moment; the code stays good.
    }
    if (answer.status === 404) return;
    if (!answer.ok) continue;
    const state = await answer.json();
    if (state.status === 'confirmed') {
      location.assign(state.address);
      await pause(60_000);
    }
  }
}

async function run() {
  for (;;) {
    try {
      const pairing = await begin();
      show('code', pairing.code);
      show('hint', `Open ${new URL('/pair', location.href)} on your computer and type the code, or scan it.`);
      const qr = new DOMParser().parseFromString(pairing.qr, 'image/svg+xml').documentElement;
      document.getElementById('qr').replaceChildren(document.importNode(qr, true));
      await wait(pairing);
    } catch (fault) {
      show('hint', `The server gave no code: ${fault.message} Trying again in 10 seconds.`);
      await pause(10_000);
    }
  }
}

run();
