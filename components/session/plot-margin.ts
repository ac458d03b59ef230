/** Left gutter of labels and right margin: the same for waveform, lanes, axis and slider, so that they align. */
export const PLOT_MARGIN = "ml-[5.5rem] mr-3 sm:ml-[6.5rem]";
export const GUTTER_WIDTH = "w-[5.5rem] sm:w-[6.5rem]";
