/**
 * A telemetry attribute as plain JSON. Born in `wire`, never changed afterwards.
 * 64-bit integers outside ±2^53 are decimal strings; bytes are base64 strings; NaN and infinities are the
 * strings "NaN", "Infinity" and "-Infinity" (as in protobuf's JSON mapping); an empty AnyValue is null.
 */
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };

/** Attributes by name, as the sender spelled them unless a type says "normalised". */
export type Attributes = Record<string, AttributeValue>;
