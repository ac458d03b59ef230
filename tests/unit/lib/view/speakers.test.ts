import { expect, it } from "vitest";
import type { TimelineParticipant } from "@/lib/model/timeline";
import { nameSpeakers } from "@/lib/view/speakers";

const called = (name: string | null) => {
  const participant = { identity: "sip_1", name, kind: "user" } as TimelineParticipant;
  return nameSpeakers({ participants: [participant] }).user;
};

it("calls the user by the room's name for him, and the caller where there is none", () => {
  expect(called("Maria Lindgren")).toBe("Maria Lindgren");
  expect(called(" ")).toBe("caller");
  expect(called(null)).toBe("caller");
});

it("shortens a name that has no room on a button, by whole characters", () => {
  expect(called("Anna-Maria von und zu Hohenstein")).toBe("Anna-Maria von und zu H…");
  expect(called("👩‍👩‍👧".repeat(20))).toMatch(/^\P{Surrogate}+…$/u);
});
