import { unknownPath } from "@/lib/http/unknown-path";

// Every path under /api that no other route file takes.
export const GET = unknownPath;
export const POST = unknownPath;
export const PUT = unknownPath;
export const PATCH = unknownPath;
export const DELETE = unknownPath;
