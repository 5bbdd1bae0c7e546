import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Opening } from './opening.tsx'

/** A component that comes with its own bundle, when it is first drawn. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function Later(props: Props) {
    const [loaded, setLoaded] = useState<{ Component: ComponentType<Props> }>()
    useEffect(() => {
      load().then(
        (Component) => setLoaded({ Component }),
        // The next visit, or the next state of the code, tries again; what is on the screen stays.
        () => undefined,
      )
    }, [])
    return loaded ? <loaded.Component {...props} /> : <Opening />
  }
}
