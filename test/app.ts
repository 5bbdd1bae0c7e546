import type { CityApp } from '../server/app.ts'

/** A call as a browser makes it, and its answer. */
export interface Answer<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Readonly<Record<string, unknown>>
}

/** Calls a route of an app; `cookie` is somebody's session. */
export async function call<Body = Record<string, unknown>>(
  city: CityApp,
  told: {
    method?: 'GET' | 'POST'
    url: string
    cookie?: string
    body?: unknown
    headers?: Readonly<Record<string, string>>
  },
): Promise<Answer<Body>> {
  const response = await city.app.inject({
    method: told.method ?? (told.body === undefined ? 'GET' : 'POST'),
    url: told.url,
    headers: { ...(told.cookie === undefined ? {} : { cookie: told.cookie }), ...told.headers },
    ...(told.body === undefined ? {} : { payload: told.body as object }),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  return {
    status: response.statusCode,
    body: (isJson ? response.json() : response.body) as Body,
    headers: response.headers,
  }
}

/** Every page of a list, one after the other. */
export async function pagesOf<Page extends { next?: string }>(
  city: CityApp,
  path: string,
  cookie: string,
): Promise<Page[]> {
  const pages: Page[] = []
  for (let next: string | undefined = ''; next !== undefined;) {
    const url: string = next === '' ? path : `${path}${path.includes('?') ? '&' : '?'}after=${next}`
    const { body }: { body: Page } = await call<Page>(city, { url, cookie })
    pages.push(body)
    next = body.next
  }
  return pages
}
