/** A problem of a text that people write, with the character that it is about. */
export class TextError extends Error {
  override name = 'TextError';

  /**
   * @param message what is wrong and what to write instead.
   * @param at index of the character, in UTF-16 code units from 0; the length of the text for its end.
   */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}
