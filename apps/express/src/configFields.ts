import { z } from 'zod';

/** A number written as text, within bounds. */
export const number = (min: number, max: number, byDefault: number) =>
  z.coerce
    .number('must be a number')
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`)
    .default(byDefault);

/** A whole number written as text, within bounds. */
export const whole = (min: number, max: number, byDefault: number) =>
  z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`)
    .default(byDefault);

/** Items set apart by commas. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

/** A switch: 1 or true for on, 0 or false for off. */
export const switchedOn = z
  .enum(['1', 'true', '0', 'false'], 'must be 1 or true for on, 0 or false for off')
  .default('0')
  .transform((value) => value === '1' || value === 'true');

/** Money per million tokens: input, cache read, cache write, output. */
export const rates = z
  .string()
  .regex(
    /^\d+(\.\d+)?(,\d+(\.\d+)?){3}$/,
    'must be four numbers such as 3,0.3,3.75,15: input, cache read, cache write, output',
  )
  .transform((text) => {
    const [input, cacheRead, cacheWrite, output] = text.split(',').map(Number) as [number, number, number, number];
    return { input, cacheRead, cacheWrite, output };
  })
  .optional();
