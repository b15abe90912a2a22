// A supervisor gives the television that shows a code its board. The key is the one that the other screens keep.
const texts = '{{texts}}';
const field = id => document.getElementById(id);
const say = text => { field('outcome').textContent = text; };

field('code').value = new URLSearchParams(location.search).get('code') ?? '';
try { field('key').value = localStorage.getItem('nps.key') ?? ''; } catch { /* The key is typed then. */ }

const headers = () => field('key').value.trim() ? { authorization: `Bearer ${field('key').value.trim()}` } : {};
const tenantPath = () => `/v1/tenants/${encodeURIComponent(field('tenant').value.trim())}`;

async function read(path) {
  const answer = await fetch(path, { headers: headers() });
  return answer.ok ? answer.json() : null;
}

async function listTenants() {
  // Without a key there is nothing to ask for, unless the server is open to all.
  const isOpen = (await read('/v1/meta'))?.access === 'open';
  field('keyRow').hidden = isOpen;
  if (!isOpen && !field('key').value.trim()) return;
  const tenants = (await read('/v1/tenants'))?.tenants ?? [];
  field('tenants').replaceChildren(...tenants.map(tenant => new Option(tenant.label, tenant.name)));
  // Never into what somebody is typing at this moment.
  const isFree = field('tenant').value === '' && document.activeElement !== field('tenant');
  if (tenants.length === 1 && isFree) field('tenant').value = tenants[0].name;
  await listBoards();
}

async function listBoards() {
  const boards = field('tenant').value ? (await read(`${tenantPath()}/boards`))?.boards ?? [] : [];
  field('board').replaceChildren(...boards.map(board => new Option(board.name, board.id)), new Option(texts.scoresNamedBelow, ''));
  field('scoresRow').hidden = field('board').value !== '';
}

async function confirm(event) {
  event.preventDefault();
  const board = field('board').value;
  const scores = field('scores').value.split(/\s+/).filter(Boolean);
  const ask = { name: field('name').value, comments: field('comments').checked, ...(board ? { board } : { scores }) };
  try {
    const answer = await fetch(`${tenantPath()}/pairings/${encodeURIComponent(field('code').value.trim())}`, {
      method: 'POST', headers: { ...headers(), 'content-type': 'application/json' }, body: JSON.stringify(ask),
    });
    say(answer.ok ? texts.done : (await answer.json()).detail);
  } catch {
    say(texts.serverAway);
  }
}

field('pair').addEventListener('submit', confirm);
field('key').addEventListener('change', listTenants);
field('tenant').addEventListener('change', listBoards);
field('board').addEventListener('change', () => { field('scoresRow').hidden = field('board').value !== ''; });
listTenants();
