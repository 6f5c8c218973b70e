import type { Page } from 'playwright';

/**
 * What a page complains of: errors on its console, exceptions, and what its content-security policy
 * has stopped, in its frames too.
 */
export async function watch(page: Page): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`violated ${violatedDirective}: ${blockedURI}`),
    );
  });
  return complaints;
}
