import { Button } from 'antd'
import type { WorkbookFile } from '../../../contract/rule-tables.ts'
import { call } from '../../kit/api.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import { saveFile } from '../../kit/save-file.ts'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Has the browser save the workbook that the server gives. */
export function Download({ from }: { from: string }) {
  const acting = useAct()
  const save = () => acting.attempt(async () => saveWorkbook(await call<WorkbookFile>('GET', from)))
  return (
    <>
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      <Button loading={acting.isBusy} onClick={() => void save()}>
        {say(RULE_TABLES.download)}
      </Button>
    </>
  )
}

function saveWorkbook({ fileName, base64 }: WorkbookFile): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  saveFile(fileName, new Blob([bytes], { type: XLSX }))
}
