import { invalidOption, type JsonObject } from '@forewarm/core';
import type { ProviderOptions } from './model.js';

export interface RawTool {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly providerOptions?: ProviderOptions;
}

/** By name: `execute`, `toModelOutput` and so on. */
export type ToolParts = Readonly<Record<string, object>>;

/** What the model reads is the prefix's. */
const SAID = ['description', 'inputSchema', 'providerOptions', 'strict', 'inputExamples'];

/** Without this mark the SDK calls the schema. */
const SCHEMA = Symbol.for('vercel.ai.schema');

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
