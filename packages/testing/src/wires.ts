export { chatWire, messagesWire, responsesWire, type Wire } from './conformance/wire.js';
