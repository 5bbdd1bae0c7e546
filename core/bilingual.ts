/** A text shown to people, in both our languages; Chinese first. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}
