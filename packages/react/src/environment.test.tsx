import { afterEach, describe, expect, test } from 'vitest';
import { browserEnvironment } from './environment.js';

const restore: (() => void)[] = [];
afterEach(() => restore.splice(0).forEach((undo) => undo()));

/** Replaces what the browser reports, for one test. */
function say(target: object, name: string, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, value });
  restore.push(() => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  });
}

describe('the browser as the policy sees it', () => {
  test('speaks against nothing as it is', () => {
    const none = { hidden: false, offline: false, saveData: false, automated: false };
    expect(browserEnvironment().conditions!()).toEqual(none);
  });

  test.each([
    ['a hidden page', document, 'visibilityState', 'hidden', 'hidden'],
    ['no network', navigator, 'onLine', false, 'offline'],
    ['Save-Data', navigator, 'connection', { saveData: true, effectiveType: '4g' }, 'saveData'],
    ['2g', navigator, 'connection', { saveData: false, effectiveType: '2g' }, 'saveData'],
    ['slow 2g', navigator, 'connection', { saveData: false, effectiveType: 'slow-2g' }, 'saveData'],
  ] as const)('%s', (_name, target, name, value, condition) => {
    say(target, name, value);
    expect(browserEnvironment().conditions!()).toMatchObject({ [condition]: true });
  });

  test('3g is no reason, nor a browser that does not tell', () => {
    say(navigator, 'connection', { saveData: false, effectiveType: '3g' });
    expect(browserEnvironment().conditions!()).toMatchObject({ saveData: false });
    say(navigator, 'connection', undefined);
    expect(browserEnvironment().conditions!()).toMatchObject({ saveData: false });
  });

  test('automation counts only where that is asked for: this browser is driven by a program', () => {
    expect(navigator.webdriver).toBe(true);
    expect(browserEnvironment({ skipAutomation: true }).conditions!()).toMatchObject({ automated: true });
  });
});
