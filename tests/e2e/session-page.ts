import { expect, type Locator, type Page } from "@playwright/test";

/** The session screen by the names its parts promise. */
export class SessionPage {
  readonly play: Locator;
  readonly pause: Locator;
  readonly position: Locator;
  readonly timeline: Locator;
  readonly rows: Locator;
  readonly current: Locator;
  readonly details: Locator;
  readonly recording: Locator;

  constructor(readonly page: Page) {
    this.play = page.getByRole("button", { name: "Play", exact: true });
    this.pause = page.getByRole("button", { name: "Pause", exact: true });
    this.position = page.getByRole("slider", { name: "Position" });
    this.timeline = page.getByRole("list", { name: "Timeline" });
    this.rows = this.timeline.getByRole("listitem");
    this.current = this.timeline.locator("li[aria-current=true]");
    this.details = page.getByRole("region", { name: "Details" });
    this.recording = page.getByRole("region", { name: "Recording" });
  }

  /** Opens a session by its address. */
  async open(id: string, search = ""): Promise<void> {
    await this.page.goto(`/p/default/sessions/${id}${search}`);
    await expect(this.rows.first()).toBeVisible();
  }

  /** Opens a session through the list, as a person does. */
  async openFromList(id: string): Promise<void> {
    await this.page.goto("/");
    await this.page.locator(`a[href*="${id}"]`).click();
    await expect(this.rows.first()).toBeVisible();
  }

  /** Seconds since the session began, as the slider says them. */
  async positionSeconds(): Promise<number> {
    return Number(await this.position.inputValue());
  }

  /** What a line of the list is chosen with by keyboard. */
  lineButton(index: number): Locator {
    return this.rows.nth(index).getByRole("button", { name: /show details/ });
  }

  checkbox(name: string): Locator {
    return this.page.getByRole("checkbox", { name });
  }

  /** Leaves only the named kinds in the list. */
  async showOnly(...kinds: string[]): Promise<void> {
    for (const kind of ["Transcript", "Tools", "Spans", "Logs", "Handoffs"]) {
      const box = this.checkbox(kind);
      const isOn = (await box.getAttribute("aria-checked")) === "true";
      if (isOn !== kinds.includes(kind)) await box.click();
    }
  }
}
