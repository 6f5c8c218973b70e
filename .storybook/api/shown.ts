import type { ApiExport, ApiMember, ApiType } from './model.js';

/** The types that are shown with a function: its options, and what a hook gives. */
export function shownTypes({ kind, parameters, returns }: ApiExport): readonly ApiType[] {
  const options = parameters.filter(({ name }) => name.endsWith('Options'));
  return kind === 'hook' && returns ? [...options, returns] : options;
}

/** All that the page shows in tables of an export. */
export function shownMembers(of: ApiExport): readonly ApiMember[] {
  return [...of.members, ...of.state, ...shownTypes(of).flatMap(({ members }) => members)];
}
