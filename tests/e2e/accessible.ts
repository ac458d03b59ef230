import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Axe finds nothing serious or critical in the page, or in what the selector chooses of it. */
export async function expectAccessible(page: Page, selector = "html"): Promise<void> {
  expect((await findingsOf(page, selector)).filter(({ isSerious }) => isSerious).map(({ text }) => text)).toEqual([]);
}

/** Axe finds nothing at all. */
export async function expectFlawless(page: Page): Promise<void> {
  expect((await findingsOf(page, "html")).map(({ text }) => text)).toEqual([]);
}

/**
 * Everything that axe finds, each with its elements. Judged in the page itself: axe would open a second window for every
 * judgement, to put together what the frames of other origins say, and no page of ours has any.
 */
async function findingsOf(page: Page, selector: string): Promise<{ isSerious: boolean; text: string }[]> {
  const axe = new AxeBuilder({ page })
    .include(selector)
    .setLegacyMode()
    .options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, impact, nodes }) => ({
    isSerious: impact === "serious" || impact === "critical",
    text: `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.html}`).join(", ")}`,
  }));
}
