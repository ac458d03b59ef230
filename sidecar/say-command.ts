const SECRET = /(key|secret|token|password|passwd|credential|auth)/i;

/** A command for a person, without what looks like a secret. */
export function sayCommand(command: string[]): string {
  const words = command.map((word, index) => {
    const [name, value] = word.split("=", 2);
    if (value !== undefined && SECRET.test(name ?? "")) return `${name}=…`;
    const before = command[index - 1] ?? "";
    return before.startsWith("-") && !before.includes("=") && SECRET.test(before) ? "…" : word;
  });
  return words
    .join(" ")
    .replace(/:\/\/[^/\s@]+@/g, "://…@")
    .slice(0, 1000);
}
