import { Alert, Button, Form, Input } from 'antd'
import { useEffect, useMemo, useRef, useState, type ChangeEvent } from 'react'
import type { DraftSaved, FileReading, TableDraft } from '../../../contract/rule-tables.ts'
import { readDocument, type PlacedFault } from '../../../core/rule-sheets.ts'
import { answerOf, call } from '../../kit/api.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { language, say } from '../../kit/language.ts'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { parse, written } from './document-text.ts'
import { HeadFields } from './head-fields.tsx'

/** A draft that is being written: uploaded or typed, and held against the rules of the form as it changes. */
export function Editor(props: {
  readonly text: string
  readonly onText: (text: string) => void
  readonly onSaved: (hash: string) => void
  /** The address of the list. */
  readonly back: string
}) {
  const { text, onText } = props
  const [uploaded, setUploaded] = useState<{ name: string; faults: readonly PlacedFault[] }>()
  const taking = useAct()
  const saving = useAct()
  const title = useRef<HTMLHeadingElement>(null)
  const parsed = useMemo(() => parse(text), [text])
  const reading = useMemo(() => (parsed.ok ? readDocument(parsed.json) : undefined), [parsed])
  useEffect(() => title.current?.focus(), [])

  async function take(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = event.target.files ?? []
    // So that the same file, corrected, can be chosen again.
    event.target.value = ''
    if (!file) return
    await taking.attempt(async () => {
      const { document, faults } = await readFile(file)
      setUploaded({ name: file.name, faults })
      if (faults.length === 0) onText(written(document))
    })
  }

  async function save(): Promise<void> {
    if (!parsed.ok) return
    const draft = { document: parsed.json } satisfies TableDraft
    await saving.attempt(async () => {
      const { hash } = await call<DraftSaved>('POST', '/api/rule-tables', draft)
      props.onSaved(hash)
    }, say(RULE_TABLES.saved))
  }

  return (
    <section className="panel" aria-labelledby="editor-title">
      <div className="tools">
        <h2 id="editor-title" ref={title} tabIndex={-1}>
          {say(RULE_TABLES.write)}
        </h2>
        <span className="spring" />
        <a href={props.back}>{say(RULE_TABLES.back)}</a>
      </div>
      <Form layout="vertical" component={false}>
        <Form.Item label={say(RULE_TABLES.upload)} htmlFor="upload">
          <input
            id="upload"
            type="file"
            accept=".json,.xlsx"
            disabled={taking.isBusy}
            onChange={(event) => void take(event)}
          />
        </Form.Item>
        {taking.fault !== undefined && <Fault words={taking.fault} />}
        {uploaded && <Uploaded {...uploaded} />}
        {parsed.ok && <HeadFields document={parsed.json} onChange={(document) => onText(written(document))} />}
        <Form.Item label={say(RULE_TABLES.document)} htmlFor="document">
          <Input.TextArea
            id="document"
            className="document"
            rows={20}
            spellCheck={false}
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        </Form.Item>
      </Form>
      {!parsed.ok && text.trim() !== '' && <Fault words={say(RULE_TABLES.notJson, { why: parsed.why })} />}
      {reading?.ok === false && (
        <Faults title={say(RULE_TABLES.faults, { n: reading.faults.length })} faults={reading.faults} />
      )}
      {reading?.ok === true && <p role="status">{say(RULE_TABLES.noFaults)}</p>}
      {saving.fault !== undefined && <Fault words={saving.fault} />}
      {saving.fields.map(({ field, message }) => (
        <Fault key={field + message} words={message} />
      ))}
      <div>
        <Button type="primary" disabled={reading?.ok !== true} loading={saving.isBusy} onClick={() => void save()}>
          {say(RULE_TABLES.save)}
        </Button>
      </div>
    </section>
  )
}

/** What became of a file: with a mistake in it nothing of it is taken over. */
function Uploaded({ name, faults }: { name: string; faults: readonly PlacedFault[] }) {
  if (faults.length === 0) return <p role="status">{say(RULE_TABLES.uploaded, { name })}</p>
  return <Faults title={say(RULE_TABLES.uploadFaults, { name, n: faults.length })} faults={faults} />
}

function Faults({ title, faults }: { title: string; faults: readonly PlacedFault[] }) {
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <ul>
          {faults.map(({ place, message }) => (
            <li key={`${place.en} ${message.en}`}>
              <strong>{say(place)}</strong>
              {language() === 'zh' ? '：' : ': '}
              {say(message)}
            </li>
          ))}
        </ul>
      }
    />
  )
}

/** The server reads workbooks; a document is read as strictly here. */
async function readFile(file: File): Promise<FileReading> {
  const response = await fetch('/api/rule-tables/readings', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  return answerOf<FileReading>(response)
}
