/** Whether shortcuts of single characters are on, which this browser remembers. */
const KEY = 'patchbay-character-shortcuts';

export function hasCharacterShortcuts(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

export function setCharacterShortcuts(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // Without storage the setting cannot be kept.
  }
}
