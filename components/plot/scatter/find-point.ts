/** Finds points of a scatter plot, by the pointer and by the keyboard. */
import type { ScatterLayout } from './layout-scatter';
import type { ScatterData } from './scatter-data';

type Points = Pick<ScatterData, 'x' | 'y'>;

/** The point that is nearest to a place of the plot; null when none is within `reach` pixels. */
export function findNearest(
  { x, y }: Points,
  { toX, toY }: ScatterLayout,
  at: { readonly x: number; readonly y: number },
  reach: number,
): number | null {
  let nearest: number | null = null;
  let least = reach * reach;
  for (let point = 0; point < x.length; point++) {
    const across = toX(x[point]!) - at.x;
    const along = toY(y[point]!) - at.y;
    const distance = across * across + along * along;
    // Of points at one place, the last one: what is drawn is on top.
    if (distance <= least) [nearest, least] = [point, distance];
  }
  return nearest;
}

/** Orders in which the keyboard goes through the points, and the place of each point in them. */
export interface PointOrders {
  readonly byX: Order;
  readonly byY: Order;
  /** Largest |y - x| first. */
  readonly byDifference: Order;
}

interface Order {
  readonly points: Uint32Array;
  readonly places: Uint32Array;
}

export function orderPoints({ x, y }: Points): PointOrders {
  const order = (value: (point: number) => number): Order => {
    const points = Uint32Array.from(x, (_, point) => point).sort((a, b) => value(a) - value(b) || a - b);
    const places = new Uint32Array(points.length);
    points.forEach((point, place) => (places[point] = place));
    return { points, places };
  };
  return {
    byX: order((point) => x[point]!),
    byY: order((point) => y[point]!),
    byDifference: order((point) => -Math.abs(y[point]! - x[point]!)),
  };
}

/**
 * The point that a key goes to from another one: arrow keys to the next larger or smaller value on their axis, Home and End to the ends of
 * the x axis, `d` to the next smaller difference (with Shift to the next larger one).
 *
 * @returns null for other keys.
 */
export function movePoint(key: string, from: number, orders: PointOrders): number | null {
  const step = ({ points, places }: Order, by: number): number =>
    points[Math.min(points.length - 1, Math.max(0, places[from]! + by))]!;
  switch (key) {
    case 'ArrowRight':
      return step(orders.byX, 1);
    case 'ArrowLeft':
      return step(orders.byX, -1);
    case 'ArrowUp':
      return step(orders.byY, 1);
    case 'ArrowDown':
      return step(orders.byY, -1);
    case 'Home':
      return orders.byX.points[0]!;
    case 'End':
      return orders.byX.points.at(-1)!;
    case 'd':
      return step(orders.byDifference, 1);
    case 'D':
      return step(orders.byDifference, -1);
    default:
      return null;
  }
}
