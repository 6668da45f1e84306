/** The syntax of a formula in a line: `$x$` or `$$x$$`. */
import type { Code, Construct, State } from 'micromark-util-types';
import {
  BACKSLASH,
  consumeLineEnd,
  DOLLAR,
  isDigit,
  isEnd,
  isLineEnd,
  isSpace,
  isWordCharacter,
} from './characters';

/** A formula in a line. A run that fails ends at the next dollar signs, so that reading takes time in proportion to the text. */
export const inlineFormula: Construct = {
  name: 'formula',
  tokenize(effects, ok, nok) {
    let marks = 0;
    let closing = 0;
    let isEmpty = true;
    let before: Code = null;
    let isInLine = false;
    return start;

    function start(code: Code): State | undefined {
      effects.enter('formula');
      enterLine();
      return open(code);
    }
    function enterLine(): void {
      if (!isInLine) effects.enter('formulaSource');
      isInLine = true;
    }
    function open(code: Code): State | undefined {
      if (code === DOLLAR) {
        marks++;
        effects.consume(code);
        return open;
      }
      if (marks > 2 || (marks === 1 && isSpace(code))) return nok(code);
      return content(code);
    }
    function content(code: Code): State | undefined {
      if (isEnd(code)) return nok(code);
      if (code === DOLLAR) {
        closing = 0;
        enterLine();
        return close(code);
      }
      before = code;
      if (isLineEnd(code)) {
        if (isInLine) effects.exit('formulaSource');
        isInLine = false;
        consumeLineEnd(effects, code);
        return content;
      }
      if (!isSpace(code)) isEmpty = false;
      enterLine();
      effects.consume(code);
      return code === BACKSLASH ? escaped : content;
    }
    function escaped(code: Code): State | undefined {
      if (isEnd(code) || isLineEnd(code)) return content(code);
      before = code;
      effects.consume(code);
      return content;
    }
    function close(code: Code): State | undefined {
      if (code === DOLLAR) {
        closing++;
        effects.consume(code);
        return close;
      }
      if (closing !== marks) {
        // `$` within `$$` belongs to its text.
        if (marks === 1) return nok(code);
        isEmpty = false;
        before = DOLLAR;
        return content(code);
      }
      if (isEmpty || (marks === 1 && (isSpace(before) || isDigit(code)))) return nok(code);
      effects.exit('formulaSource');
      effects.exit('formula');
      return ok(code);
    }
  },
  previous(code) {
    if (code === DOLLAR) return this.events.at(-1)?.[1].type === 'characterEscape';
    return !isWordCharacter(code);
  },
};
