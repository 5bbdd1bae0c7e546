/** Put in by the build: what the service worker of an app keeps on the phone. `files` has the hashed assets of the app. */
declare const SHELL: { readonly version: string; readonly files: readonly string[] }

/** Put in by the build: the address of the citizen's app. */
declare const APP: string

/** A style sheet that the build puts beside the script which imports it. */
declare module '*.css'
