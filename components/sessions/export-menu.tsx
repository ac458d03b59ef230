import { FileMenu } from "@/components/ui/file-menu";

const FORMATS = [
  { value: "csv", label: "CSV, for spreadsheets" },
  { value: "ndjson", label: "NDJSON, one session a line" },
];

interface ExportMenuProps {
  label: string;
  /** The address of the file in a format. */
  urlOf: (format: string) => string;
  /** Below this width the button shows its sign alone. */
  textFrom?: "xl";
}

/** Sessions as a file. */
export function ExportMenu({ label, urlOf, textFrom }: ExportMenuProps) {
  return <FileMenu label={label} text="Export" formats={FORMATS} urlOf={urlOf} textFrom={textFrom} />;
}
