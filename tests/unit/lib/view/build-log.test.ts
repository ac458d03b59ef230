import { describe, expect, it } from "vitest";
import { findInBuildLog, openSteps, readBuildLog } from "@/lib/view/build-log";

const BUILDKIT = `#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 312B done
#1 DONE 0.0s

#2 [1/3] FROM docker.io/library/python:3.11
#2 CACHED

#3 [2/3] RUN pip install -r requirements.txt
#3 0.812 Collecting \u001b[32mnumpy\u001b[0m
#4 [internal] load build context
#4 DONE 0.1s

#3 [2/3] RUN pip install -r requirements.txt
#3 12.40 ERROR: No matching distribution found
#3 ERROR: process "/bin/sh -c pip install" did not complete successfully: exit code: 1
------
 > [2/3] RUN pip install -r requirements.txt:
------
ERROR: failed to solve: exit code: 1
`;

describe("a build's plain output", () => {
  const steps = readBuildLog(BUILDKIT);

  it("is cut into steps in the order of their beginning, each with how it ended", () => {
    expect(steps.map(({ mark, name, state, durationText }) => [mark, name, state, durationText])).toEqual([
      ["#0", 'building with "default" instance using docker driver', "open", null],
      ["#1", "[internal] load build definition from Dockerfile", "done", "0.0 s"],
      ["#2", "[1/3] FROM docker.io/library/python:3.11", "cached", null],
      ["#3", "[2/3] RUN pip install -r requirements.txt", "failed", null],
      ["#4", "[internal] load build context", "done", "0.1 s"],
      [null, "Output", "text", null],
    ]);
  });

  it("of parallel steps each has its own lines, with their seconds, their colours and their place in the log", () => {
    expect(steps[3]?.lines).toEqual([
      { number: 11, text: "Collecting \u001b[32mnumpy\u001b[0m", atText: "0.812", isError: false },
      { number: 16, text: "ERROR: No matching distribution found", atText: "12.40", isError: false },
      {
        number: 17,
        text: 'ERROR: process "/bin/sh -c pip install" did not complete successfully: exit code: 1',
        atText: null,
        isError: true,
      },
    ]);
    expect(steps[5]?.lines.map(({ text }) => text).at(-1)).toBe("ERROR: failed to solve: exit code: 1");
  });

  it("opens what failed when it is long, and everything when it is short", () => {
    expect(openSteps(steps).size).toBe(6);
    const long = readBuildLog(`${BUILDKIT}#5 step\n${"#5 1.0 line\n".repeat(100)}#5 DONE 1.0s\n`);
    expect([...openSteps(long)]).toEqual(["#3", expect.stringContaining("text-")]);
  });

  it("finds words whatever their colours and case, and leaves the other lines out", () => {
    const found = findInBuildLog(steps, "NUMPY");
    expect([found.lineCount, found.steps.map(({ key }) => key)]).toEqual([1, ["#3"]]);
    expect(findInBuildLog(steps, "python:3.11")).toMatchObject({ lineCount: 0, steps: [{ key: "#2" }] });
    expect(findInBuildLog(steps, "nowhere").steps).toEqual([]);
    expect(findInBuildLog(steps, " ").steps).toHaveLength(6);
  });
});

it("cuts the steps of older builders, which run until the next one", () => {
  const steps = readBuildLog(
    "Sending build context\nStep 1/2 : FROM x\n ---> abc\nStep 2/2 : RUN y\nok\nSTEP 3/3: COPY z\n",
  );
  expect(steps.map(({ mark, name, state, lines }) => [mark, name, state, lines.length])).toEqual([
    [null, "Output", "text", 1],
    ["1/2", "FROM x", "done", 1],
    ["2/2", "RUN y", "done", 1],
    ["3/3", "COPY z", "open", 0],
  ]);
});

it("takes all else as text, and nothing for no step", () => {
  expect(readBuildLog("one\ntwo\n")).toMatchObject([{ state: "text", lines: [{ text: "one" }, { text: "two" }] }]);
  expect(readBuildLog("")).toEqual([]);
});
