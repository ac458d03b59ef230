export interface Violation {
  path: string;
  line: number;
  rule: string;
  message: string;
}

export function findViolations(path: string, text: string): Violation[];
