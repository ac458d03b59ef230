import { createReadStream } from "node:fs";
import { proveScope } from "@/lib/access/scopes";
import { importSession } from "@/lib/import/session";

// A process of its own that imports a zip into a project: to be killed. `node … <project id> <file>`.

const [projectId = "", file = ""] = process.argv.slice(2);
await importSession(proveScope(projectId), createReadStream(file), { importedBy: "a test", now: new Date() });
process.exit(0);
