#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import type { RequestRecord } from '../engine/records.js';
import { createSimulator } from '../simulator.js';
import { help, parseCommand, type Command } from './options.js';

function read(): Command | undefined {
  try {
    const command = parseCommand(process.argv.slice(2));
    if (command === 'help') console.log(help);
    else if (command === 'version') console.log(readVersion());
    else return command;
  } catch (error) {
    console.error(`${(error as Error).message}\nTry --help.`);
    process.exitCode = 2;
  }
  return undefined;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

function describe(record: RequestRecord): string {
  const { usage, error } = record;
  const took =
    record.beganAt === undefined ? '' : `, first token after ${Math.round(record.beganAt - record.startedAt)} ms`;
  const cache = usage ? `${record.outcome}: ${usage.read} read, ${usage.write} written, ${usage.uncached} neither` : '';
  const rest = error ? `${error.type}: ${error.message}` : `${cache}${took}${record.aborted ? ', aborted' : ''}`;
  return `${record.method} ${record.path} ${record.status ?? '-'} ${rest}`;
}

async function serve({ port, host, log, simulator: options }: Command): Promise<void> {
  const simulator = createSimulator({
    ...options,
    ...(log && {
      onRequest: (record) => {
        console.log(describe(record));
      },
    }),
  });
  const server = await simulator.listen(port, host);
  console.log(`Listening on ${server.url}, the inspector is at ${server.url}/__cache`);
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

const command = read();
if (command) {
  serve(command).catch((error: unknown) => {
    console.error(`Cannot listen on ${command.host}:${command.port}: ${(error as Error).message}`);
    process.exitCode = 1;
  });
}
