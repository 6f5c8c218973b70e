export type Upstream = (request: Request) => Promise<Response>;

/** Moves model and key to where the API has them. */
export async function toMessages(
  request: Request,
  { model, key, isStream }: { model: string; key: string; isStream: boolean },
): Promise<Request> {
  const { anthropic_version: version, ...body } = (await request.json()) as Record<string, unknown>;
  // Both hosts want the version, and no model, in the body.
  if (typeof version !== 'string' || 'model' in body) {
    return new Request('http://host/v1/messages', { method: 'POST', body: '{}', signal: request.signal });
  }
  const headers = { 'content-type': 'application/json', 'x-api-key': key, 'anthropic-version': version };
  const sent = JSON.stringify({ model, ...body, ...(isStream && { stream: true }) });
  return new Request('http://host/v1/messages', { method: 'POST', headers, body: sent, signal: request.signal });
}
