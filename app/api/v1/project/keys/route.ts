import { z } from "zod";
import { makeKey } from "@/lib/access/keys";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { KeyInput } from "@/lib/model/keys";
import { listKeys } from "@/lib/query/keys";

/** The project's key pairs, without their secrets. */
export const GET = read(z.object({}), listKeys, "manage");

/** Makes a key pair; this answer is the only one that tells the secret. */
export const POST = write(KeyInput, makeKey, { status: 201 });
