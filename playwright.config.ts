import { defineConfig } from "@playwright/test";
import { apiKey, apiSecret, loginFile, owner, products, url } from "./tests/e2e/product";

const screen = { colorScheme: "dark", viewport: { width: 1440, height: 900 } } as const;

/** Every test but those of the login itself begins as the owner. */
const loggedIn = { ...screen, storageState: loginFile };

// Each worker has a server with a database of its own, where files run one after another; the walk is the first of all, and
// begins with an empty project.
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  workers: products.length,
  fullyParallel: false,
  // Long enough for a machine that does other things as well: who waits sees no more than who does not.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  use: {
    baseURL: url,
    // What a test that failed did, and what it saw last; without a picture and a copy of the page at every step, which would be
    // made for all that pass as well.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
    },
  },
  projects: [
    { name: "log in", testMatch: "log-in.setup.ts", use: screen },
    { name: "walk", testMatch: "walk.spec.ts", use: loggedIn, dependencies: ["log in"] },
    {
      name: "screens",
      testIgnore: ["walk.spec.ts", "pictures.spec.ts"],
      use: loggedIn,
      dependencies: ["log in"],
    },
    ...(process.env.EARSHOT_PICTURES
      ? [{ name: "pictures", testMatch: "pictures.spec.ts", use: loggedIn, dependencies: ["log in"] }]
      : []),
  ],
  webServer: products.map((product) => ({
    command: "node scripts/start.mjs",
    url: `${product.url}/readyz`,
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    env: {
      PORT: String(product.port),
      EARSHOT_HOST: "127.0.0.1",
      // How full the disk of this machine is must not decide what a page looks like and whether sessions are taken.
      DISK_WARN_PERCENT: "100",
      DISK_REFUSE_PERCENT: "100",
      DATA_DIR: product.dataDir,
      EARSHOT_INIT_API_KEY: apiKey,
      EARSHOT_INIT_API_SECRET: apiSecret,
      EARSHOT_INIT_EMAIL: owner.email,
      EARSHOT_INIT_PASSWORD: owner.password,
      EARSHOT_INIT_NAME: owner.name,
    },
  })),
});
