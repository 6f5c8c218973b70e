import { availableParallelism, totalmem } from 'node:os';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from '../../../scripts/chromium.js';
import { bad, commandLine, parseOptions, whole } from '../../bench/src/commandLine.js';
import { compare } from './compare.js';
import { markdownTokens } from './markdownText.js';
import { type Measured, measure } from './measure.js';
import { buildPages, CONVERSATION, type Kit, MARKDOWN, PLAIN } from './pages.js';
import { printProfile, profile } from './profile.js';
import { serve } from './server.js';
import { plainToken } from './stream.js';

const HELP = `npm run bench:render -- [options]

What drawing a fast answer costs in a real Chromium, beside a page without any framework (the floor)
and other kits on the same stream.

  --markdown   an answer in Markdown, beside Streamdown and react-markdown on the whole text
  --turns      a chat after 200 turns of 2,000 characters, beside one after two
  --profile    what each page's time and memory are made of, instead of the table
  --kits LIST  only these pages, comma-separated     [all]
  --tokens N   tokens of the answer                  [5000]
  --rate N     tokens per second                     [500]
  --runs N     runs of each kit; medians             [3]
  --json       one JSON object instead of the table
`;

const { markdown, kits, tokens, perSecond, runs, json, ...given } = commandLine(HELP, () => {
  const values = parseOptions({
    markdown: { type: 'boolean', default: false },
    turns: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    kits: { type: 'string' },
    tokens: { type: 'string', default: '5000' },
    rate: { type: 'string', default: '500' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  });
  const all: readonly Kit[] = values.markdown ? MARKDOWN : values.turns ? CONVERSATION : PLAIN;
  const known = (kit: string): kit is Kit => all.some((one) => one === kit);
  const chosen = (values.kits?.split(',') ?? all).map((kit) => {
    if (!known(kit)) throw bad('--kits', kit, `of ${all.join(', ')}`);
    return kit;
  });
  return {
    ...values,
    kits: chosen,
    tokens: whole('--tokens', values.tokens),
    perSecond: whole('--rate', values.rate),
    runs: whole('--runs', values.runs),
  };
});

const written = markdown ? markdownTokens(tokens) : null;
const token = (index: number): string => written?.[index] ?? plainToken(index);
const { url, close } = await serve(await buildPages(kits, given.profile), { tokens, perSecond, token });
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [...chromiumArgs, '--enable-precise-memory-info'],
});
const machine = {
  chromium: browser.version(),
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};
if (!json) console.log(`Chromium ${machine.chromium}, ${machine.cores} cores, ${machine.memoryGiB} GiB.`);

const profiles: Record<string, unknown> = {};
for (const kit of given.profile ? kits : []) {
  const made = await profile(browser, url, kit);
  if (json) profiles[kit] = made;
  else printProfile(kit, made);
}
const all = new Map<Kit, Measured[]>(kits.map((kit) => [kit, []]));
// In turn rather than kit by kit, so that what else the machine does meets all alike.
for (let run = 0; run < (given.profile ? 0 : runs); run++) {
  for (const kit of kits) all.get(kit)!.push(await measure(browser, url, kit));
}
await browser.close();
await close();

if (given.profile) {
  if (json) console.log(JSON.stringify({ tokens, perSecond, machine, profiles }, null, 2));
} else {
  const { table, lines, ...figures } = compare(all);
  if (json) console.log(JSON.stringify({ tokens, perSecond, runs, machine, ...figures }, null, 2));
  else {
    console.log(`${tokens} tokens at ${perSecond} per second, medians of ${runs}; in brackets: times ${figures.base}.`);
    console.table(table);
    for (const line of lines) console.log(line);
  }
}
