import type { StewardBatch } from '../../../contract/batches.ts'
import { NEXT_HEADER } from '../../../core/source-request.ts'
import { answerOf, ask } from '../../kit/api.ts'
import { saveFile } from '../../kit/save-file.ts'

/** Saves all rows of a batch that were not taken. The server gives so many at a time as a sheet still opens: then there are several files. */
export async function downloadReturned({ batchId, fileName = 'rows' }: StewardBatch): Promise<void> {
  let after: string | null = '0'
  for (let part = 1; after !== null; part += 1) {
    const response: Response = await ask('GET', `/api/batches/${batchId}/refused?after=${after}`)
    if (!response.ok) await answerOf(response)
    saveFile(part === 1 ? `refused-${fileName}` : `refused-${part}-${fileName}`, await response.blob())
    after = response.headers.get(NEXT_HEADER)
  }
}
