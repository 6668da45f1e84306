// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { ChartBox } from './ChartBox';
import { whenDrawn } from './when-drawn';

const drawn = vi.fn<(name: string, width?: number, height?: number) => void>();
afterEach(() => {
  drawn.mockClear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

interface ChartProps {
  readonly name: string;
  readonly width?: number;
  readonly height?: number;
}

function Chart({ name, width, height }: ChartProps) {
  drawn(name, width, height);
  return <p>{name}</p>;
}

/** Longer than the turns of three charts. */
const turns = () => act(() => new Promise((resolve) => setTimeout(resolve, 400)));

/** Lets a test change the width of all boxes. */
function stubWidth(first: number): (width: number) => void {
  let [now, notify] = [first, (): void => {}];
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => now);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly notify: ResizeObserverCallback) {}
      observe(target: Element): void {
        const entry = { target } as ResizeObserverEntry;
        notify = () => this.notify([entry], this as unknown as ResizeObserver);
      }
      disconnect(): void {}
    },
  );
  return (width) => {
    now = width;
    notify();
  };
}

it('draws a chart once, as wide as its box, and again when the width has changed', async () => {
  const { rerender } = renderInPage(<div />);
  const resize = stubWidth(400);
  rerender(
    <ChartBox height={150}>
      <Chart name="lines" />
    </ChartBox>,
  );
  expect(screen.queryByText('lines')).toBeNull();
  await turns();
  expect(screen.getByText('lines')).not.toBeNull();
  expect(drawn.mock.calls).toEqual([['lines', 400, 150]]);
  resize(400);
  await turns();
  expect(drawn).toHaveBeenCalledTimes(1);
  resize(250);
  resize(260);
  await turns();
  expect(drawn.mock.calls.slice(1)).toEqual([['lines', 260, 150]]);
});

it('shows the last chart until the turn of the next one, which may have another height', async () => {
  const { rerender } = renderInPage(
    <ChartBox height={150}>
      <Chart name="before" />
    </ChartBox>,
  );
  await turns();
  rerender(
    <ChartBox height={170}>
      <Chart name="after" />
    </ChartBox>,
  );
  expect(screen.queryByText('before')).not.toBeNull();
  await turns();
  expect(screen.queryByText('before')).toBeNull();
  // jsdom lays nothing out.
  expect(drawn).toHaveBeenLastCalledWith('after', 320, 170);
});

it('draws nothing after it has gone', async () => {
  const { unmount } = renderInPage(
    <ChartBox height={150}>
      <Chart name="gone" />
    </ChartBox>,
  );
  unmount();
  await turns();
  expect(drawn).not.toHaveBeenCalled();
});

it('has all charts of a figure drawn before the figure is exported', async () => {
  const Plot = () => (
    <div className="recharts-wrapper">
      <svg />
    </div>
  );
  const { container } = renderInPage(
    [1, 2, 3].map((chart) => (
      <ChartBox key={chart} height={150}>
        <Plot />
      </ChartBox>
    )),
  );
  await act(() => whenDrawn(container));
  expect(container.querySelectorAll('svg')).toHaveLength(3);
});
