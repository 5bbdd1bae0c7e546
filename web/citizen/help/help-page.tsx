import './help.css'
import { useEffect } from 'preact/hooks'
import { COLOURS } from '../../../core/colour.ts'
import { ColourShape } from '../../kit/colour-shape.tsx'
import { BY_HAND } from '../../kit/dictionary/by-hand.ts'
import { CITIZEN } from '../../kit/dictionary/citizen.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { HELP } from '../../kit/dictionary/help.ts'
import { say } from '../../kit/language.ts'
import { usePreferences } from '../../kit/switches.tsx'
import { Page } from '../frame.tsx'
import { useContact } from './contact.ts'

const QUESTIONS = [
  { id: 'when', question: HELP.when, answer: HELP.whenAnswer },
  { id: 'elsewhere', question: HELP.elsewhere, answer: HELP.elsewhereAnswer },
  { id: 'halls', question: HELP.halls, answer: HELP.hallsAnswer },
  { id: 'photo', question: HELP.photo, answer: HELP.photoAnswer },
  { id: 'name', question: HELP.name, answer: HELP.nameAnswer },
  { id: 'colour', question: HELP.colour, answer: HELP.colourAnswer },
  { id: 'cap', question: HELP.cap, answer: HELP.capAnswer },
  { id: 'slow', question: HELP.slow, answer: HELP.slowAnswer },
  { id: 'not-yet-here', question: HELP.notYetHere, answer: HELP.notYetHereAnswer },
  { id: 'work', question: HELP.work, answer: HELP.workAnswer },
]

/** Help under the code: colours, appeal, and the ten questions. Nobody has to sign in to read it. */
export function HelpPage() {
  usePreferences()
  const contact = useContact()
  // The page is drawn after the browser looked for the place that its address names.
  useEffect(() => {
    document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [])
  return (
    <Page title={say(HELP.title)}>
      <div class="help">
        <p class="soft">{say(HELP.intro)}</p>
        <section id="colours" class="panel">
          <h2>{say(HELP.coloursTitle)}</h2>
          {COLOURS.map((colour) => (
            <div key={colour} id={colour} class="meaning">
              <p class={`swatch ${colour}`}>
                <ColourShape colour={colour} />
                {say(COLOUR_WORDS[colour])}
              </p>
              <p>{say(HELP[colour])}</p>
            </div>
          ))}
        </section>
        <section id="appeal" class="panel">
          <h2>{say(HELP.appealTitle)}</h2>
          <p>{say(HELP.appeal)}</p>
          {contact && (
            <>
              <p>{say(HELP.appealWhere, { telephone: contact.telephone, where: say(contact.where) })}</p>
              <a class="button" href={`tel:${contact.telephone.replace(/[^\d+]/g, '')}`}>
                {contact.telephone}
              </a>
            </>
          )}
        </section>
        <section class="panel">
          <h2>{say(HELP.questionsTitle)}</h2>
          {QUESTIONS.map(({ id, question, answer }) => (
            <div key={id} id={id} class="question">
              <h3>{say(question)}</h3>
              <p>{say(answer)}</p>
            </div>
          ))}
        </section>
        <section id="home-screen" class="panel">
          <h2>{say(HELP.homeScreen)}</h2>
          <p>{say(HELP.homeScreenWhy)}</p>
          <p>{say(HELP.homeScreenIphone)}</p>
          <p>{say(HELP.homeScreenAndroid)}</p>
          <p>{say(HELP.homeScreenInside)}</p>
        </section>
        <a class="button" href="/hand-facts">
          {say(BY_HAND.countsTitle)}
        </a>
        <a class="button main" href="/">
          {say(CITIZEN.toMyCode)}
        </a>
      </div>
    </Page>
  )
}
