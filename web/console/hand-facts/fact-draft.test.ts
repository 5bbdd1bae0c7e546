import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant } from '../../../core/instant.ts'
import { aDocument } from '../../../test/people.ts'
import { cellsToSend, detailsToAsk, faultOfFile, faultsOfFact, isLasting, type Cells } from './fact-draft.ts'

const NOW = instant(Date.parse('2022-04-16T08:00+08:00'))

function typed(more: Cells): Cells {
  return { document_type: 'resident-id', document_number: aDocument(1).number, from: '2022-04-15', ...more }
}

test('what belongs to another kind is kept with the draft and not sent', () => {
  const cells = typed({ kind: 'contact', degree: 'close', dose: '2', to: '2022-04-20' })
  assert.deepEqual(Object.keys(cellsToSend(cells)).toSorted(), [
    'degree',
    'document_number',
    'document_type',
    'from',
    'kind',
    'to',
  ])
  assert.deepEqual(faultsOfFact(cells, NOW), {})
})

test('an end is asked for what lasts only: an order does, its lifting does not', () => {
  const order = typed({ kind: 'quarantine-order', place: 'home', action: 'ordered', to: '2022-04-20' })
  assert.equal(isLasting(order), true)
  const lifting = { ...order, action: 'lifted' }
  assert.equal(isLasting(lifting), false)
  assert.equal('to' in cellsToSend(lifting), false)
  assert.deepEqual(faultsOfFact(lifting, NOW), {})
})

test('the number of a tube is asked for where a sample was pooled', () => {
  const asked = (sample: string) => detailsToAsk({ kind: 'test-result', sample }).map(({ name }) => name)
  assert.equal(asked('pooled').includes('tube'), true)
  assert.equal(asked('single').includes('tube'), false)
})

test('everything that is missing is named at its field', () => {
  const faults = faultsOfFact({ kind: 'contact' }, NOW)
  assert.deepEqual(Object.keys(faults).toSorted(), ['cells.degree', 'cells.document_type', 'cells.from'])
})

test('a file is known by its bytes and size, not by its name', async () => {
  const file = (bytes: BlobPart, name: string) => new File([bytes], name)
  assert.equal(await faultOfFile(file('%PDF-1.7', 'order.pdf')), undefined)
  assert.match((await faultOfFile(file('<html>', 'order.png')))!.en, /no PDF/)
  assert.match((await faultOfFile(undefined))!.en, /choose/)
  const large = new Blob(['%PDF-1.7', new Uint8Array(5 * 1024 * 1024)])
  assert.match((await faultOfFile(file(large, 'order.pdf')))!.en, /larger/)
})
