export { Add as AttachmentsAdd } from './attachments/Add.js';
export { Attachments } from './attachments/Attachments.js';
export { ATTACHMENT_ENGLISH, type AttachmentLabels } from './attachments/labels.js';
export { List as AttachmentsList, Problem as AttachmentsProblem } from './attachments/List.js';
export { readAttachment, type ReadAttachment } from './attachments/readAttachment.js';
export { type AttachmentsProps, Root as AttachmentsRoot } from './attachments/Root.js';
export { renderAttachedTurn, Sent as AttachmentsSent } from './attachments/Sent.js';
