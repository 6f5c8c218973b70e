/** What the inspector's page does in the browser. It is text, so that no compiler puts anything into it that the browser does not have. */
export const script = `
const at = (id) => document.getElementById(id);
const number = (n) => Math.round(n).toLocaleString('en-US');
const seconds = (ms) => ms === undefined ? '–' : ms < 1000 ? Math.round(ms) + ' ms' : (ms / 1000).toFixed(2) + ' s';
const clock = (ms) => { const s = Math.max(0, Math.ceil(ms / 1000)); return s >= 3600 ? Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min' : s >= 60 ? Math.floor(s / 60) + ' min ' + s % 60 + ' s' : s + ' s'; };
const make = (tag, text, className) => { const node = document.createElement(tag); if (text !== undefined) node.textContent = text; if (className) node.className = className; return node; };

const bar = (parts) => {
  const whole = parts.reduce((sum, [, n]) => sum + n, 0) || 1;
  const node = make('div', undefined, 'bar');
  for (const [name, n] of parts) if (n > 0) { const part = make('i', undefined, name); part.style.inlineSize = n / whole * 100 + '%'; node.append(part); }
  return node;
};

const fill = (body, rows, columns, empty) => {
  if (rows.length === 0) {
    const cell = make('td', empty, 'empty');
    cell.colSpan = columns.length;
    const row = make('tr');
    row.append(cell);
    body.replaceChildren(row);
    return;
  }
  body.replaceChildren(...rows.map((item) => {
    const row = make('tr');
    for (const [label, content, className] of columns) {
      const cell = make('td', undefined, className);
      cell.dataset.label = label;
      const box = make('div');
      box.append(...[content(item)].flat());
      cell.append(box);
      row.append(cell);
    }
    return row;
  }));
};

const entryColumns = (now) => [
  ['Prefix', (e) => ['to ' + e.path + ' ', make('code', e.hash.slice(0, 8))]],
  ['Model', (e) => e.model, 'plain'],
  ['Tokens', (e) => number(e.tokens), 'n'],
  ['Left', (e) => {
    if (e.expiresAt === null) return 'while there is room';
    const left = Math.max(0, e.expiresAt - now);
    const node = bar([['read', left], ['none', Math.max(0, lifetime(e) - left)]]);
    return [node, make('span', clock(left) + ' of ' + e.ttl, 'small')];
  }],
  ['Hits', (e) => number(e.hits), 'n'],
  ['Written by', (e) => make('code', e.writtenBy)],
  ['Workspace', (e) => make('code', e.workspace)],
];
const lifetime = (e) => parseInt(e.ttl) * (e.ttl.endsWith('h') ? 3600000 : 60000);

const outcome = (r) => r.error ? 'error' : r.aborted ? 'aborted' : r.outcome ?? (r.status ? 'done' : 'waiting');
const requestColumns = [
  ['Started', (r) => new Date(r.startedAt).toLocaleTimeString([], { hourCycle: 'h23' }), 'plain'],
  ['Outcome', (r) => [make('span', outcome(r), 'outcome ' + outcome(r)), ...(r.error ? [make('div', (r.status ?? '') + ' ' + r.error.message, 'small')] : []), ...(r.fault ? [make('div', 'fault: ' + r.fault, 'small')] : [])]],
  ['Request', (r) => [r.method + ' ' + r.path + (r.stream ? ', streamed' : '') + ' ', make('code', r.id)]],
  ['Model', (r) => r.model ?? '–', 'plain'],
  ['Prompt tokens', (r) => {
    const u = r.usage;
    if (!u) return '–';
    return [bar([['read', u.read], ['write', u.write], ['uncached', u.uncached]]), make('span', number(u.read) + ' + ' + number(u.write) + ' + ' + number(u.uncached), 'small')];
  }],
  ['First token', (r) => seconds(r.beganAt === undefined ? undefined : r.beganAt - r.startedAt), 'n'],
  ['In all', (r) => seconds(r.endedAt === undefined ? undefined : r.endedAt - r.startedAt), 'n'],
];

const draw = (report) => {
  const t = report.totals;
  at('totals').replaceChildren(...[
    ['Entries', number(report.entries.length)],
    ['Tokens held', number(report.entries.reduce((sum, e) => sum + e.tokens, 0))],
    ['Requests', number(t.requests)],
    ['Hits', number(t.hits)],
    ['Partial', number(t.partials)],
    ['Misses', number(t.misses)],
    ['Tokens read', number(t.read)],
    ['Tokens written', number(t.written)],
  ].map(([name, value]) => { const box = make('div'); box.append(make('dt', name), make('dd', value)); return box; }));
  fill(at('entries'), report.entries.toReversed(), entryColumns(report.now), 'Nothing is cached. An entry appears when the response that writes it begins.');
  fill(at('requests'), report.requests, requestColumns, 'No request yet.');
};

const state = (text, className) => { if (at('state').textContent !== text) at('state').textContent = text; at('state').className = className; };
const tick = async () => {
  try {
    const response = await fetch('/__cache', { headers: { accept: 'application/json' } });
    draw(await response.json());
    state('Live', 'live');
  } catch {
    state('The simulator does not answer', 'lost');
  }
};
at('evict').addEventListener('click', async () => { await fetch('/__cache', { method: 'DELETE' }); await tick(); });
void tick();
setInterval(tick, 1000);
`;
