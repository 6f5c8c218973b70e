import { expect, userEvent, waitFor, within } from 'storybook/test';

interface Played {
  readonly canvasElement: HTMLElement;
}
type Play = (context: Played) => Promise<void>;

/** A selector of a part in a state. */
export function state(part: string, name: string, value = ''): string {
  return `[data-forewarm="${part}"][data-${name}="${value}"]`;
}

/** For `afterEach`: every state in a story's parameter `reaches` is visible at its end. */
export async function seeStates({
  canvasElement,
  parameters,
}: Played & { readonly parameters: Readonly<Record<string, unknown>> }): Promise<void> {
  for (const selector of (parameters['reaches'] ?? []) as readonly string[]) {
    // Not `toBeVisible`, which can't see closed details.
    const seen = (): boolean => canvasElement.querySelector(selector)?.checkVisibility() ?? false;
    await waitFor(() => expect(seen(), selector).toBe(true), { timeout: 5_000 });
  }
}

/** Waits until a text is visible. */
export async function shows(canvasElement: HTMLElement, text: RegExp | string): Promise<void> {
  await waitFor(() => expect(within(canvasElement).getByText(text)).toBeVisible(), { timeout: 10_000 });
}

/** Types without sending, then waits for a text. */
export const typing =
  (text: RegExp | string): Play =>
  async ({ canvasElement }) => {
    await userEvent.type(within(canvasElement).getByRole('textbox'), 'How');
    await shows(canvasElement, text);
  };

/** Types a question and sends it, then waits for the end of its answer. */
export const answered =
  (question = 'How does it stay balanced?'): Play =>
  async ({ canvasElement }) => {
    await userEvent.type(within(canvasElement).getByRole('textbox'), `${question}{Enter}`);
    const said = within(canvasElement).getByRole('status');
    await waitFor(() => expect(said).toHaveTextContent('The answer is complete.'), { timeout: 10_000 });
  };

/** Types a question and sends it, then waits for a text. */
export const asking =
  (text: RegExp | string, question = 'How does it stay balanced?'): Play =>
  async ({ canvasElement }) => {
    await userEvent.type(within(canvasElement).getByRole('textbox'), `${question}{Enter}`);
    await shows(canvasElement, text);
  };
