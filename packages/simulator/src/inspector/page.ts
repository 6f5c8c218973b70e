import { script } from './script.js';
import { style } from './style.js';

/** The inspector's page: a picture of `GET /__cache`, drawn anew every second. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Prompt cache</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
  <h1>Prompt cache</h1>
  <p id="state" role="status">Connecting</p>
  <button id="evict" type="button">Evict all</button>
</header>
<main>
  <dl id="totals"></dl>
  <section aria-labelledby="entries-title">
    <h2 id="entries-title">Entries</h2>
    <table>
      <thead><tr><th>Prefix</th><th>Model</th><th class="n">Tokens</th><th>Left of its lifetime</th><th class="n">Hits</th><th>Written by</th><th>Workspace</th></tr></thead>
      <tbody id="entries"></tbody>
    </table>
  </section>
  <section aria-labelledby="requests-title">
    <h2 id="requests-title">Requests</h2>
    <p class="legend"><span class="read">read from the cache</span> <span class="write">written to it</span> <span class="uncached">neither</span></p>
    <table>
      <thead><tr><th>Started</th><th>Outcome</th><th>Request</th><th>Model</th><th>Prompt tokens</th><th class="n">First token</th><th class="n">In all</th></tr></thead>
      <tbody id="requests"></tbody>
    </table>
  </section>
</main>
<script>${script}</script>
</body>
</html>
`;
