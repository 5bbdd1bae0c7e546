import './form.css'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { CallProblem } from '../api.ts'
import { COMMON } from '../dictionary/common.ts'
import { FORM } from '../dictionary/form.ts'
import { say } from '../language.ts'
import type { Faults } from './fields.tsx'

/** How the sending of a form goes. */
export interface Sending {
  readonly busy: boolean
  readonly faults: Faults
  /** What is wrong, but with no field. */
  readonly notice: string | undefined
  readonly signedOut: boolean
  /** Sends what `find` faults no field of; without faults, does `send`. */
  submit(find: () => Faults, send: () => Promise<void>): Promise<void>
}

const AT_REST = { busy: false, faults: {} as Faults, notice: undefined as string | undefined, signedOut: false }

/** The state of one form's sending. */
export function useSending(): Sending {
  const [state, setState] = useState(AT_REST)
  async function submit(find: () => Faults, send: () => Promise<void>): Promise<void> {
    if (state.busy) return
    const faults = find()
    if (Object.keys(faults).length > 0) return setState({ ...AT_REST, faults })
    setState({ ...AT_REST, busy: true })
    try {
      await send()
      setState(AT_REST)
    } catch (fault) {
      setState({ ...AT_REST, ...toldBy(fault) })
    }
  }
  return { ...state, submit }
}

interface FormProps {
  readonly sending: Sending
  readonly button: string
  readonly onSubmit: () => void
  readonly children: ComponentChildren
}

/** A form with its one button. After a refusal the focus goes to the first field at fault. */
export function Form({ sending, button, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [sending.faults])
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      <div role="alert">
        {sending.notice !== undefined && <p class="notice fault">{sending.notice}</p>}
        {sending.signedOut && (
          <a class="button" href={`/sign-in?return=${encodeURIComponent(location.pathname)}`}>
            {say(COMMON.signIn)}
          </a>
        )}
      </div>
      <button type="submit" class="button main" aria-disabled={sending.busy}>
        {sending.busy ? say(FORM.sending) : button}
      </button>
    </form>
  )
}

function toldBy(fault: unknown): { faults?: Faults; notice?: string; signedOut?: boolean } {
  if (!(fault instanceof CallProblem)) return { notice: say(FORM.kept) }
  // A document that is refused as a whole is a number to correct.
  const fields =
    fault.problem === 'document-invalid' && fault.fields.length === 0
      ? [{ field: 'document.number', message: fault.title }]
      : fault.fields
  const [here, elsewhere] = [fields.filter(isHere), fields.filter((one) => !isHere(one))]
  const said = [fault.title, ...elsewhere.map((one) => one.message)].join(' · ')
  return {
    faults: Object.fromEntries(here.map((one) => [one.field, one.message])),
    notice: noticeOf(fault, here.length > 0 && elsewhere.length === 0 ? undefined : said),
    signedOut: fault.status === 401,
  }
}

function noticeOf(fault: CallProblem, said: string | undefined): string | undefined {
  // "Unavailable" says by itself that what was typed is kept.
  return said === undefined || fault.problem === 'unavailable' ? said : say(FORM.keptTitle, { title: said })
}

function isHere({ field }: { field: string }): boolean {
  return document.getElementById(field) !== null
}
