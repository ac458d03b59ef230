import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig, SETTINGS } from "@/lib/config";
import { WAIT_BOUNDS } from "@/lib/model/wait-bounds";

const dataDir = mkdtempSync(join(tmpdir(), "earshot-config-"));

describe("loadConfig", () => {
  it("needs nothing: every setting has a default", () => {
    const settings = loadConfig({ DATA_DIR: dataDir });
    expect(settings).toMatchObject({
      databaseUrl: null,
      blobDir: join(dataDir, "blobs"),
      port: 3311,
      host: "127.0.0.1",
      publicUrl: "http://127.0.0.1:3311",
      otlpBytesMax: 67_108_864,
      recordingBytesMax: 1_073_741_824,
    });
  });

  it("calls a wait good and slow as an answer without settings does, and refuses bounds the wrong way round", () => {
    const { waitGoodMsMax, waitSlowMsMax } = loadConfig({ DATA_DIR: dataDir });
    expect({ goodMsMax: waitGoodMsMax, slowMsMax: waitSlowMsMax }).toEqual(WAIT_BOUNDS);
    expect(() => loadConfig({ DATA_DIR: dataDir, WAIT_GOOD_MS_MAX: "2000" })).toThrow("WAIT_SLOW_MS_MAX");
  });

  it("lists all mistakes at once, by the name of the setting", () => {
    const wrong = {
      DATA_DIR: dataDir,
      PORT: "eighty",
      DATABASE_URL: "mysql://user:hunter2@host/db",
      EARSHOT_PUBLIC_URL: "earshot.example.com",
      OTLP_BYTES_MAX: "64 parsecs",
      EARSHOT_SECRET_KEY: "short",
      EARSHOT_INIT_API_KEY: "APIkey",
      S3_BUCKET: "b",
      BLOB_DIR: "/tmp/b",
      S3_ACCESS_KEY_ID: "id",
    };
    expect(() => loadConfig(wrong)).toThrow(
      new RegExp(
        ["DATABASE_URL", "PORT", "EARSHOT_PUBLIC_URL", "EARSHOT_SECRET_KEY", "OTLP_BYTES_MAX", "BLOB_DIR and S3_BUCKET"]
          .concat(["S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY", "EARSHOT_INIT_API_KEY and EARSHOT_INIT_API_SECRET"])
          .join("[^]*"),
      ),
    );
    expect(() => loadConfig(wrong)).not.toThrow(/hunter2/);
  });

  it("takes sizes in bytes or with a binary unit", () => {
    expect(loadConfig({ DATA_DIR: dataDir, OTLP_BYTES_MAX: "1000" }).otlpBytesMax).toBe(1000);
    expect(loadConfig({ DATA_DIR: dataDir, RECORDING_BYTES_MAX: "2 GiB" }).recordingBytesMax).toBe(2_147_483_648);
  });

  it("treats an empty setting as not set", () => {
    expect(loadConfig({ DATA_DIR: dataDir, PORT: "", S3_BUCKET: " " })).toMatchObject({ port: 3311, s3Bucket: null });
  });

  it("keeps a public URL's path and drops its last slash", () => {
    const settings = loadConfig({ DATA_DIR: dataDir, EARSHOT_PUBLIC_URL: "https://tools.example.com/earshot/" });
    expect(settings.publicUrl).toBe("https://tools.example.com/earshot");
  });

  it("makes a secret key that only its owner can read, and finds it again", () => {
    const folder = mkdtempSync(join(tmpdir(), "earshot-config-"));
    const made = loadConfig({ DATA_DIR: folder }).secretKey;
    expect(made.length).toBeGreaterThanOrEqual(43);
    expect(loadConfig({ DATA_DIR: folder }).secretKey).toBe(made);
    expect(readFileSync(join(folder, "secret-key"), "utf8").trim()).toBe(made);
    expect(statSync(join(folder, "secret-key")).mode & 0o777).toBe(0o600);
  });
});

it("SETTINGS names every setting once, with unit, default and meaning", () => {
  const names = SETTINGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(SETTINGS.every((setting) => setting.unit && setting.default && setting.meaning)).toBe(true);
});
