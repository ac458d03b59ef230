import { defineConfig } from "@playwright/test";
import { apiKey, apiSecret, dataDir, loginFile, owner, port, url } from "./tests/e2e/product";

const screens = [
  { name: "dark 1440", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "light 1440", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark 390", colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { name: "light 390", colorScheme: "light", viewport: { width: 390, height: 844 } },
] as const;

/** Every test but those of the login itself begins as the owner. */
const loggedIn = (screen: (typeof screens)[number]) => ({ ...screen, storageState: loginFile });

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
    { name: "log in", testMatch: "log-in.setup.ts", use: screens[0] },
    { name: "walk", testMatch: "walk.spec.ts", use: loggedIn(screens[0]), dependencies: ["log in"] },
    {
      name: "screens",
      testIgnore: ["walk.spec.ts", "look.spec.ts", "pictures.spec.ts"],
      use: loggedIn(screens[0]),
      dependencies: ["log in"],
    },
    ...(process.env.EARSHOT_PICTURES
      ? [{ name: "pictures", testMatch: "pictures.spec.ts", use: loggedIn(screens[0]), dependencies: ["log in"] }]
      : []),
    ...screens.map((screen) => ({
      name: screen.name,
      testMatch: "look.spec.ts",
      use: loggedIn(screen),
      dependencies: ["log in"],
    })),
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
      EARSHOT_INIT_EMAIL: owner.email,
      EARSHOT_INIT_PASSWORD: owner.password,
      EARSHOT_INIT_NAME: owner.name,
    },
  },
});
