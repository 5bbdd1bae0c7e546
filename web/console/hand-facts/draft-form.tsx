import { Form, Input } from 'antd'
import { useEffect, useRef } from 'react'
import type { HandFactDraft, HandFactRow } from '../../../contract/hand-facts.ts'
import { HAND_KINDS } from '../../../core/hand-fact.ts'
import { instant } from '../../../core/instant.ts'
import type { KindColumn } from '../../../core/row-kinds.ts'
import { call } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { DETAIL_NAMES, DETAIL_WORDS, FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { newId } from '../../kit/form/new-id.ts'
import { say, type Text } from '../../kit/language.ts'
import { Choice, type Option } from '../choice.tsx'
import { useDesk } from '../session.ts'
import { useDraft } from '../use-draft.ts'
import { ATTACHMENT } from './attachment-field.tsx'
import { base64Of, cellsToSend, detailsToAsk, faultsOfFact, fieldOf, isLasting, type Cells } from './fact-draft.ts'
import { FactForm, type Typed } from './fact-form.tsx'

// The longest moment is 2026-11-24 08:30; spaces that somebody pastes with it do no harm.
const LONGEST_TIME = 30

/** Drafts a fact: whose, what, from when until when, and the document that it rests on. */
export function DraftForm(props: {
  readonly file: File | undefined
  readonly onFile: (file: File | undefined) => void
  readonly onDrafted: (row: HandFactRow) => void
  /** The address of the list. */
  readonly back: string
}) {
  const { session } = useDesk()
  const { draft, change, end } = useDraft('hand-fact', () => ({ factId: newId(), cells: {} as Cells }))
  const { cells } = draft
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])

  function keep({ [ATTACHMENT]: file, ...typed }: Typed): void {
    if (Object.keys(typed).length === 0) props.onFile(file as File | undefined)
    const changed = Object.entries(typed).map(([field, text]) => [field.replace(/^cells\./, ''), String(text)])
    // Another content is another draft: the server takes each id once.
    change({ factId: newId(), cells: { ...cells, ...(Object.fromEntries(changed) as Cells) } })
  }

  async function send(file: File): Promise<void> {
    const attachment = await base64Of(file)
    const sent: HandFactDraft = { factId: draft.factId, cells: cellsToSend(cells), attachment }
    const row = await call<HandFactRow>('POST', '/api/hand-facts', sent)
    end()
    props.onDrafted(row)
  }

  const cell = (column: string, missing: Text) => ({
    name: fieldOf(column),
    initialValue: cells[column] ?? '',
    rules: [
      {
        async validator(_: unknown, text: string) {
          const fault = faultsOfFact(cells, instant(Math.max(session.serverTime, Date.now())))[fieldOf(column)]
          if (fault !== undefined) throw new Error(text === '' ? say(missing) : fault)
        },
      },
    ],
  })
  return (
    <section className="panel" aria-labelledby="draft-title">
      <div className="tools">
        <h2 id="draft-title" ref={title} tabIndex={-1}>
          {say(HAND_FACTS.formTitle)}
        </h2>
        <span className="spring" />
        <a href={props.back}>{say(HAND_FACTS.backToList)}</a>
      </div>
      <div className="stack fact-form">
        <FactForm hint={say(HAND_FACTS.formHint)} file={props.file} onChange={keep} onSend={send}>
          <Form.Item {...cell('document_type', FORM.missingChoice)} label={say(HAND_FACTS.documentType)}>
            <Choice options={toChoose(Object.entries(DOCUMENT_NAMES).map(([value, name]) => [value, say(name)]))} />
          </Form.Item>
          <Form.Item {...cell('document_number', FORM.missing)} label={say(HAND_FACTS.documentNumber)}>
            <Input autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} />
          </Form.Item>
          <Form.Item {...cell('kind', FORM.missingChoice)} label={say(HAND_FACTS.factKind)}>
            <Choice options={toChoose(HAND_KINDS.map((kind) => [kind, say(FACT_KIND_NAMES[kind])]))} />
          </Form.Item>
          {detailsToAsk(cells).map((column) => {
            const options = optionsFor(column.type)
            return (
              <Form.Item
                key={column.name}
                {...cell(column.name, options ? FORM.missingChoice : FORM.missing)}
                label={labelOf(column)}
              >
                {options ? (
                  <Choice options={options} />
                ) : (
                  <Input
                    inputMode={typeof column.type === 'object' ? 'decimal' : 'text'}
                    autoComplete="off"
                    maxLength={500}
                  />
                )}
              </Form.Item>
            )
          })}
          <Form.Item
            {...cell('from', FORM.missing)}
            label={say(isLasting(cells) ? HAND_FACTS.from : HAND_FACTS.moment)}
            extra={say(HAND_FACTS.timeHint)}
          >
            <Input autoComplete="off" maxLength={LONGEST_TIME} />
          </Form.Item>
          {isLasting(cells) && (
            <Form.Item
              {...cell('to', FORM.missing)}
              label={optional(say(HAND_FACTS.to))}
              extra={say(HAND_FACTS.toHint)}
            >
              <Input autoComplete="off" maxLength={LONGEST_TIME} />
            </Form.Item>
          )}
        </FactForm>
      </div>
    </section>
  )
}

function labelOf({ detail, need }: KindColumn): string {
  const label = say(DETAIL_NAMES[detail] ?? { zh: detail, en: detail })
  return need === 'optional' ? optional(label) : label
}

function optional(label: string): string {
  return say(FORM.optional, { label })
}

function optionsFor(type: KindColumn['type']): Option<string>[] | undefined {
  if (type === 'flag') {
    return toChoose([
      ['yes', say(COMMON.yes)],
      ['no', say(COMMON.no)],
    ])
  }
  if (typeof type === 'string' || 'least' in type) return undefined
  return toChoose(type.map((word) => [word, say(DETAIL_WORDS[word] ?? { zh: word, en: word })]))
}

/** Nothing is chosen beforehand. */
function toChoose(words: readonly (readonly [value: string, label: string])[]): Option<string>[] {
  return [{ value: '', label: say(COMMON.choose) }, ...words.map(([value, label]) => ({ value, label }))]
}
