import { useEffect, useState } from 'preact/hooks'
import type { CountyTable, StreetTable } from '../../../core/divisions.ts'
import type { Option } from '../../kit/form/fields.tsx'

// Lists of places are big and the same for everybody: files, fetched when a form asks for them, kept by the phone's worker.

/** A list on its way. */
export type Loaded<Table> = { kind: 'loading' } | { kind: 'failed'; again: () => void } | { kind: 'here'; table: Table }

/** The counties of the country. */
export function useCounties(): Loaded<CountyTable> {
  return useTable<CountyTable>('/divisions/counties.json')
}

/** The streets of Shanghai. */
export function useStreets(): Loaded<StreetTable> {
  return useTable<StreetTable>('/divisions/shanghai-streets.json')
}

/** What of a table of names by code lies below a code, to choose from. */
export function optionsBelow(names: Readonly<Record<string, string>>, code: string): Option[] {
  return Object.entries(names)
    .filter(([below]) => below.startsWith(code))
    .map(([value, label]) => ({ value, label }))
}

function useTable<Table>(path: string): Loaded<Table> {
  const [loaded, setLoaded] = useState<Loaded<Table>>({ kind: 'loading' })
  function load(): void {
    setLoaded({ kind: 'loading' })
    fetch(path)
      .then(async (response) => {
        if (!response.ok) throw new Error(`${path}: ${response.status}`)
        setLoaded({ kind: 'here', table: await response.json() })
      })
      .catch(() => setLoaded({ kind: 'failed', again: load }))
  }
  useEffect(load, [path])
  return loaded
}
