import { messagesWire, type Wire } from '@forewarm/testing/conformance';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { toMessages, type Upstream } from './host.js';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);
const MODEL = /^(?:[a-z]+\.)?anthropic\.(.+?)(?:-v\d+(?::\d+)?)?$/;
const PATH = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream)$/;
const BINARY = 'application/vnd.amazon.eventstream';

export function frame(headers: Record<string, string>, body: object): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const);
  return codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(JSON.stringify(body)) });
}

const chunk = (event: string): Uint8Array =>
  frame(
    { ':message-type': 'event', ':event-type': 'chunk', ':content-type': 'application/json' },
    { bytes: Buffer.from(event).toString('base64') },
  );

const dataOf = (event: string): string => event.slice(event.indexOf('data: ') + 6).trim();

/** `InvokeModel`: Messages API events in AWS frames. */
export const bedrockWire: Wire = {
  *answer(pieces, whole) {
    for (const each of messagesWire.answer(pieces, whole)) yield dataOf(each);
  },
  *toolCall(pieces) {
    for (const each of messagesWire.toolCall(pieces)) yield dataOf(each);
  },
  refusal: (_status, message) => JSON.stringify({ message }),
  encode: chunk,
  contentType: BINARY,
  isStream: ({ path }) => path.endsWith('/invoke-with-response-stream'),
};

/** Bedrock before a Messages API: model in the path, key in the signature, binary frames. */
export function bedrock(upstream: Upstream, keys: ReadonlyMap<string, string> = new Map()): Upstream {
  return async (request) => {
    const [, model, call] = PATH.exec(new URL(request.url).pathname) ?? [];
    if (model === undefined) return Response.json({ message: 'UnknownOperationException' }, { status: 404 });
    const credential = credentialOf(request);
    if (credential === undefined) return Response.json({ message: 'Missing Authentication Token' }, { status: 403 });
    const isStream = call === 'invoke-with-response-stream';
    const key = keys.get(credential) ?? credential;
    const response = await upstream(
      await toMessages(request, { model: nameOf(decodeURIComponent(model)), key, isStream }),
    );
    if (!response.ok) {
      const { error } = (await response.json()) as { error: { message: string } };
      return Response.json({ message: error.message }, { status: response.status });
    }
    if (!isStream || !response.body) return response;
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const frames = new TransformStream<{ data: string }, Uint8Array>({
      transform: ({ data }, controller) => controller.enqueue(chunk(data)),
    });
    return new Response(events.pipeThrough(frames), { headers: { 'content-type': BINARY } });
  };
}

const nameOf = (model: string): string => MODEL.exec(model)?.[1] ?? model;

/** An AWS Signature Version 4 access key, or a Bedrock API key. */
function credentialOf({ headers }: Request): string | undefined {
  const authorization = headers.get('authorization') ?? '';
  const signed =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[\w-]+\/bedrock\/aws4_request, SignedHeaders=[\w;-]*\bx-amz-date\b[\w;-]*, Signature=[0-9a-f]{64}$/;
  return (signed.exec(authorization) ?? /^Bearer (\S+)$/.exec(authorization))?.[1];
}
