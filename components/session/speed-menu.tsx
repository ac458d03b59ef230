"use client";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useStage } from "./stage";
import { usePlayerState } from "./use-clock";
import { SPEEDS } from "./use-session-keys";

/** How fast it plays; the browser keeps the pitch. */
export function SpeedMenu() {
  const { clock } = useStage();
  const { rate } = usePlayerState(clock);
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" aria-label={`Speed ${rate} times`} className="min-w-9 justify-center">
          {rate}×
        </Button>
      }
      choices={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
      value={String(rate)}
      onChoose={(speed) => clock.setRate(Number(speed))}
      align="start"
    />
  );
}
