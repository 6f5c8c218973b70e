/** Round steps for an axis of this length: at most six, the first at 0. */
export function axisTicks(lengthMs: number): number[] {
  if (!(lengthMs > 0)) return [0];
  const rough = lengthMs / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  const ticks: number[] = [];
  for (let index = 0; index * step <= lengthMs; index++) ticks.push(index * step);
  return ticks;
}
