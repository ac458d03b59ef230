import { unknownPath } from "@/lib/http/unknown-path";

// What agents may send to a path of ours that no other route file takes, another version's for instance.
export const GET = unknownPath;
export const POST = unknownPath;
