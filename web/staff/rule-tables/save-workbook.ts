import type { WorkbookFile } from '../../../contract/rule-tables.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Has the browser save a workbook. */
export function saveWorkbook({ fileName, base64 }: WorkbookFile): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type: XLSX }))
  const link = Object.assign(document.createElement('a'), { href: address, download: fileName })
  link.click()
  // The browser has the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(address))
}
