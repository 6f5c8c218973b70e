import '@testing-library/jest-dom';
import { type ForewarmMatchers, matchers } from '@forewarm/testing';

expect.extend(matchers);

declare global {
  namespace jest {
    interface Matchers<R> extends ForewarmMatchers<R> {}
  }
}
