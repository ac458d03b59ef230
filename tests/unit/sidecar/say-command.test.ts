import { expect, test } from "vitest";
import { sayCommand } from "@/sidecar/say-command";

test.each([
  [["python", "agent.py", "start"], "python agent.py start"],
  [["agent", "--api-key", "sk-1", "--port", "80"], "agent --api-key … --port 80"],
  [["agent", "--auth-token=abc=def", "-v"], "agent --auth-token=… -v"],
  [["env", "OPENAI_API_KEY=sk-1", "MODE=test", "agent"], "env OPENAI_API_KEY=… MODE=test agent"],
  [["agent", "--url", "https://user:pass@host/x"], "agent --url https://…@host/x"],
  [["agent", "--password", "x".repeat(10)], "agent --password …"],
  [["agent", "--keyword=hello"], "agent --keyword=…"],
])("the command %j is told as %s", (command, said) => {
  expect(sayCommand(command)).toBe(said);
});

test("a long command is cut", () => {
  expect(sayCommand(["agent", "x".repeat(5_000)]).length).toBe(1_000);
});
