import { endKey } from "@/lib/access/keys";
import { write } from "@/lib/http/write";
import { KeyPath } from "@/lib/model/keys";

/** Revokes a key pair; every web process refuses it within five seconds. */
export const DELETE = write(KeyPath, (reader, { keyId }) => endKey(reader, keyId));
