"use client";
import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

const CHOICES = [
  { value: "system", label: "Like the system", icon: <Monitor aria-hidden className="size-3.5 text-mute" /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden className="size-3.5 text-mute" /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden className="size-3.5 text-mute" /> },
];

/** Light, dark, or as the system has it. The icon is the same in every theme: the server does not know which is on. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      choices={CHOICES}
      value={theme ?? "system"}
      onChoose={(chosen) => {
        holdTransitions();
        setTheme(chosen);
      }}
      trigger={
        <Button variant="ghost" size="icon" aria-label="Theme" title="Theme">
          <SunMoon aria-hidden className="size-4" />
        </Button>
      }
    />
  );
}

/**
 * All colours switch at once: else those that fade would lag behind those that do not. next-themes does this too, but also when a page is
 * opened, and for that works out the style of everything on it four times.
 */
function holdTransitions(): void {
  const { dataset } = document.documentElement;
  dataset.themeSwitch = "";
  // The theme is on <html> in the next frame at the latest.
  requestAnimationFrame(() => requestAnimationFrame(() => delete dataset.themeSwitch));
}
