import { useEffect, useState } from 'preact/hooks'
import { GUARD } from '../kit/dictionary/guard.ts'
import { say } from '../kit/language.ts'
import { pixelsOf, type Decoder } from './decoder.ts'

// Screenshots are large and sharp: a code in one corner of them would be lost at the camera's 640.
const WIDTHS = [640, 1_280, 2_560]

/** In the demo one laptop is enough: a picture file or a pasted text stands in for the camera. */
export function DemoInput({ decoder, onCode }: { decoder: Decoder; onCode: (code: string) => void }) {
  const [text, setText] = useState('')
  const [isEmpty, setIsEmpty] = useState(false)

  async function read(files: FileList | null | undefined): Promise<void> {
    const [file] = files ?? []
    if (!file) return
    const code = await codeIn(file, decoder)
    setIsEmpty(code === undefined)
    if (code !== undefined) onCode(code)
  }

  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault()
    const drop = (event: DragEvent) => {
      event.preventDefault()
      void read(event.dataTransfer?.files)
    }
    addEventListener('dragover', allow)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', allow)
      removeEventListener('drop', drop)
    }
  }, [])

  function submit(event: Event): void {
    event.preventDefault()
    if (text.trim() === '') return
    onCode(text.trim())
    setText('')
  }

  return (
    <details class="demo-input">
      <summary>{say(GUARD.demoInput)}</summary>
      <label class="button file-button">
        {say(GUARD.demoFile)}
        <input
          type="file"
          class="spoken"
          accept="image/*"
          onChange={(event) => {
            const field = event.currentTarget
            // Emptied, so that the same file can be chosen again.
            void read(field.files).finally(() => (field.value = ''))
          }}
        />
      </label>
      <p class="soft">{say(GUARD.demoDrop)}</p>
      {isEmpty && (
        <p class="field-fault" role="alert">
          {say(GUARD.noCodeInPicture)}
        </p>
      )}
      <form class="demo-text" onSubmit={submit}>
        <label class="field">
          <span>{say(GUARD.demoText)}</span>
          <input
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellcheck={false}
          />
        </label>
        <button type="submit" class="button">
          {say(GUARD.demoCheck)}
        </button>
      </form>
    </details>
  )
}

async function codeIn(file: Blob, decoder: Decoder): Promise<string | undefined> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch {
    // Not a picture at all: the same answer as a picture without a code.
    return undefined
  }
  const canvas = document.createElement('canvas')
  for (const width of WIDTHS) {
    const pixels = pixelsOf(picture, canvas, width)
    const code = pixels && (await decoder.decode(pixels))
    if (code !== undefined) return code
  }
  return undefined
}
