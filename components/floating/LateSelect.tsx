'use client';

import { ComboboxChevron, TextInput } from '@mantine/core';
import {
  createElement,
  useId,
  useRef,
  useState,
  type ComponentProps,
  type ComponentType,
  type KeyboardEvent,
} from 'react';
import type { SelectFrame } from './SelectFrame';

export interface LateSelectProps<Value extends string = string> {
  readonly 'aria-label': string;
  readonly data: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value | null) => void;
  /** Width in pixels. */
  readonly w: number;
  readonly title?: string;
  readonly searchable?: boolean;
  readonly nothingFoundMessage?: string;
  readonly maxDropdownHeight?: number;
}

type Frame = ComponentType<ComponentProps<typeof SelectFrame>>;

const loadFrame = (): Promise<Frame> => import('./SelectFrame').then((module) => module.SelectFrame);

/** Keys that open the list. */
const OPENING = ['ArrowDown', 'ArrowUp', 'Enter', ' '];

/**
 * A choice from a list whose code is loaded when the field is pointed at or focused. Until then there is a field of the same size with
 * the same text; a press of it opens the list when it is there.
 */
export function LateSelect<Value extends string>(props: LateSelectProps<Value>) {
  const [frame, setFrame] = useState<Frame | null>(null);
  const [isOpen, setOpen] = useState(false);
  const isPressed = useRef(false);
  const list = useId();
  const prepare = (): void => void loadFrame().catch(() => {});
  const use = (): void =>
    void loadFrame().then(
      (loaded) => setFrame(() => loaded),
      () => {},
    );
  const open = (): void => {
    setOpen(true);
    use();
  };
  if (frame)
    return createElement(frame as ComponentType<LateSelectProps<Value> & { isOpen: boolean }>, {
      ...props,
      isOpen,
    });
  const { data, value, w, title } = props;
  return (
    <TextInput
      size="xs"
      w={w}
      title={title}
      readOnly
      pointer
      role="combobox"
      // The list comes with the code; that of a closed field may be absent.
      aria-controls={list}
      aria-label={props['aria-label']}
      aria-haspopup="listbox"
      aria-expanded={false}
      value={data.find((one) => one.value === value)?.label ?? ''}
      rightSection={<ComboboxChevron size="xs" />}
      rightSectionPointerEvents="none"
      onPointerEnter={prepare}
      onPointerDown={() => (isPressed.current = true)}
      // A field that is replaced between press and release would get no click.
      onFocus={() => (isPressed.current ? prepare() : use())}
      onClick={open}
      onKeyDown={(event: KeyboardEvent) => OPENING.includes(event.key) && open()}
    />
  );
}
