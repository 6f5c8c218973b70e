/** Styles of the inspector's page: quiet, light and dark by the system's choice, rows as cards where a table would not fit. */
export const style = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1c1d20, #e8e9ec);
  --muted: light-dark(#5c6068, #a3a8b2);
  --page: light-dark(#f7f8f9, #111317);
  --surface: light-dark(#ffffff, #191b1f);
  --line: light-dark(#d3d6db, #3b3f47);
  --read: light-dark(#1a7f4b, #6fd6a1);
  --write: light-dark(#b26a00, #f0b860);
  --uncached: light-dark(#8b9099, #7d838e);
  --danger: light-dark(#b3261e, #ffb4ab);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 400 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; padding: 20px 24px 0; max-width: 1200px; margin: auto; }
h1 { font-size: 1.35rem; font-weight: 600; margin: 0; }
h2 { font-size: 1rem; font-weight: 600; margin: 0 0 8px; }
#state { color: var(--muted); margin: 0; flex: 1; }
#state::before { content: ''; display: inline-block; inline-size: 8px; block-size: 8px; margin-inline-end: 6px; border-radius: 50%; background: var(--uncached); }
#state.live::before { background: var(--read); }
#state.lost::before { background: var(--danger); }
button { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 6px 14px; min-block-size: 36px; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--read); outline-offset: 2px; }
main { display: grid; gap: 28px; padding: 20px 24px 40px; max-width: 1200px; margin: auto; }
section { min-inline-size: 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 1px; margin: 0; background: var(--line); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
dl > div { background: var(--surface); padding: 10px 14px; }
dt { color: var(--muted); font-size: 0.85rem; }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
table { inline-size: 100%; border-collapse: collapse; background: var(--surface); border-radius: 10px; box-shadow: 0 0 0 1px var(--line); overflow: hidden; }
th, td { text-align: start; padding: 8px 12px; vertical-align: top; }
th { color: var(--muted); font-size: 0.85rem; font-weight: 500; border-block-end: 1px solid var(--line); white-space: nowrap; }
tr + tr td { border-block-start: 1px solid var(--line); }
.n { text-align: end; }
.n, .plain { white-space: nowrap; }
td.empty { color: var(--muted); padding: 16px 12px; }
code { font: 0.85em ui-monospace, monospace; color: var(--muted); overflow-wrap: anywhere; }
.bar { display: flex; gap: 1px; inline-size: 100%; min-inline-size: 120px; block-size: 6px; border-radius: 3px; overflow: hidden; background: color-mix(in srgb, var(--line) 60%, transparent); margin-block: 4px 2px; }
.bar i { display: block; block-size: 100%; min-inline-size: 0; }
.bar .read, .legend .read::before { background: var(--read); }
.bar .write, .legend .write::before { background: var(--write); }
.bar .uncached, .legend .uncached::before { background: var(--uncached); }
.small { color: var(--muted); font-size: 0.85rem; overflow-wrap: anywhere; }
.bar + .small { white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; color: var(--muted); font-size: 0.85rem; margin: 0 0 8px; }
.legend span::before { content: ''; display: inline-block; inline-size: 8px; block-size: 8px; border-radius: 2px; margin-inline-end: 6px; }
.outcome { white-space: nowrap; }
.outcome::before { content: ''; display: inline-block; inline-size: 8px; block-size: 8px; border-radius: 50%; margin-inline-end: 6px; background: var(--uncached); }
.outcome.hit::before { background: var(--read); }
.outcome.partial::before, .outcome.miss::before { background: var(--write); }
.outcome.error::before { background: var(--danger); }
@media (max-width: 760px) {
  header, main { padding-inline: 16px; }
  dl { grid-template-columns: repeat(2, 1fr); }
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { padding: 8px 0; }
  tr + tr { border-block-start: 1px solid var(--line); }
  tr + tr td { border: 0; }
  td, td.n, td.plain { white-space: normal; display: grid; grid-template-columns: 8.5em minmax(0, 1fr); gap: 8px; padding: 3px 12px; text-align: start; }
  td::before { content: attr(data-label); color: var(--muted); font-size: 0.85rem; }
  td.empty { display: block; }
}
`;
