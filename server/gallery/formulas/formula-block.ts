/** The syntax of a formula between lines of `$$`. */
import type { Code, Construct, State, TokenizeContext } from 'micromark-util-types';
import { BACKSLASH, consumeLineEnd, DOLLAR, isEnd, isLineEnd, isSpace } from './characters';

/** A formula between lines of `$$`. The second may also end the formula's last line. Without a second one it takes the rest of its container. */
export const formulaBlock: Construct = {
  name: 'formulaBlock',
  concrete: true,
  tokenize(effects, ok, nok) {
    // oxlint-disable-next-line typescript/no-this-alias -- the way of micromark's constructs
    const self = this;
    let marks = 0;
    let hasClosed = false;
    let isInLine = true;
    return start;

    function start(code: Code): State | undefined {
      effects.enter('formulaBlock');
      effects.enter('formulaSource');
      return open(code);
    }
    function open(code: Code): State | undefined {
      if (code === DOLLAR) {
        marks++;
        effects.consume(code);
        return open;
      }
      return marks === 2 ? afterMarks(code) : nok(code);
    }
    function afterMarks(code: Code): State | undefined {
      if (isEnd(code) || !isSpace(code)) return nok(code);
      if (isLineEnd(code)) {
        if (self.interrupt) return finish(code);
        return lineEnd(code);
      }
      effects.consume(code);
      return afterMarks;
    }
    function lineEnd(code: Code): State | undefined {
      if (hasClosed || isEnd(code)) return finish(code);
      return effects.check(continued, nextLine, finish)(code);
    }
    function nextLine(code: Code): State | undefined {
      if (isInLine) effects.exit('formulaSource');
      isInLine = false;
      consumeLineEnd(effects, code);
      marks = 0;
      return content;
    }
    function content(code: Code): State | undefined {
      if (isEnd(code) || isLineEnd(code)) {
        hasClosed = marks === 2;
        return lineEnd(code);
      }
      if (!isInLine) effects.enter('formulaSource');
      isInLine = true;
      effects.consume(code);
      if (code === BACKSLASH) return escaped;
      if (code === DOLLAR) marks++;
      else if (!isSpace(code)) marks = 0;
      return content;
    }
    function escaped(code: Code): State | undefined {
      marks = 0;
      if (isEnd(code) || isLineEnd(code)) return content(code);
      effects.consume(code);
      return content;
    }
    function finish(code: Code): State | undefined {
      if (isInLine) effects.exit('formulaSource');
      effects.exit('formulaBlock');
      return ok(code);
    }
  },
};

/** A line end after which the container goes on. */
const continued: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    // oxlint-disable-next-line typescript/no-this-alias -- the way of micromark's constructs
    const self: TokenizeContext = this;
    return (code) => {
      consumeLineEnd(effects, code);
      return (next) => (self.parser.lazy[self.now().line] ? nok(next) : ok(next));
    };
  },
};
