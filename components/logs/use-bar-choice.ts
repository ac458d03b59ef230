"use client";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { HistogramBar } from "@/lib/view/line-histogram";

/** Which bars are in hand, by pointer or keys: a click or Enter takes one, a drag or Shift with arrows several. */
export function useBarChoice(bars: HistogramBar[], onNarrow: (fromMs: number, toMs: number) => void) {
  const [at, setAt] = useState(0);
  const [from, setFrom] = useState<number | null>(null);
  const [isActive, setActive] = useState(false);
  const end = Math.max(0, bars.length - 1);
  const held = Math.min(at, end);
  const [first, last] = [Math.min(from ?? held, held), Math.max(from ?? held, held)];
  const narrow = () => {
    const [start, stop] = [bars[first], bars[last]];
    if (start && stop) onNarrow(start.fromMs, stop.toMs);
    setFrom(null);
    setActive(false);
  };
  const point = (index: number, isBegin: boolean) => {
    setAt(index);
    if (isBegin) setFrom(index);
    setActive(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = { ArrowLeft: held - 1, ArrowRight: held + 1, Home: 0, End: end }[event.key];
    if (to !== undefined) {
      setFrom(event.shiftKey ? (from ?? held) : null);
      setAt(Math.min(end, Math.max(0, to)));
    } else if (event.key === "Enter") narrow();
    else return;
    event.preventDefault();
  };
  const pointer = useDrag(bars.length, point, narrow, () => setFrom(null));
  const handlers = { ...pointer, onKeyDown, onFocus: () => setActive(true), onBlur: () => setActive(false) };
  return { at: held, first: isActive ? first : -1, last: isActive ? last : -2, isActive, handlers, leave: setActive };
}

/** Tells the bar under the pointer; `isBegin` when it goes down. */
function useDrag(
  count: number,
  point: (index: number, isBegin: boolean) => void,
  onDone: () => void,
  onCancel: () => void,
) {
  const isDragging = useRef(false);
  const indexAt = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * count)));
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      isDragging.current = true;
      point(indexAt(event), true);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => point(indexAt(event), false),
    onPointerUp: () => {
      if (isDragging.current) onDone();
      isDragging.current = false;
    },
    onPointerCancel: () => {
      isDragging.current = false;
      onCancel();
    },
  };
}
