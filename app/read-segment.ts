/** A segment of an address as it was written: Next leaves it encoded. A segment that is not valid is left as it is. */
export function readSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
