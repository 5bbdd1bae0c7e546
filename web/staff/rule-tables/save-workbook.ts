import type { WorkbookFile } from '../../../contract/rule-tables.ts'
import { saveFile } from '../../kit/save-file.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Has the browser save a workbook. */
export function saveWorkbook({ fileName, base64 }: WorkbookFile): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  saveFile(fileName, new Blob([bytes], { type: XLSX }))
}
