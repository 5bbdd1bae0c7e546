import type { DocumentType } from '../../core/document.ts'
import type { Bilingual } from '../../core/bilingual.ts'
import { nameOfStreet } from '../../core/divisions.ts'
import streetTable from '../../core/divisions/shanghai-streets.json' with { type: 'json' }
import { DEMO_PEOPLE, handleOf, SHOW_HANDLES } from './handles.ts'
import type { DemoPerson } from './people.ts'

// The pages of the demo's sign-in: plain HTML without a script, Chinese first.

const MOST_BUTTONS = 3

const STYLE = `
  body { font: 1rem/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem; color: #1a1a1a; background: #fff }
  h1 { font-size: 1.4rem; margin: .5rem 0 }
  .mark { background: #fff3cd; border: 1px solid #b58100; border-radius: .5rem; padding: .5rem .75rem }
  .en { color: #555; display: block }
  dl p { margin: 0 }
  dd { margin: .25rem 0 1rem }
  button, input { font: inherit; min-height: 44px; padding: 0 .75rem; border: 1px solid #767676; border-radius: .5rem; background: #fff }
  input { box-sizing: border-box; max-width: 100% }
  button { background: #0b57a4; border-color: #0b57a4; color: #fff; cursor: pointer }
  button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #b58100; outline-offset: 2px }
  .card { border: 1px solid #767676; border-radius: .5rem; padding: .75rem 1rem }
  .card dl { display: grid; grid-template-columns: auto 1fr; gap: .75rem 1rem; align-items: center; margin: 0 }
  .card dd { margin: 0; font-size: 1.15rem; font-weight: 600; overflow-wrap: anywhere }
  @media (max-width: 19rem) { .card dl { grid-template-columns: 1fr; gap: .25rem } }
  .fault { color: #a30d24 }
`

/** The page on which somebody chooses whom to be. `wrong`: what was typed is nobody's handle. */
export function handlesPage(action: string, wrong: boolean): string {
  const fault = wrong
    ? both({ zh: '没有这个演示账号', en: 'There is no such handle' }, 'class="fault" role="alert"')
    : ''
  const roles = Map.groupBy(SHOW_HANDLES, ({ role }) => role)
  const rows = [...roles.values()].map((handles) => {
    const buttons = handles
      .slice(0, MOST_BUTTONS)
      .map(({ handle }) => `<button name="handle" value="${handle}">${handle}</button>`)
    const more = handles.length > MOST_BUTTONS ? ` … ${handles.at(-1)!.handle}` : ''
    return `<dt>${both(handles[0]!.shows)}</dt><dd>${buttons.join(' ')}${more}</dd>`
  })
  const everybody = `${handleOf(0)} … ${handleOf(DEMO_PEOPLE - 1)}`
  return page(`
    <form method="post" action="${action}">
      ${fault}
      <p><label for="handle">演示账号 <span class="en">Handle (${everybody})</span></label>
      <input id="handle" name="typed" autocomplete="off" autocapitalize="off" spellcheck="false">
      <button>登录 Sign in</button></p>
      <dl>${rows.join('\n')}</dl>
    </form>`)
}

/** What a newcomer will have to type in the wizard; with `action` the way on stands below. */
export function cardPage(person: DemoPerson, action: string | undefined): string {
  const handle = handleOf(person.index)
  const street = nameOfStreet(streetTable, person.address.divisionCode) ?? ''
  const on = action
    ? `<p><a href="/demo-idp/card/${handle}" target="_blank" rel="noopener">在新标签页打开这张卡片 <span class="en">Open this card in a new tab</span></a></p>
       <form method="post" action="${action}"><input type="hidden" name="handle" value="${handle}">
       <button name="seen" value="yes">继续 Continue</button></form>`
    : ''
  return page(`
    ${both({ zh: '注册时请填写下面这位虚构人物的信息：', en: 'When you register, type what stands on the card of this made-up person:' })}
    <div class="card"><dl>
      <dt>姓名 <span class="en">Name</span></dt><dd id="name">${escaped(person.name)}</dd>
      <dt>证件 <span class="en">Document</span></dt><dd id="document-type">${both(DOCUMENT_NAMES[person.document.type])}</dd>
      <dt>号码 <span class="en">Number</span></dt><dd id="document-number">${escaped(person.document.number)}</dd>
      <dt>手机 <span class="en">Telephone</span></dt><dd>${person.phone ?? '—'}</dd>
      <dt>住址 <span class="en">Address</span></dt><dd>${escaped(street)} ${escaped(person.address.detail)}</dd>
    </dl></div>
    ${on}`)
}

/** What is shown when a sign-in cannot go on. */
export function errorPage(): string {
  return page(`
    ${both({ zh: '这次登录已经失效，请重新开始', en: 'This sign-in is no longer valid; please start again' })}
    <p><a href="/">返回 Back</a></p>`)
}

const DOCUMENT_NAMES: Readonly<Record<DocumentType, Bilingual>> = {
  'resident-id': { zh: '居民身份证', en: 'Resident ID card' },
  'hk-macao-permit': { zh: '港澳居民来往内地通行证', en: 'Mainland travel permit for Hong Kong and Macao residents' },
  'taiwan-permit': { zh: '台湾居民来往大陆通行证', en: 'Mainland travel permit for Taiwan residents' },
  'hk-macao-residence-permit': { zh: '港澳居民居住证', en: 'Residence permit for Hong Kong and Macao residents' },
  'taiwan-residence-permit': { zh: '台湾居民居住证', en: 'Residence permit for Taiwan residents' },
  passport: { zh: '外国护照', en: 'Foreign passport' },
  'permanent-residence-card': { zh: '外国人永久居留身份证', en: 'Foreign permanent residence card' },
}

function page(content: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示登录 Demo sign-in</title><style>${STYLE}</style></head>
<body><main>
<h1>演示登录 <span class="en">Demo sign-in</span></h1>
<p class="mark">这里的人物全部是虚构的，不需要密码。<span class="en">Everybody here is made up; there is no password.</span></p>
${content}
</main></body>
</html>`
}

function both({ zh, en }: Bilingual, attributes = ''): string {
  return `<p ${attributes}>${escaped(zh)} <span class="en" lang="en">${escaped(en)}</span></p>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
