/** The cookie that says that a visitor has hidden the introduction. Nothing else is in it. */
export const INTRO_COOKIE = 'patchbay-intro';
export const INTRO_HIDDEN = 'hidden';

const YEAR_S = 365 * 24 * 3600;

/** A cookie string that hides the introduction, or shows it again. */
export function writeIntroCookie(isHidden: boolean): string {
  const value = isHidden ? INTRO_HIDDEN : '';
  return `${INTRO_COOKIE}=${value}; path=/; max-age=${isHidden ? YEAR_S : 0}; samesite=lax`;
}
