import { Add } from './Add.js';
import { List, Problem } from './List.js';
import { Root } from './Root.js';
import { Sent } from './Sent.js';

/** Lets files go with a question. Server components import parts by name (`AttachmentsAdd`, …). */
export const Attachments = { Root, Add, List, Problem, Sent } as const;
