import { COMMON } from '../../kit/dictionary/common.ts'
import { FORM } from '../../kit/dictionary/form.ts'
import { say } from '../../kit/language.ts'
import { Opening } from '../opening.tsx'
import { optionsBelow, useCounties, useStreets, type Loaded } from './division-lists.ts'
import { SelectField } from '../../kit/form/fields.tsx'

interface DivisionSelectProps {
  /** The id of the field that holds the code. */
  readonly id: string
  /** The code as far as it was chosen: of a province (2 digits), a city (4), a county (6). */
  readonly code: string
  readonly fault: string | undefined
  readonly onChoose: (code: string) => void
}

/** Province, city, county, one after the other. */
export function CountySelect({ id, code, fault, onChoose }: DivisionSelectProps) {
  const loaded = useCounties()
  if (loaded.kind !== 'here') return <NotYet loaded={loaded} />
  const { provinces, cities, counties } = loaded.table
  const inProvince = code === '' ? [] : optionsBelow(cities, code.slice(0, 2))
  // A municipality has no cities to choose from, and several other provinces have places of one county only.
  const city = inProvince.length === 1 ? inProvince[0]!.value : code.slice(0, 4)
  const inCity = city.length === 4 ? optionsBelow(counties, city) : []
  function chooseCity(chosen: string): void {
    const below = optionsBelow(counties, chosen)
    onChoose(chosen.length === 4 && below.length === 1 ? below[0]!.value : chosen || code.slice(0, 2))
  }
  return (
    <>
      <SelectField
        id={`${id}-province`}
        label={say(FORM.province)}
        value={code.slice(0, 2)}
        options={optionsBelow(provinces, '')}
        fault={code === '' ? fault : undefined}
        onChoose={onChoose}
      />
      {inProvince.length !== 1 && (
        <SelectField
          id={`${id}-city`}
          label={say(FORM.city)}
          value={chosenAt(code, 4)}
          options={inProvince}
          disabled={inProvince.length === 0}
          fault={code.length === 2 ? fault : undefined}
          onChoose={chooseCity}
        />
      )}
      <SelectField
        id={id}
        label={say(FORM.county)}
        value={chosenAt(code, 6)}
        options={inCity}
        disabled={inCity.length === 0}
        fault={
          code.length === 4 || (code.length === 2 && inProvince.length === 1) || code.length === 6 ? fault : undefined
        }
        onChoose={(chosen) => onChoose(chosen || city)}
      />
    </>
  )
}

/** District and street of Shanghai. The code: of a district (6 digits), a street (9). */
export function StreetSelect({ id, code, fault, onChoose }: DivisionSelectProps) {
  const loaded = useStreets()
  if (loaded.kind !== 'here') return <NotYet loaded={loaded} />
  const { districts, streets } = loaded.table
  const district = code.slice(0, 6)
  const inDistrict = district === '' ? [] : optionsBelow(streets, district)
  return (
    <>
      <SelectField
        id={`${id}-district`}
        label={say(FORM.district)}
        value={district}
        options={optionsBelow(districts, '')}
        fault={code === '' ? fault : undefined}
        onChoose={onChoose}
      />
      <SelectField
        id={id}
        label={say(FORM.street)}
        value={chosenAt(code, 9)}
        options={inDistrict}
        disabled={inDistrict.length === 0}
        fault={code === '' ? undefined : fault}
        onChoose={(chosen) => onChoose(chosen || district)}
      />
    </>
  )
}

/** The value of a list whose codes have `digits`: nothing while only what lies above is chosen, or the arrow keys find no way in. */
function chosenAt(code: string, digits: number): string {
  return code.length < digits ? '' : code.slice(0, digits)
}

function NotYet({ loaded }: { loaded: Exclude<Loaded<unknown>, { kind: 'here' }> }) {
  if (loaded.kind === 'loading') return <Opening />
  return (
    <div class="notice fault" role="alert">
      <p>{say(FORM.listsFailed)}</p>
      <button type="button" class="button" onClick={loaded.again}>
        {say(COMMON.tryAgain)}
      </button>
    </div>
  )
}
