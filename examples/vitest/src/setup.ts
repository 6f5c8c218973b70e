import '@testing-library/jest-dom/vitest';
import { type ForewarmMatchers, matchers } from '@forewarm/testing';
import { expect } from 'vitest';

expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<T> extends ForewarmMatchers<T> {}
}
