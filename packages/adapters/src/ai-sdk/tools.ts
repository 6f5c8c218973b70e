import { invalidOption, type JsonObject } from '@forewarm/core';
import type { ProviderOptions } from './model.js';

/** A tool as a model is given it. */
export interface RawTool {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly providerOptions?: ProviderOptions;
}

/** What a route knows of its tools beyond the prefix, by name: `execute`, `toModelOutput`, … */
export type ToolParts = Readonly<Record<string, object>>;

/** What the model reads of a tool: the prefix says it. */
const SAID = ['description', 'inputSchema', 'providerOptions', 'strict', 'inputExamples'];

/**
 * The mark of the SDK's own schemas, in every version: without it, it takes an object for a
 * function.
 */
const SCHEMA = Symbol.for('vercel.ai.schema');

/**
 * The tools by name, in the SDK's form and the prefix's order, with what the route adds to them.
 */
export function toToolSet(tools: readonly RawTool[], parts: ToolParts): Record<string, object> {
  for (const [name, part] of Object.entries(parts)) {
    const names = tools.map((tool) => tool.name);
    if (!names.includes(name))
      throw invalidOption('aiSdk.promptOf', 'tools', name, `among the prefix's: ${names.join(', ')}`);
    const said = SAID.find((field) => field in part);
    if (said === undefined) continue;
    throw invalidOption('aiSdk.promptOf', `tools.${name}.${said}`, 'given', 'left out: the prefix says it');
  }
  return Object.fromEntries(
    tools.map(({ name, inputSchema, ...tool }) => {
      const schema = { [SCHEMA]: true, _type: undefined, validate: undefined, jsonSchema: inputSchema };
      return [name, { ...tool, inputSchema: schema, ...parts[name] }];
    }),
  );
}
