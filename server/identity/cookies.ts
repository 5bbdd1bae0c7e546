import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply } from 'fastify'
import type { Settings } from '../kit/world.ts'

/** A cookie that no script of a page sees and no other site can have sent with a writing request. */
export interface CookieToSet {
  readonly name: string
  readonly value: string
  readonly path: string
  readonly maxAgeSeconds: number
}

/** Has the browser keep a cookie. Lax, because a provider sends people back to us from its own site. */
export function setCookie(reply: FastifyReply, settings: Settings, cookie: CookieToSet): void {
  const options: CookieSerializeOptions = {
    path: cookie.path,
    maxAge: cookie.maxAgeSeconds,
    httpOnly: true,
    sameSite: 'lax',
    secure: settings.publicUrl.startsWith('https:'),
  }
  reply.setCookie(cookie.name, cookie.value, options)
}

/** Has the browser forget a cookie. */
export function clearCookie(reply: FastifyReply, settings: Settings, cookie: { name: string; path: string }): void {
  setCookie(reply, settings, { ...cookie, value: '', maxAgeSeconds: 0 })
}
