import { App as Messages } from 'antd'
import { CONSOLE } from '../kit/dictionary/console.ts'
import { say } from '../kit/language.ts'

/** Asks once more before something that is not easily undone; answers whether he is sure. */
export function useSure(): (asked: { title: string; words: string; yes: string }) => Promise<boolean> {
  const { modal } = Messages.useApp()
  return async ({ title, words, yes }) =>
    modal.confirm({
      title,
      content: words,
      okText: yes,
      okButtonProps: { danger: true },
      cancelText: say(CONSOLE.cancel),
    })
}
