import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { cx } from "@/components/ui/cx";
import type { ApiKey } from "@/lib/model/keys";
import { formatDateTime } from "@/lib/view/format";

interface KeyRowProps {
  apiKey: ApiKey;
  onRevoke: () => void;
}

export function KeyRow({ apiKey, onRevoke }: KeyRowProps) {
  const { id, label, scopes, createdAt, lastUsedAt, revokedAt } = apiKey;
  return (
    <tr className={cx(revokedAt && "text-mute")}>
      <td className="mono whitespace-nowrap">{id}</td>
      <td className="min-w-32">{label || <span className="text-mute">First key</span>}</td>
      <td className="whitespace-nowrap">
        <span className="flex gap-1">
          {scopes.map((scope) => (
            <Chip key={scope}>{scope}</Chip>
          ))}
        </span>
      </td>
      <td className="whitespace-nowrap">{formatDateTime(createdAt)}</td>
      <td className="whitespace-nowrap">{lastUsedAt ? formatDateTime(lastUsedAt) : "Never"}</td>
      <td className="whitespace-nowrap text-right">
        {revokedAt ? (
          `Revoked ${formatDateTime(revokedAt)}`
        ) : (
          <Button size="sm" aria-label={`Revoke ${id}`} onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  );
}
