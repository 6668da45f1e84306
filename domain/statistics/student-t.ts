/**
 * Student's t distribution by the regularised incomplete beta function.
 *
 * Sources: Abramowitz and Stegun 1964, 26.5.8 (the continued fraction) and 26.7.1 (the distribution); the evaluation of the
 * fraction is Lentz's, as modified by Thompson and Barnett 1986. Checked against scipy.stats.t.
 */

/** Terms of the Lanczos approximation of the gamma function with g = 7 (Godfrey 2001), relative error below 1e-14. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const LANCZOS_G = 7;

/** Natural logarithm of the gamma function. @param x at least 0.5. */
function logGamma(x: number): number {
  const z = x - 1;
  let sum = LANCZOS[0]!;
  for (let term = 1; term < LANCZOS.length; term++) sum += LANCZOS[term]! / (z + term);
  const t = z + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const MAX_STEPS = 500;
const PRECISION = 1e-15;
/** Replaces 0 in a denominator of the fraction. */
const TINY = 1e-300;

/** The continued fraction of the incomplete beta function. */
function betaFraction(x: number, a: number, b: number): number {
  const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction;
}

/**
 * Regularised incomplete beta function of x and its complement, each to full relative precision.
 *
 * @param a and @param b at least 0.5.
 */
function incompleteBeta(x: number, complement: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(complement, b, a)) / b;
}

/**
 * Two-sided p: the probability that |T| is at least |t|.
 *
 * @param degrees of freedom, at least 1.
 * @returns NaN for a t that is not a number; 0 for an infinite t.
 */
export function twoSidedP(t: number, degrees: number): number {
  if (Number.isNaN(t)) return NaN;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  return incompleteBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
}

/** Halvings of the bracket of a quantile: its relative error is then that of float64. */
const HALVINGS = 100;

/**
 * The value that T is below with probability `share`.
 *
 * @param share above 0.5 and below 1.
 * @param degrees of freedom, at least 1.
 */
export function quantileT(share: number, degrees: number): number {
  const tail = 2 * (1 - share);
  let [low, high] = [0, 1];
  while (twoSidedP(high, degrees) > tail) [low, high] = [high, 2 * high];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return high;
}
