import { readFileSync } from 'node:fs';
import { format } from 'prettier';

const WARMS = 'the way of warming';
const ELSE = 'a backend that refuses the first way of warming is warmed by another or not at all';
const REPORTS = 'an ask after a warm reads what the warm wrote';
const TOOLS = 'a tool the model calls comes whole';
const IMAGES = 'an image goes with a question';
/** What the suite does not ask, entered by hand. */
const NO_REASONING = ['my-engine', 'llama.cpp (in the same process)'];
const RESUMES = { http: 'yes', 'chat-transport (to and from)': 'with `http`' };

/** What the names of a cell mean to a reader. @type {Readonly<Record<string, string>>} */
const SAID = {
  'zero-tokens': 'a request of 0 tokens',
  'one-token': 'a request of 1 token',
  'few-tokens': 'a request of 16 tokens',
  prewarm: 'the API’s own `prewarm`',
  'n/a': '–',
};

/** @typedef {ReadonlyMap<string, ReadonlyMap<string, string>>} Rows The suite's tests, each with a cell for each adapter. */

/** @param {readonly string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/** @param {readonly (readonly string[])[]} rows */
const table = ([head = [], ...rest]) => [line(head), line(head.map(() => '---')), ...rest.map(line)].join('\n');

/**
 * One row per adapter, then every test as a folded table.
 * @param {readonly string[]} adapters
 * @param {Rows} rows
 */
export async function matrixPage(adapters, rows) {
  const text = `# What each adapter can do

Written by \`npm run docs:matrix\` from a run of the conformance suite (\`describeAdapter\` of \`@forewarm/testing/conformance\`), against the simulator over real HTTP.
The columns of llama.cpp ran against that engine, with a model of random weights (\`engine/\`).

${table(summary(adapters, rows))}

- _Warms by_: what a warm sends. _If refused_: what it sends next.
- _Reports_: the counts of tokens that an answer's usage has. _Tools_: a tool that the model calls arrives whole. _Images_: one that goes with a question.
- _Reasoning_: the model's thoughts arrive apart from its text. _Resumes_: an answer goes on after its connection broke. The suite does not ask these two: they are entered by hand.

<details>
<summary>All ${rows.size} tests</summary>

“yes”: the test passed. Another word: what the test found. “n/a”: the backend can't be put into this situation, with the reason in the suite.

${table([['Test', ...adapters], ...[...rows].map(([row, cells]) => [row, ...adapters.map((each) => cells.get(each) ?? '')])])}

</details>
`;
  const style = JSON.parse(readFileSync(new URL('../.prettierrc.json', import.meta.url), 'utf8'));
  return format(text, { ...style, parser: 'markdown' });
}

/**
 * Equal adapters share a row.
 * @param {readonly string[]} adapters
 * @param {Rows} rows
 */
function summary(adapters, rows) {
  /** @type {Map<string, string[]>} */
  const named = new Map();
  for (const adapter of adapters) {
    const cell = (/** @type {string} */ row) => rows.get(row)?.get(adapter) ?? '–';
    const said = (/** @type {string} */ row) => SAID[cell(row)] ?? cell(row);
    const cells = [
      said(WARMS),
      cell(ELSE) === cell(WARMS) ? '–' : said(ELSE),
      said(REPORTS),
      said(TOOLS),
      said(IMAGES),
      NO_REASONING.includes(adapter) ? '–' : 'yes',
      RESUMES[/** @type {keyof typeof RESUMES} */ (adapter)] ?? '–',
    ];
    const [base = ''] = adapter.split(' (');
    const key = [base, ...cells].join('|');
    named.set(key, [...(named.get(key) ?? []), adapter]);
  }
  const head = ['Adapter', 'Warms by', 'If refused', 'Reports', 'Tools', 'Images', 'Reasoning', 'Resumes'];
  return [head, ...[...named].map(([key, same]) => [together(same), ...key.split('|').slice(1)])];
}

/**
 * `anthropic`, `anthropic (Bedrock)` and `anthropic (Vertex)` as `anthropic`, also Bedrock, Vertex.
 * @param {readonly string[]} adapters
 */
function together(adapters) {
  const [base = ''] = adapters[0]?.split(' (') ?? [];
  const hosts = adapters.flatMap((each) => (each === base ? [] : [each.slice(base.length + 2, -1)]));
  if (hosts.length === 0) return `\`${base}\``;
  return `\`${base}\`${adapters.includes(base) ? ', also' : ','} ${hosts.join(', ')}`;
}
