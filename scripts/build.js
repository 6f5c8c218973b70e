import { spawnSync } from 'node:child_process';
import { commandOf } from './tools.js';

const args = [commandOf('turbo'), 'run', 'build', '--output-logs=errors-only'];
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
