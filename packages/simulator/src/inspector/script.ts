/** As text, so that no compiler adds to it. */
export const script = `
const at = (id) => document.getElementById(id);
const number = (n) => Math.round(n).toLocaleString('en-US');
const since = (record, at) => at === undefined ? '–' : ((at - record.startedAt) / 1000).toFixed(2) + ' s';
const left = (ms) => {
  const s = Math.max(0, Math.ceil(ms / 1000));
  return s < 3600 ? Math.floor(s / 60) + ' min ' + s % 60 + ' s' : Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min';
};

const fill = (id, columns, items, empty) => {
  const rows = items.map((item) => {
    const row = document.createElement('tr');
    for (const [label, textOf] of Object.entries(columns)) {
      const cell = row.insertCell();
      cell.dataset.label = label;
      cell.textContent = textOf(item);
    }
    return row;
  });
  at(id).replaceChildren(...rows);
  if (rows.length > 0) return;
  const cell = at(id).insertRow().insertCell();
  cell.colSpan = Object.keys(columns).length;
  cell.textContent = empty;
};

const entryColumns = (now) => ({
  Prefix: (e) => 'to ' + e.path + ', ' + e.hash.slice(0, 8),
  Model: (e) => e.model,
  Tokens: (e) => number(e.tokens),
  Left: (e) => e.expiresAt === null ? 'while there is room' : left(e.expiresAt - now) + ' of ' + e.ttl,
  Hits: (e) => number(e.hits),
  'Written by': (e) => e.writtenBy,
  Workspace: (e) => e.workspace,
});

const outcome = (r) => r.error ? r.status + ' ' + r.error.message : r.aborted ? 'aborted' : r.outcome ?? (r.status ? 'done' : 'waiting');
const requestColumns = {
  Started: (r) => new Date(r.startedAt).toLocaleTimeString([], { hourCycle: 'h23' }),
  Outcome: (r) => outcome(r) + (r.fault ? ', fault: ' + r.fault : ''),
  Request: (r) => r.method + ' ' + r.path + (r.stream ? ', streamed' : '') + ', ' + r.id,
  Model: (r) => r.model ?? '–',
  'Tokens read, written, neither': ({ usage: u }) => u ? [u.read, u.write, u.uncached].map(number).join(' + ') : '–',
  'First token': (r) => since(r, r.beganAt),
  'In all': (r) => since(r, r.endedAt),
};

const draw = ({ now, entries, requests, totals }) => {
  at('totals').textContent = [
    number(totals.requests) + ' requests',
    number(totals.hits) + ' hits',
    number(totals.partials) + ' partial',
    number(totals.misses) + ' misses',
    number(totals.read) + ' tokens read',
    number(totals.written) + ' written',
  ].join(', ');
  fill('entries', entryColumns(now), entries.toReversed(), 'Nothing is cached. An entry appears when the response that writes it begins.');
  fill('requests', requestColumns, requests, 'No request yet.');
};

const say = (text) => { if (at('state').textContent !== text) at('state').textContent = text; };
const tick = async () => {
  try {
    draw(await (await fetch('/__cache', { headers: { accept: 'application/json' } })).json());
    say('Live');
  } catch {
    say('The simulator does not answer');
  }
};
at('evict').addEventListener('click', async () => { await fetch('/__cache', { method: 'DELETE' }); await tick(); });
void tick();
setInterval(tick, 1000);
`;
