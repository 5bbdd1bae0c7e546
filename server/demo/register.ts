import { hex } from '../../core/bytes.ts'
import { documentHash } from '../kit/seal.ts'
import type { PopulationRegister, World } from '../kit/world.ts'
import { DEMO_PEOPLE } from './handles.ts'
import { demoPerson } from './people.ts'
import { demoPhoto } from './photo.ts'
import { HEALTH_ORGANISATIONS } from './signatures.ts'

/** The made-up city's population register: everybody with a resident ID card, from here or elsewhere, and nobody else. */
export function demoRegister(world: Pick<World, 'keys'>, seed: string): PopulationRegister {
  let places: ReadonlyMap<string, number> | undefined
  return {
    keeperId: HEALTH_ORGANISATIONS[1].organisationId,
    async find(hash) {
      places ??= placesByDocument(world, seed)
      const index = places.get(hex(hash))
      if (index === undefined) return undefined
      const { name, residesHere } = demoPerson(seed, index)
      return { name, residesHere, photo: demoPhoto(seed, index) }
    },
  }
}

function placesByDocument(world: Pick<World, 'keys'>, seed: string): ReadonlyMap<string, number> {
  const people = Array.from({ length: DEMO_PEOPLE }, (_, index) => demoPerson(seed, index))
  return new Map(
    people
      .filter((person) => person.inRegister)
      .map((person) => [hex(documentHash(world.keys, person.document)), person.index]),
  )
}
