/** Which tokens of a long prompt are in view, so that shading them takes as long as what is seen, not as the prompt. */

/** Top and height of each token within the list, in pixels. Tokens stand in lines, so tops never fall. */
export interface TokenPlaces {
  readonly tops: readonly number[];
  readonly height: number;
}

export interface TokenRange {
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

/** Tokens this far out of view are shaded too: a browser scrolls before it tells. In pixels. */
const MARGIN = 120;

/** Reads where the tokens stand. It lays out the page, so it is not for every frame. */
export function readPlaces(list: HTMLElement): TokenPlaces {
  const elements = Array.from(list.children) as HTMLElement[];
  const origin = list.offsetTop;
  const isParent = elements[0]?.offsetParent === list;
  return {
    tops: elements.map(({ offsetTop }) => offsetTop - (isParent ? 0 : origin)),
    height: elements[0]?.offsetHeight ?? 0,
  };
}

/** Finds the tokens between two heights of the list, with some before and after. */
export function findVisible(
  { tops, height }: TokenPlaces,
  view: { readonly top: number; readonly height: number },
): TokenRange {
  return {
    first: findFirst(tops, view.top - MARGIN - height),
    end: findFirst(tops, view.top + view.height + MARGIN + 1),
  };
}

/** Index of the first top that is not below `least`. */
function findFirst(tops: readonly number[], least: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
