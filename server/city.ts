import type { AppOptions } from './app.ts'
import { findPersonOfHandle, makeDemoCity } from './demo/city.ts'
import { deliverDoubts } from './demo/deliveries.ts'
import { demoPinOf, registerDemoGates } from './demo/gates.ts'
import { registerDemoStaffCodes } from './demo/staff-codes.ts'
import { SHOW_HANDLES, type ShowHandle } from './demo/handles.ts'
import { demoChannel, demoProvider } from './demo/provider.ts'
import { demoRegister } from './demo/register.ts'
import { openDemoSignatures } from './demo/signatures.ts'
import { systemCtx, type World } from './kit/world.ts'

/** From which everything made up follows. Another one would be another city, in a database that keeps the first. */
export const DEMO_SEED = 'suishenma'

/** What makes a world a city: its register and its sign-in, and in a demo its people. */
export interface City {
  readonly world: World
  readonly options: Pick<AppOptions, 'demo' | 'personOfHandle' | 'pinOf' | 'signEnrolment'>
  /** One of each kind to sign in as; undefined outside a demo. */
  readonly handles: readonly ShowHandle[] | undefined
  /** Makes the demo's people and venues at first start. */
  populate(): Promise<void>
}

/** The city that the settings describe. Its folders matter to a demo, which keeps keys of its own there. */
export function openCity(
  open: Omit<World, 'register'>,
  folders: { readonly keysDir: string; readonly dataDir: string },
): City {
  const { settings } = open
  if (!settings.demo) {
    return { world: { ...open, register: undefined }, options: {}, handles: undefined, populate: async () => undefined }
  }
  const channels = [...settings.channels, demoChannel({ publicUrl: settings.publicUrl, random: open.random })]
  const world: World = {
    ...open,
    settings: { ...settings, channels },
    register: settings.register === 'demo' ? demoRegister(open, DEMO_SEED) : undefined,
  }
  const signatures = openDemoSignatures(folders, open.random)
  return {
    world,
    options: {
      demo: (app) => {
        demoProvider(world, DEMO_SEED).mount(app)
        registerDemoGates(app, world, DEMO_SEED)
        registerDemoStaffCodes(app, world)
      },
      pinOf: demoPinOf(DEMO_SEED),
      personOfHandle: (handle) => findPersonOfHandle(systemCtx(world), DEMO_SEED, handle),
      signEnrolment: signatures.signEnrolment,
    },
    handles: SHOW_HANDLES.filter(({ role }, place) => SHOW_HANDLES.findIndex((other) => other.role === role) === place),
    async populate() {
      await makeDemoCity(systemCtx(world), DEMO_SEED)
      await signatures.enrolSources(systemCtx(world))
      await deliverDoubts(systemCtx(world), { seed: DEMO_SEED, sources: signatures.sources })
    },
  }
}
