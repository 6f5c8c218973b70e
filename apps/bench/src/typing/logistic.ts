export interface Examples {
  readonly rows: readonly Float64Array[];
  readonly truths: readonly boolean[];
}

/** Rare signs get no weight. */
const RIDGE = 1;

/** Fits a logistic regression by Newton's method. */
export function fitLogistic({ rows, truths }: Examples): number[] {
  const size = rows[0]!.length;
  let weights = Array<number>(size).fill(0);
  for (let step = 0; step < 25; step++) {
    const slope = weights.map((weight) => -RIDGE * weight);
    const bend = weights.map((_, i) => weights.map((__, j) => (i === j ? RIDGE : 0)));
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      let sum = 0;
      for (let i = 0; i < size; i++) sum += row[i]! * weights[i]!;
      const likely = 1 / (1 + Math.exp(-sum));
      const off = Number(truths[index]) - likely;
      const sure = likely * (1 - likely);
      for (let i = 0; i < size; i++) {
        slope[i]! += off * row[i]!;
        const line = bend[i]!;
        for (let j = 0; j <= i; j++) line[j]! += sure * row[i]! * row[j]!;
      }
    }
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) bend[j]![i] = bend[i]![j]!;
    const change = solve(bend, slope);
    weights = weights.map((weight, i) => weight + change[i]!);
    if (Math.max(...change.map(Math.abs)) < 1e-6) return weights;
  }
  throw new Error('The weights do not settle.');
}

/** Gaussian elimination: the matrix is positive definite. */
function solve(matrix: readonly number[][], vector: readonly number[]): number[] {
  const rows = matrix.map((line, i) => [...line, vector[i]!]);
  for (const [i, pivot] of rows.entries()) {
    for (const other of rows.slice(i + 1)) {
      const factor = other[i]! / pivot[i]!;
      for (let j = i; j < other.length; j++) other[j]! -= factor * pivot[j]!;
    }
  }
  const result = vector.map(() => 0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const known = result.reduce((sum, value, j) => sum + (j > i ? rows[i]![j]! * value : 0), 0);
    result[i] = (rows[i]!.at(-1)! - known) / rows[i]![i]!;
  }
  return result;
}
