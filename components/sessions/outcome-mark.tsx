import { CircleCheck, CircleX } from "lucide-react";

/** What the session's evaluation or agent said of it: sign, word and colour. */
export function OutcomeMark({ outcome }: { outcome: "success" | "fail" }) {
  const isGood = outcome === "success";
  const Sign = isGood ? CircleCheck : CircleX;
  return (
    <span className={`inline-flex items-center gap-1.5 ${isGood ? "text-ok" : "text-err"}`}>
      <Sign aria-hidden className="size-3.5" />
      {isGood ? "success" : "fail"}
    </span>
  );
}
