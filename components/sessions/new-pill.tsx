import { ArrowUp } from "lucide-react";
import { formatWhole } from "@/lib/view/format";

interface NewPillProps {
  count: number;
  onShow: () => void;
}

/** Sessions came that are not drawn yet, because the reader is further down. */
export function NewPill({ count, onShow }: NewPillProps) {
  return (
    <div role="status" className="pointer-events-none sticky top-11 z-20 h-0 text-center max-lg:top-3">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="pointer-events-auto inline-flex items-center gap-1.5 rounded-full border border-line-strong bg-text px-3 py-1 font-[540] text-bg shadow-float"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {formatWhole(count)} new
        </button>
      )}
    </div>
  );
}
