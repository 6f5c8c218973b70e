/** What stands behind a host: a Messages API. */
export type Upstream = (request: Request) => Promise<Response>;

/**
 * A host's request as one to the Messages API: what the host has in its path and headers goes where
 * the API has it.
 */
export async function toMessages(
  request: Request,
  { model, key, isStream }: { model: string; key: string; isStream: boolean },
): Promise<Request> {
  const { anthropic_version: version, ...body } = (await request.json()) as Record<string, unknown>;
  // Both hosts want the version in the body, and no model.
  if (typeof version !== 'string' || 'model' in body) {
    return new Request('http://host/v1/messages', { method: 'POST', body: '{}', signal: request.signal });
  }
  const headers = { 'content-type': 'application/json', 'x-api-key': key, 'anthropic-version': version };
  const sent = JSON.stringify({ model, ...body, ...(isStream && { stream: true }) });
  return new Request('http://host/v1/messages', { method: 'POST', headers, body: sent, signal: request.signal });
}
