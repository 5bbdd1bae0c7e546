/** What a text says, or why it is no JSON. */
export type Parsed = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly why: string }

/** Reads the text of a document. */
export function parse(text: string): Parsed {
  try {
    return { ok: true, json: JSON.parse(text) as unknown }
  } catch (error) {
    return { ok: false, why: (error as Error).message }
  }
}

/** A document as it is shown to be written on. */
export function written(document: unknown): string {
  return JSON.stringify(document, undefined, 2)
}
