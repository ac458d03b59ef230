import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { cx } from "@/components/ui/cx";
import { TimeText } from "@/components/ui/time-text";
import type { ApiKey } from "@/lib/model/keys";

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
      <td>
        <TimeText at={createdAt} />
      </td>
      <td>{lastUsedAt ? <TimeText at={lastUsedAt} /> : <span className="text-mute">Never</span>}</td>
      <td className="whitespace-nowrap text-right">
        {revokedAt ? (
          <>
            Revoked <TimeText at={revokedAt} />
          </>
        ) : (
          <Button size="sm" aria-label={`Revoke ${id}`} onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  );
}
