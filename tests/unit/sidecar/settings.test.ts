import { expect, it } from "vitest";
import { readSettings } from "@/sidecar/settings";

const livekit = {
  LIVEKIT_OBSERVABILITY_URL: "https://earshot.example.com/",
  LIVEKIT_API_KEY: "APIx",
  LIVEKIT_API_SECRET: "s",
};

it("an agent that reports to Earshot has all that the sidecar needs in its environment", () => {
  expect(readSettings({}, livekit, "/usr/bin/python").target).toEqual({
    url: "https://earshot.example.com",
    key: "APIx:s",
  });
});

it("flags come before Earshot's own environment, and that before LiveKit's", () => {
  const environment = { ...livekit, EARSHOT_URL: "http://two", EARSHOT_KEY: "b:2", EARSHOT_AGENT: "from environment" };
  expect(readSettings({}, environment, "x")).toMatchObject({
    target: { url: "http://two", key: "b:2" },
    agent: "from environment",
  });
  const flags = { url: "http://three", key: "c:3", agent: "from a flag" };
  expect(readSettings(flags, environment, "x")).toMatchObject({
    target: { url: "http://three", key: "c:3" },
    agent: "from a flag",
  });
});

it("without a server, or with an address that is none, there is nobody to send to", () => {
  expect(readSettings({ key: "a:b" }, {}, "x").target).toBeNull();
  expect(readSettings({ url: "http://x" }, {}, "x").target).toBeNull();
  expect(readSettings({ url: "earshot.example.com", key: "a:b" }, {}, "x").target).toBeNull();
});

it("an agent that nobody named is called as its program", () => {
  expect(readSettings({}, {}, "/usr/local/bin/python3").agent).toBe("python3");
});

it("a bound that is no number is refused in words", () => {
  expect(() => readSettings({ "spool-mib": "much" }, {}, "x")).toThrow("--spool-mib must be a number above 0.");
  expect(() => readSettings({ "flush-seconds": "-1" }, {}, "x")).toThrow("--flush-seconds must be");
});
