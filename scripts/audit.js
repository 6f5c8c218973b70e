// Dependencies with a known weakness that reach a user: high and critical ones fail. Where the registry can't be asked, that is said and nothing fails.
import { spawnSync } from 'node:child_process';
import { npmScript } from './tools.js';

const { stdout } = spawnSync(process.execPath, [npmScript(), 'audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  timeout: 60_000,
  maxBuffer: 64 * 1024 * 1024,
});
/** @type {{ metadata?: { vulnerabilities?: Record<string, number> }, vulnerabilities?: Record<string, { severity: string }> }} */
let report = {};
try {
  report = JSON.parse(stdout);
} catch {
  // No answer at all.
}
const counts = report.metadata?.vulnerabilities;
if (!counts) {
  console.log('audit: the registry’s advisories can’t be asked from here; dependencies were not audited.');
} else {
  const grave = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
    /high|critical/.test(severity),
  );
  for (const [name, { severity }] of grave) console.error(`audit: ${name} (${severity})`);
  console.log(`audit: ${counts['total'] ?? 0} known weaknesses, ${grave.length} of them high or critical.`);
  process.exitCode = grave.length > 0 ? 1 : 0;
}
