"use client";
import { Volume2, VolumeX } from "lucide-react";
import { useSyncExternalStore } from "react";
import { cx } from "@/components/ui/cx";
import { type Side, soloSide, toggleSide } from "@/lib/view/sides";
import { capitalise } from "@/lib/view/speakers";
import { useStage } from "./stage";
import { TONE_TEXT } from "./tone-classes";
import { usePlayerState } from "./use-clock";

/** Who is heard: a press mutes a side, with Shift it leaves that side alone. */
export function SideButtons() {
  return (
    <fieldset aria-label="Sides that are heard" className="flex gap-1.5">
      <SideButton side="user" hotkey="1" />
      <SideButton side="agent" hotkey="2" />
    </fieldset>
  );
}

function SideButton({ side, hotkey }: { side: Side; hotkey: string }) {
  const { speakers, mixer, clock } = useStage();
  const { hasAudio } = usePlayerState(clock);
  const heard = useSyncExternalStore(mixer.subscribe, mixer.getHeard, mixer.getHeard);
  const name = speakers[side];
  const Icon = heard[side] ? Volume2 : VolumeX;
  return (
    <button
      type="button"
      aria-label={`Hear ${name}`}
      aria-pressed={heard[side]}
      title={`Mute or hear ${name}; only ${name}: Shift and click, or ${hotkey}`}
      disabled={!hasAudio}
      onClick={(event) => mixer.hear((event.shiftKey ? soloSide : toggleSide)(heard, side), clock.getAudio())}
      className={cx(
        "inline-flex items-center gap-1.5 rounded-full border border-line min-h-5.5 px-2.25 py-px text-[12px] transition-colors hover:border-line-strong",
        heard[side] ? TONE_TEXT[side] : "text-faint line-through",
      )}
    >
      <Icon aria-hidden className="size-3" />
      <span className="max-sm:hidden">{capitalise(name)}</span>
    </button>
  );
}
