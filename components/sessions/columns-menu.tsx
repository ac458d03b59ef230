import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CheckMenu } from "@/components/ui/check-menu";
import { COLUMNS, FIXED_COLUMN } from "./columns";

interface ColumnsMenuProps {
  /** Keys of the columns that are shown. */
  shown: string[];
  isDefault: boolean;
  onChoose: (keys: string[] | null) => void;
}

/** Which columns are shown; their order is always the same. */
export function ColumnsMenu({ shown, isDefault, onChoose }: ColumnsMenuProps) {
  const choices = COLUMNS.map(({ key, label }) => ({ value: key, label, isLocked: key === FIXED_COLUMN }));
  const choose = (keys: string[]) => onChoose(COLUMNS.filter(({ key }) => keys.includes(key)).map(({ key }) => key));
  return (
    <CheckMenu
      label="Columns"
      text={
        <>
          <Columns3 aria-hidden className="size-3.5" />
          <span className="max-xl:sr-only">Columns</span>
        </>
      }
      choices={choices}
      chosen={shown}
      onChange={choose}
      isActive={!isDefault}
      align="end"
      footer={
        <Button variant="ghost" size="sm" disabled={isDefault} onClick={() => onChoose(null)}>
          Reset to default
        </Button>
      }
    />
  );
}
