// Fails on high and critical advisories that reach a user; only reports without a registry.
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
  // The registry gave no answer.
}
const counts = report.metadata?.vulnerabilities;
if (!counts) {
  console.log('audit: the registry can’t be reached; dependencies were not audited.');
} else {
  const grave = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
    /high|critical/.test(severity),
  );
  for (const [name, { severity }] of grave) console.error(`audit: ${name} (${severity})`);
  console.log(`audit: ${counts['total'] ?? 0} known weaknesses, ${grave.length} of them high or critical.`);
  process.exitCode = grave.length > 0 ? 1 : 0;
}
