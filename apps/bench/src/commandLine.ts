import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'];

/** A wrong option: the message names it, its value and what is allowed. */
export class UsageError extends Error {}

export function parseOptions<const T extends Options>(options: T, args = process.argv.slice(2)): Values<T> {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const [wrong] = (error as Error).message.split(/\.\s|\n/);
    const all = Object.keys({ ...options, help: true }).map((name) => `--${name}`);
    throw new UsageError(`${wrong!.replace(/\.$/, '')}; the options are ${all.join(', ')}.`, { cause: error });
  }
}

/** Reads the command line; exits with 2 after a `UsageError`. */
export function commandLine<T>(help: string, read: () => T): T {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(help);
    process.exit();
  }
  try {
    return read();
  } catch (error) {
    return fail(error);
  }
}

/** Prints an error; exits with 2 for a wrong command line, else with 1. */
export function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}

/** Resolves a path from where the command was given: npm runs scripts in the package's folder. */
export function callersPath(path: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  return resolve(env['INIT_CWD'] || process.cwd(), path);
}

export function whole(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw bad(name, value, 'a whole number, 1 or more');
  return number;
}

export function bad(name: string, value: string, allowed: string): UsageError {
  return new UsageError(`${name} is ${JSON.stringify(value)}; it must be ${allowed}.`);
}
