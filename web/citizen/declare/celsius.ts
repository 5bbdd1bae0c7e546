/** A body temperature as typed: comma or point, full width or half; undefined when nothing was typed. */
export function readCelsius(typed: string): number | undefined | 'unreadable' {
  const text = typed
    .normalize('NFKC')
    .trim()
    .replace(/[,。]/, '.')
    .replace(/[℃°C]+$/u, '')
  if (text === '') return undefined
  if (!/^\d{2}(\.\d)?$/.test(text)) return 'unreadable'
  const celsius = Number(text)
  return celsius >= 34 && celsius <= 43 ? celsius : 'unreadable'
}
