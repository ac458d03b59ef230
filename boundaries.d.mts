export interface Row {
  where: string;
  may: string[];
  environment?: boolean;
  formats?: boolean;
  names?: boolean;
  defaults?: boolean;
  stories?: boolean;
}

export const rows: Row[];
export const formatter: string;
export const packages: { names: string[]; in: string[] }[];
export const limits: { fileLinesMax: number; functionLinesMax: number; parametersMax: number; propsMax: number };
export const refusedNames: string[];
