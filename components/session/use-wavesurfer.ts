"use client";
import { type RefObject, useEffect, useRef } from "react";
import WaveSurfer from "wavesurfer.js";
import { type Peaks, toHeights } from "@/lib/view/peaks";
import { useStage } from "./stage";

const LANE_HEIGHT_PX = 50;
/** How much of its colour a bar keeps that has not been played yet; mixed, for what is brighter is drawn through it. */
const UNPLAYED_PERCENT = 48;

/** Where the waveform is in view. */
export interface WaveformView {
  pxPerSecond: number;
  /** How much of the waveform lies left of the plot. */
  scrollPx: number;
}

/**
 * Draws peaks into an element with wavesurfer, in the two sides' colours. The audio element is given to it only so that
 * what was played is brighter: it neither fetches nor decodes the file. A change of peaks draws anew.
 */
export function useWavesurfer(
  host: RefObject<HTMLDivElement | null>,
  peaks: Peaks,
  durationMs: number,
  view: WaveformView,
): void {
  const { clock } = useStage();
  const surfer = useRef<WaveSurfer>(null);
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    if (!host.current) return;
    const created = WaveSurfer.create({
      ...optionsOf(host.current, peaks, durationMs),
      media: clock.getAudio() ?? undefined,
      minPxPerSec: latest.current.pxPerSecond,
    });
    created.on("ready", () => {
      surfer.current = created;
      show(created, latest.current);
      // It tells its own progress only when the audio moves: not after it was drawn anew.
      created.getRenderer().renderProgress(progressOf(clock.getAudio(), durationMs));
    });
    return () => {
      surfer.current = null;
      created.destroy();
    };
  }, [host, peaks, durationMs, clock]);
  useEffect(() => {
    if (surfer.current) show(surfer.current, view);
  }, [view]);
}

function show(surfer: WaveSurfer, view: WaveformView): void {
  if (surfer.options.minPxPerSec !== view.pxPerSecond) surfer.zoom(view.pxPerSecond);
  surfer.setScroll(view.scrollPx);
}

function progressOf(audio: HTMLAudioElement | null, durationMs: number): number {
  return audio ? (audio.currentTime * 1000) / durationMs : 0;
}

function optionsOf(container: HTMLElement, peaks: Peaks, durationMs: number) {
  const style = getComputedStyle(container);
  const colorOf = (name: string) => style.getPropertyValue(name).trim();
  const dim = (color: string) => `color-mix(in srgb, ${color} ${UNPLAYED_PERCENT}%, ${colorOf("--panel")})`;
  return {
    container,
    peaks: toHeights(peaks),
    duration: durationMs / 1000,
    height: LANE_HEIGHT_PX,
    splitChannels: ["--user", "--agent"].map(colorOf).map((color) => ({ waveColor: dim(color), progressColor: color })),
    barWidth: 2,
    barGap: 1,
    barRadius: 1,
    barMinHeight: 1,
    cursorWidth: 0,
    interact: false,
    autoScroll: false,
    autoCenter: false,
    hideScrollbar: true,
  };
}
