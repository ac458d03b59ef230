/**
 * Gives a canvas the screen's own pixels, empties it, and makes a unit of it a CSS pixel, zero `bleedPx` from its left edge.
 * Null where there is none.
 */
export function prepareCanvas(
  canvas: HTMLCanvasElement | null,
  size: { widthPx: number; heightPx: number; bleedPx?: number },
): CanvasRenderingContext2D | null {
  const { widthPx, heightPx, bleedPx = 0 } = size;
  const context = canvas?.getContext("2d");
  if (!canvas || !context || widthPx <= 0) return null;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round((widthPx + 2 * bleedPx) * ratio);
  const height = Math.round(heightPx * ratio);
  // Setting a size, even the same one, makes the browser allocate anew.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio, 0, 0, ratio, bleedPx * ratio, 0);
  return context;
}
