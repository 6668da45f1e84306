import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layoutNumberLine } from './number-line';

it('keeps all values and 0 inside, in their order', () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(number, number, fc.array(number, { maxLength: 20 }), (clean, corrupted, values) => {
      const { place } = layoutNumberLine({ clean, corrupted }, values);
      const all = [clean, corrupted, 0, ...values].toSorted((a, b) => a - b);
      const places = all.map(place);
      for (const at of places) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(100);
      }
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }),
  );
});

it('puts labels of near means on opposite sides', () => {
  expect(layoutNumberLine({ clean: 3, corrupted: -3 }, []).sides).toEqual({
    clean: 'middle',
    corrupted: 'middle',
  });
  expect(layoutNumberLine({ clean: -0.3, corrupted: -0.4 }, [5, -5]).sides).toEqual({
    clean: 'start',
    corrupted: 'end',
  });
  expect(layoutNumberLine({ clean: -0.4, corrupted: -0.3 }, [5, -5]).sides).toEqual({
    clean: 'end',
    corrupted: 'start',
  });
});

it('keeps the number of 0 apart from the labels of the means', () => {
  expect(layoutNumberLine({ clean: 6, corrupted: -6 }, []).hasRoomForZero).toBe(true);
  expect(layoutNumberLine({ clean: 6, corrupted: 0.5 }, []).hasRoomForZero).toBe(false);
  // Labels of near means stand beside them: that of the clean one to its right, where 0 is not.
  expect(layoutNumberLine({ clean: 9.2, corrupted: 9 }, []).hasRoomForZero).toBe(true);
  expect(layoutNumberLine({ clean: -0.1, corrupted: -0.2 }, [5, -5]).hasRoomForZero).toBe(false);
});
