import { useEffect, useState } from 'preact/hooks'
import type { HandFactDraft, HandFactRow } from '../../../contract/hand-facts.ts'
import { HAND_KINDS } from '../../../core/hand-fact.ts'
import { instant } from '../../../core/instant.ts'
import type { KindColumn } from '../../../core/row-kinds.ts'
import { call } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { DETAIL_NAMES, DETAIL_WORDS, FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { useDraft } from '../../kit/form/draft.ts'
import { optional, SelectField, TextField, type Faults, type Option } from '../../kit/form/fields.tsx'
import { Form, useSending } from '../../kit/form/form.tsx'
import { newId } from '../../kit/form/new-id.ts'
import { say, type Text } from '../../kit/language.ts'
import { ATTACHMENT, AttachmentField } from './attachment-field.tsx'
import { CasePanel } from './case-panel.tsx'
import { base64Of, cellsToSend, detailsToAsk, faultOfFile, faultsOfFact, isLasting, type Cells } from './fact-draft.ts'

interface DraftFormProps {
  /** The server's time when the officer signed in. */
  readonly now: number
  readonly file: File | undefined
  readonly onFile: (file: File | undefined) => void
  readonly onDrafted: (row: HandFactRow) => void
  readonly onClose: () => void
  readonly onSignedOut: () => void
}

/** Drafts a fact: whose, what, from when until when, and the document that it rests on. */
export function DraftForm({ now, file, onFile, onDrafted, onClose, onSignedOut }: DraftFormProps) {
  const { draft, change, end } = useDraft('hand-fact', () => ({ factId: newId(), cells: {} as Cells }))
  const sending = useSending()
  const [fileFault, setFileFault] = useState<Text>()
  const { cells } = draft
  useEffect(() => {
    if (sending.signedOut) onSignedOut()
  }, [sending.signedOut])

  function type(column: string, text: string): void {
    // Another content is another draft: the server takes each id once.
    change({ factId: newId(), cells: { ...cells, [column]: text } })
  }

  async function choose(chosen: File | undefined): Promise<void> {
    onFile(chosen)
    change({ factId: newId() })
    setFileFault(chosen && (await faultOfFile(chosen)))
  }

  async function submit(): Promise<void> {
    const fault = await faultOfFile(file)
    const faults = faultsOfFact(cells, instant(Math.max(now, Date.now())))
    await sending.submit(
      () => ({ ...faults, ...(fault && { [ATTACHMENT]: say(fault) }) }),
      async () => {
        if (!file) throw new Error('a draft without a document is not sent')
        const sent: HandFactDraft = {
          factId: draft.factId,
          cells: cellsToSend(cells),
          attachment: await base64Of(file),
        }
        const row = await call<HandFactRow>('POST', '/api/hand-facts', sent)
        end()
        onDrafted(row)
      },
    )
  }

  const field = (column: string, label: string, hint?: Text) => ({
    id: `cells.${column}`,
    label,
    value: cells[column] ?? '',
    fault: sending.faults[`cells.${column}`],
    ...(hint && { hint: say(hint) }),
  })
  const chosen = fileFault && say(fileFault)
  return (
    <CasePanel title={HAND_FACTS.formTitle} onClose={onClose}>
      <Form sending={sending} button={say(HAND_FACTS.preview)} onSubmit={() => void submit()}>
        <p class="soft">{say(HAND_FACTS.formHint)}</p>
        <SelectField
          {...field('document_type', say(HAND_FACTS.documentType))}
          options={optionsOf(DOCUMENT_NAMES)}
          onChoose={(value) => type('document_type', value)}
        />
        <TextField
          {...field('document_number', say(HAND_FACTS.documentNumber))}
          input={{ autoComplete: 'off', autoCapitalize: 'characters', spellcheck: false, maxLength: 40 }}
          onInput={(value) => type('document_number', value)}
        />
        <SelectField
          {...field('kind', say(HAND_FACTS.factKind))}
          options={HAND_KINDS.map((kind) => ({ value: kind, label: say(FACT_KIND_NAMES[kind]) }))}
          onChoose={(value) => type('kind', value)}
        />
        {detailsToAsk(cells).map((column) => (
          <DetailField key={column.name} column={column} cells={cells} faults={sending.faults} onType={type} />
        ))}
        <TextField
          {...field('from', say(isLasting(cells) ? HAND_FACTS.from : HAND_FACTS.moment), HAND_FACTS.timeHint)}
          input={{ autoComplete: 'off', maxLength: 30 }}
          onInput={(value) => type('from', value)}
        />
        {isLasting(cells) && (
          <TextField
            {...field('to', optional(say(HAND_FACTS.to)), HAND_FACTS.toHint)}
            input={{ autoComplete: 'off', maxLength: 30 }}
            onInput={(value) => type('to', value)}
          />
        )}
        <AttachmentField
          file={file}
          fault={chosen ?? sending.faults[ATTACHMENT]}
          onChoose={(next) => void choose(next)}
        />
      </Form>
    </CasePanel>
  )
}

function DetailField({
  column,
  cells,
  faults,
  onType,
}: {
  column: KindColumn
  cells: Cells
  faults: Faults
  onType: (column: string, text: string) => void
}) {
  const { name, detail, type, need } = column
  const label = say(DETAIL_NAMES[detail] ?? { zh: detail, en: detail })
  const field = {
    id: `cells.${name}`,
    label: need === 'optional' ? optional(label) : label,
    value: cells[name] ?? '',
    fault: faults[`cells.${name}`],
  }
  const options = optionsFor(type)
  if (options) return <SelectField {...field} options={options} onChoose={(value) => onType(name, value)} />
  const inputMode = typeof type === 'object' ? 'decimal' : 'text'
  return (
    <TextField
      {...field}
      input={{ inputMode, autoComplete: 'off', maxLength: 500 }}
      onInput={(value) => onType(name, value)}
    />
  )
}

function optionsFor(type: KindColumn['type']): Option[] | undefined {
  if (type === 'flag') {
    return [
      { value: 'yes', label: say(COMMON.yes) },
      { value: 'no', label: say(COMMON.no) },
    ]
  }
  if (typeof type === 'string' || 'least' in type) return undefined
  return type.map((word) => ({ value: word, label: say(DETAIL_WORDS[word] ?? { zh: word, en: word }) }))
}

function optionsOf(names: Readonly<Record<string, Text>>): Option[] {
  return Object.entries(names).map(([value, text]) => ({ value, label: say(text) }))
}
