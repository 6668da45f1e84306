/** `2026-11-25 18:20 UTC`: the same on the server and in every browser. */
export function formatMoment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
