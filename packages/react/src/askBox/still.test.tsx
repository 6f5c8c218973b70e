import '../styles.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { show, status, submit } from '../testing/box.js';
import { AskBox } from './AskBox.js';

const height = (): number =>
  page.getByRole('group', { name: 'Ask a question' }).element().getBoundingClientRect().height;

test('without statistics the answer comes where its waiting stood, and its end moves nothing', async () => {
  const { adapter } = await show(<AskBox prefix={{ id: 'docs' }} warm={false} />);
  await submit('Why?');
  const waiting = page.getByText('Waiting for the answer…');
  await expect.element(waiting).toBeVisible();
  const { top } = waiting.element().getBoundingClientRect();
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because.');
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect.element(answer).toHaveTextContent('Because.');
  expect(answer.element().getBoundingClientRect().top).toBe(top);
  const during = height();
  adapter.asks[0]!.finish();
  await expect.element(status()).toHaveTextContent('The answer is complete.');
  await expect.element(page.getByRole('button', { name: 'Ask again' })).toBeVisible();
  expect(height()).toBe(during);
});
