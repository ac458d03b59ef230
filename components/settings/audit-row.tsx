import { TimeText } from "@/components/ui/time-text";
import type { AuditEntry } from "@/lib/model/audit";

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { at, actor, action, target, details } = entry;
  const facts = Object.entries(details);
  return (
    <tr className="align-top">
      <td className="whitespace-nowrap">
        <TimeText at={at} />
      </td>
      <td className="whitespace-nowrap" title={actor.id}>
        {actor.name}
        {actor.kind === "key" && <span className="text-mute"> (key)</span>}
      </td>
      <td className="mono whitespace-nowrap">{action}</td>
      <td className="max-w-56 break-words">{target}</td>
      <td className="mono min-w-56 break-words text-mute text-sm">
        {facts.map(([name, value]) => (
          <div key={name}>
            {name} {typeof value === "string" ? value : JSON.stringify(value)}
          </div>
        ))}
      </td>
    </tr>
  );
}
