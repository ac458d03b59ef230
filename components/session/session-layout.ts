/** The page: on large screens as high as the window, so that list and details scroll by themselves; else it flows. */
export const SESSION_PAGE =
  "flex flex-col gap-3 px-4 pt-3 pb-3.5 lg:h-(--page-height) lg:min-h-[46rem] lg:overflow-hidden";

/** List and details: side by side where there is room, else one under the other. */
export const SESSION_GRID =
  "grid min-h-0 flex-1 max-lg:gap-3 lg:grid-cols-[minmax(0,1fr)_0.75rem_clamp(20rem,var(--details-width,28.25rem),60%)]";

/** Where the page is as high as the window and does not scroll: there a wheel over the plot is free to zoom. */
export const FILLS_WINDOW = "(min-width: 1024px) and (min-height: 48.75rem)";

/**
 * What wraps on wide screens and on narrow ones is one line to push sideways, up to the screen's edges: wrapped, it would fill half of
 * them. The padding leaves room for the outline of what has the focus; `relative` keeps in it what stands in it absolutely, words for
 * screen readers, or the page would be as wide.
 */
export const STRIP =
  "flex-wrap max-sm:relative max-sm:-mx-4 max-sm:-my-1 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:whitespace-nowrap max-sm:px-4 max-sm:py-1 max-sm:[scrollbar-width:none] max-sm:[&>*]:shrink-0";
