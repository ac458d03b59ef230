import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          environment: "node",
          // Pure: files share what they imported, instead of a process each.
          isolate: false,
          // Whole captures and 64 MiB bodies, on a machine that may be busy with other things.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // Pure as well, but long: every capture in many orders and as many versions, mutated requests, an hour of sound.
          name: "captures",
          include: ["tests/captures/**/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "api",
          include: ["tests/api/**/*.test.ts"],
          environment: "node",
          globalSetup: ["tests/harness/postgres.ts"],
          // After the unit tests, which use as many workers as there are cores.
          sequence: { groupOrder: 1 },
          // Every file has a database and a server of its own, and waits for them a third of its time.
          maxWorkers: Math.min(4, availableParallelism() + 1),
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // On the built product, whose processes are killed.
          name: "kill",
          include: ["tests/kill/**/*.test.ts"],
          exclude: ["tests/kill/full.test.ts"],
          environment: "node",
          sequence: { groupOrder: 2 },
          // Every file has an Earshot of its own, and waits more than it works.
          maxWorkers: 2,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // Sends all that the machine can, and wants its answers in time: beside nothing else.
          name: "flood",
          include: ["tests/kill/full.test.ts"],
          environment: "node",
          sequence: { groupOrder: 3 },
          maxWorkers: 1,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
