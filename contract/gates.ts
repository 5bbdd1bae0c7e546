import { Type, type Static } from 'typebox'
import { Moment, Uuid } from './atoms.ts'
import { PolicyView } from './doors.ts'

const closed = { additionalProperties: false }

/** A P-256 point, compressed (33 bytes), base64url. */
const DeviceKey = Type.String({ minLength: 44, maxLength: 44 })

/**
 * `time` is the device's own, right or wrong; it must be greater than any that this device has signed before (where its clock
 * went back: the last one plus one). `signature`: ES256 over the request's text (core/gate-request.ts), 64 bytes, base64url.
 */
const Signed = { time: Moment, signature: Type.String({ minLength: 86, maxLength: 86 }) }

/** A device becomes the one of a gate: it types the operator's one-time code and shows that it holds the key. */
export const GateEnrolment = Type.Object(
  { code: Type.String({ minLength: 8, maxLength: 16 }), deviceKey: DeviceKey, ...Signed },
  closed,
)
export type GateEnrolment = Static<typeof GateEnrolment>

/** An enrolled device asks for a session and a new certificate. */
export const GateSessionRequest = Type.Object({ deviceId: Uuid, ...Signed }, closed)
export type GateSessionRequest = Static<typeof GateSessionRequest>

/** How a guard's PIN is recognised without the server: PBKDF2 with HMAC-SHA-256 over the PIN's digits. */
const PinCheck = Type.Object({ salt: Type.String(), iterations: Type.Integer(), hash: Type.String() })

/** What an enrolled device works with, also when the server is gone. */
export const GateDuty = Type.Object({
  deviceId: Uuid,
  /** COSE_Sign1 over device, gate, key and end, at most 72 hours ahead; base64url. */
  certificate: Type.String(),
  gate: Type.Object({ gateId: Uuid, name: Type.String() }),
  venue: Type.Object({ venueId: Uuid, name: Type.String(), address: Type.String(), madeUp: Type.Boolean() }),
  /** The policy in force and those that are known to follow, each from its moment on. */
  policies: Type.Array(Type.Object({ from: Moment, policy: PolicyView }), { minItems: 1 }),
  /** Who may be on duty here. `demoPin` in a demo alone. */
  guards: Type.Array(
    Type.Object({ guardId: Uuid, name: Type.String(), pin: PinCheck, demoPin: Type.Optional(Type.String()) }),
  ),
  /** Where the colour list is published, without a slash at the end. */
  listUrl: Type.String(),
  demo: Type.Boolean(),
  serverTime: Moment,
})
export type GateDuty = Static<typeof GateDuty>

/** Devices at gates, the latest first, at most 100; `next` goes on as `?after=`. `?state=on` and `?state=off` narrow the list. */
export const GateDevices = Type.Object({
  devices: Type.Array(
    Type.Object({
      deviceId: Uuid,
      gate: Type.Object({ gateId: Uuid, name: Type.String() }),
      venue: Type.Object({ venueId: Uuid, name: Type.String() }),
      enrolledAt: Moment,
      offAt: Type.Optional(Moment),
      /** Until when it works without the network, should it have been switched off or lost; absent: no longer. */
      worksOfflineUntil: Type.Optional(Moment),
    }),
  ),
  next: Type.Optional(Type.String()),
})
export type GateDevices = Static<typeof GateDevices>

/** A device was switched off: on line at once, without the network by `refusedEverywhereAt`. */
export const GateDeviceOff = Type.Object({ deviceId: Uuid, offAt: Moment, refusedEverywhereAt: Moment })
export type GateDeviceOff = Static<typeof GateDeviceOff>

/** A guard is given a PIN; `name` is how his colleagues call him, and what he chooses on the device. */
export const GuardPinRequest = Type.Object({ name: Type.String({ minLength: 1, maxLength: 20 }) }, closed)
export type GuardPinRequest = Static<typeof GuardPinRequest>

/** Told once and kept nowhere: six digits. */
export const GuardPin = Type.Object({ guardId: Uuid, pin: Type.String() })
export type GuardPin = Static<typeof GuardPin>

/** The guards of whoever runs the doors, at most 100; without a name where nobody has given a PIN yet. `next` goes on as `?after=`. */
export const Guards = Type.Object({
  guards: Type.Array(Type.Object({ guardId: Uuid, name: Type.Optional(Type.String()) })),
  next: Type.Optional(Uuid),
})
export type Guards = Static<typeof Guards>

/** Entries of one person within minutes in different districts, newest first: a code may be in two hands. Ids only. */
export const DistantEntries = Type.Object({
  pairs: Type.Array(
    Type.Object({
      personId: Uuid,
      earlier: Type.Object({ entryId: Uuid, gateId: Uuid, at: Moment }),
      later: Type.Object({ entryId: Uuid, gateId: Uuid, at: Moment }),
      foundAt: Moment,
    }),
  ),
})
export type DistantEntries = Static<typeof DistantEntries>

/** The gates of a demo, for whoever wants to be a guard at one. */
export const DemoGates = Type.Object({
  venues: Type.Array(
    Type.Object({
      venueId: Uuid,
      name: Type.String(),
      address: Type.String(),
      gates: Type.Array(Type.Object({ gateId: Uuid, name: Type.String() })),
    }),
  ),
})
export type DemoGates = Static<typeof DemoGates>

/** The operator lets one device be enrolled for a gate. */
export const GateCodeRequest = Type.Object({ gateId: Uuid }, closed)
export type GateCodeRequest = Static<typeof GateCodeRequest>

/** To be typed on the device before it expires; it works once. */
export const GateCode = Type.Object({ code: Type.String(), expiresAt: Moment })
export type GateCode = Static<typeof GateCode>
