import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { readCheckpoint } from '../../../core/log/checkpoint.ts'
import { LOG_FAULT_WORDS } from '../../../core/log/fault-words.ts'
import { verifyLog, type LogFault } from '../../../core/log/verify.ts'
import { LOG } from '../../kit/dictionary/log.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { findKey, LOG_CRYPTO, readLog } from './log-source.ts'

interface Typed {
  readonly kept?: string
  readonly key?: string
}

type Found =
  { readonly size: number; readonly faults: readonly LogFault[]; readonly wasKeptRead: boolean } | 'key-unreadable'

/** Reads the whole log again in the browser, from its first leaf to the signed root, and says what is wrong with it. */
export function WholeLog() {
  const acting = useAct()
  const [done, setDone] = useState<{ leaves: number; of: number }>()
  const [found, setFound] = useState<Found>()

  async function verify(typed: Typed): Promise<void> {
    setFound(undefined)
    setDone(undefined)
    await acting.attempt(async () => setFound(await verifyWhole(typed, (leaves, of) => setDone({ leaves, of }))))
  }

  return (
    <Form<Typed> layout="vertical" onFinish={(typed) => void verify(typed)}>
      <p className="soft">{say(LOG.wholeHint)}</p>
      <Form.Item name="kept" label={say(LOG.kept)}>
        <Input.TextArea rows={4} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="key" label={say(LOG.key)} extra={say(LOG.keyHint)}>
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={acting.isBusy}>
        {say(LOG.verify)}
      </Button>
      {acting.isBusy && done && (
        <p>
          <progress aria-label={say(LOG.progress)} value={done.leaves} max={done.of} /> {done.leaves} / {done.of}
        </p>
      )}
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {found && <Result found={found} />}
    </Form>
  )
}

async function verifyWhole(
  { kept = '', key: told = '' }: Typed,
  showProgress: (leaves: number, of: number) => void,
): Promise<Found> {
  const key = await findKey(readLog, told)
  if (!key) return 'key-unreadable'
  const head = kept.trim() === '' ? undefined : await readCheckpoint(LOG_CRYPTO, `${kept.trim()}\n`, key)
  const { head: now, faults } = await verifyLog({
    read: readLog,
    key,
    crypto: LOG_CRYPTO,
    kept: head?.ok ? [{ ...head, name: say(LOG.kept) }] : [],
    showProgress,
  })
  return { size: now?.size ?? 0, faults, wasKeptRead: head?.ok !== false }
}

function Result({ found }: { found: Found }) {
  if (found === 'key-unreadable') return <Fault words={say(LOG.keyUnreadable)} />
  const { size, faults, wasKeptRead } = found
  return (
    <div role="status" className="found">
      {!wasKeptRead && (
        <p>
          <Chip kind="waits">{say(LOG.keptUnreadable)}</Chip>
        </p>
      )}
      {faults.length === 0 ? (
        <Chip kind="good">{say(LOG.wholeGood, { n: size })}</Chip>
      ) : (
        <>
          <Chip kind="bad">{say(LOG.wholeBad, { n: faults.length })}</Chip>
          <ul>
            {faults.map(({ path, because, leaf }) => (
              <li key={`${path} ${because} ${leaf}`}>
                <code>{path}</code> {leaf !== undefined && say(LOG.ofLeaf, { n: leaf })} {say(LOG_FAULT_WORDS[because])}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
