import { defineConfig } from "@playwright/test";
import { apiKey, apiSecret, dataDir, port, url } from "./tests/e2e/product";

const screens = [
  { name: "dark 1440", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "light 1440", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark 390", colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { name: "light 390", colorScheme: "light", viewport: { width: 390, height: 844 } },
] as const;

// One server with one database serves all tests, one after another; the walk begins with an empty project.
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    baseURL: url,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
    },
  },
  projects: [
    { name: "walk", testMatch: "walk.spec.ts", use: screens[0] },
    { name: "screens", testIgnore: ["walk.spec.ts", "look.spec.ts", "pictures.spec.ts"], use: screens[0] },
    ...(process.env.EARSHOT_PICTURES ? [{ name: "pictures", testMatch: "pictures.spec.ts", use: screens[0] }] : []),
    ...screens.map((screen) => ({ name: screen.name, testMatch: "look.spec.ts", use: screen })),
  ],
  webServer: {
    command: "node scripts/start.mjs",
    url: `${url}/readyz`,
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    env: {
      PORT: String(port),
      EARSHOT_HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      EARSHOT_INIT_API_KEY: apiKey,
      EARSHOT_INIT_API_SECRET: apiSecret,
    },
  },
});
