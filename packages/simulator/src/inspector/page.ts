import { script } from './script.js';
import { style } from './style.js';

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
  <p id="totals"></p>
  <h2 id="entries-title">Entries</h2>
  <table aria-labelledby="entries-title">
    <thead><tr><th>Prefix</th><th>Model</th><th>Tokens</th><th>Left of its lifetime</th><th>Hits</th><th>Written by</th><th>Workspace</th></tr></thead>
    <tbody id="entries"></tbody>
  </table>
  <h2 id="requests-title">Requests</h2>
  <table aria-labelledby="requests-title">
    <thead><tr><th>Started</th><th>Outcome</th><th>Request</th><th>Model</th><th>Tokens read, written, neither</th><th>First token</th><th>In all</th></tr></thead>
    <tbody id="requests"></tbody>
  </table>
</main>
<script>${script}</script>
</body>
</html>
`;
