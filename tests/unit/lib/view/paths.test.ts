import { expect, it } from "vitest";
import { projectPath, sessionPath, workerPath } from "@/lib/view/paths";

it("an id with signs of an address stays one segment of the path", () => {
  expect(projectPath("day line", "settings/privacy")).toBe("/p/day%20line/settings/privacy");
  expect(sessionPath("default", "room/1?x#y")).toBe("/p/default/sessions/room%2F1%3Fx%23y");
  expect(workerPath("default", "host:1/2")).toBe("/p/default/agents/workers/host%3A1%2F2");
});
