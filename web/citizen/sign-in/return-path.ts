/** Where to go after signing in: what `return` asks for if it is a path of ours, else the page itself. */
export function returnPath(page: { readonly pathname: string; readonly search: string }): string {
  const asked = new URLSearchParams(page.search).get('return')
  // One slash and then no second, nor a backslash, which browsers read as one: `//elsewhere` would leave our pages.
  if (asked !== null && /^\/(?![/\\])/.test(asked)) return asked
  return page.pathname === '/sign-in' ? '/' : page.pathname
}
