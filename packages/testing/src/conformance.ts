export { openBackend } from './conformance/backend.js';
export { describeAdapter, type DescribeOptions } from './conformance/describeAdapter.js';
export {
  CONFORMANCE_KEY,
  type Demand,
  type PrefixParts,
  type Refusal,
  type Setup,
  type Situation,
  type Subject,
} from './conformance/subject.js';
export { chatWire, messagesWire, responsesWire, type Wire } from './conformance/wire.js';
