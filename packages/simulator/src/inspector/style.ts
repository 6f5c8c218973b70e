export const style = `
:root { color-scheme: light dark; --line: light-dark(#d3d6db, #3b3f47); --muted: light-dark(#5c6068, #a3a8b2); }
* { box-sizing: border-box; }
body { max-width: 1200px; margin: auto; padding: 20px clamp(16px, 2vw, 24px) 40px; font: 400 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1rem; margin: 28px 0 8px; }
#state { color: var(--muted); margin: 0; flex: 1; }
button { font: inherit; padding: 6px 14px; min-block-size: 36px; cursor: pointer; }
table { inline-size: 100%; border-collapse: collapse; border: 1px solid var(--line); }
th, td { text-align: start; padding: 8px 12px; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--muted); font-size: 0.85rem; font-weight: 500; }
tr + tr, tbody { border-block-start: 1px solid var(--line); }
@media (max-width: 760px) {
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  td[data-label] { display: grid; grid-template-columns: 8.5em minmax(0, 1fr); gap: 8px; padding-block: 3px; }
  td[data-label]::before { content: attr(data-label); color: var(--muted); font-size: 0.85rem; }
}
`;
