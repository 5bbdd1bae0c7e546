import type { ColumnType, Generated } from 'kysely'
import type { StaffRole } from '../../core/staff-role.ts'
import type { VenueKind } from '../../core/venue.ts'

// The shape of every table of db/migrations, for the query builder. Who may write which is in ARCHITECTURE.md.

export interface Tables {
  audit: { id: string; at: Date; kind: string; commitment: Uint8Array }
  audit_body: {
    id: string
    salt: Uint8Array
    actor_kind: string
    actor_id: string | null
    organisation_id: string | null
    subject_id: string | null
    purpose: string | null
    case_number: string | null
    detail: string
  }
  log_queue: { audit_id: string }
  log_leaf: { leaf_index: number; audit_id: string }
  installation: {
    only_row: Generated<boolean>
    created_at: Date
    city_mode: 'demo' | 'production'
    key_check: string
    demo_seed: string | null
  }
  person: {
    person_id: string
    list_number: Generated<number>
    number_mac: Generated<Uint8Array>
    created_at: Date
    identity: 'unregistered' | 'awaiting' | 'confirmed'
    key_version: number
    wrapped_key: Uint8Array
    sealed: Uint8Array | null
  }
  person_identity: {
    person_id: string
    version: number
    at: Date
    identity: 'unregistered' | 'awaiting' | 'confirmed'
    mac: Uint8Array
  }
  person_document: { document_hash: Uint8Array; person_id: string }
  person_photo: { person_id: string; sealed: Uint8Array }
  person_alias: { alias_id: string; person_id: string; same_as: string; merged_at: Date; undone_at: Date | null }
  organisation: { organisation_id: string; name: string; kind: string }
  account: {
    account_id: string
    channel: string
    subject_hash: Uint8Array
    created_at: Date
    asserted_document_hash: Uint8Array | null
  }
  staff: {
    staff_id: string
    channel: string | null
    subject_hash: Uint8Array | null
    role: 'guard' | StaffRole
    organisation_id: string
    active: Generated<boolean>
    division: Generated<string>
    venue_id: string | null
    office: Generated<string>
    sealed: Uint8Array | null
    mac: Generated<Uint8Array>
  }
  staff_code: { code_hash: Uint8Array; staff_id: string; expires_at: Date; mac: Uint8Array }
  passkey: {
    credential_id: string
    staff_id: string
    site: string
    public_key: Uint8Array
    counter: number
    made_at: Date
    mac: Uint8Array
  }
  signing_key: {
    key_id: string
    organisation_id: string
    holder_kind: 'source' | 'staff'
    holder_id: string
    enrolment: string
    signature: Uint8Array
    recorded_at: Date
  }
  approval: {
    approval_id: string
    subject: 'fact' | 'table' | 'batch' | 'area-list' | 'dry-run'
    subject_hash: Uint8Array
    key_id: string
    signature: Uint8Array
    at: Date
  }
  organisations_seen: { only_row: Generated<boolean>; digest: Uint8Array }
  key_request: {
    key_id: string
    staff_id: string
    organisation_id: string
    enrolment: string
    requested_at: Date
  }
  session: {
    token_hash: Uint8Array
    account_id: string | null
    staff_id: string | null
    device_id: string | null
    created_at: Date
    expires_at: Date
    taken_over_at: Date | null
    standing: 'known' | 'invited' | 'proved' | null
    seen_at: Date | null
    mac: Uint8Array | null
    challenge: string | null
    challenge_until: Date | null
  }
  sign_in: { state_hash: Uint8Array; channel: string; sealed: Uint8Array; expires_at: Date }
  wrong_attempt: { attempt_id: string; subject_hash: Uint8Array; at: Date }
  registration: {
    registration_id: string
    account_id: string
    person_id: string
    channel: string
    requested_at: Date
    due_at: Date
    state: 'confirmed' | 'awaiting-staff' | 'refused'
    reason: 'not-in-register' | 'unproved' | 'second-claim' | null
    arriving: boolean
    request_hash: Uint8Array
    sealed: Uint8Array
    decided_at: Date | null
    decided_by: string | null
    district_hash: Uint8Array | null
    street_hash: Uint8Array | null
  }
  door_policy: { policy_id: string; version: string; document: ColumnType<unknown, string, string> }
  venue: {
    venue_id: string
    name: string
    kind: VenueKind
    division_code: string
    address: string
    organisation_id: string
    made_up: boolean
    request_hash: Generated<Uint8Array | null>
  }
  venue_policy: { venue_id: string; valid_from: Date; valid_to: Date | null; policy_id: string }
  gate: { gate_id: string; venue_id: string; name: string; closed_at: Generated<Date | null> }
  gate_code: { code_hash: Uint8Array; gate_id: string; expires_at: Date; mac: Uint8Array }
  gate_device: {
    device_id: string
    gate_id: string
    device_key: Uint8Array
    enrolled_at: Date
    off_at: Date | null
    signed_at: number
    mac: Uint8Array
  }
  guard_pin: { staff_id: string; set_at: Date; sealed: Uint8Array }
  assignment: {
    case_id: string
    desk_id: string
    kind: 'claim' | 'held-batch' | 'hand-fact' | 'question'
    staff_id: string
    taken_at: Date
    until: Date
  }
  source: { source_id: string; name_zh: string; name_en: string }
  area_list: {
    list_id: string
    source_id: string
    published_at: Date
    recorded_at: Date
    content_hash: Uint8Array
    file_name: string
    high_count: number
    medium_count: number
    low_count: number
    review_count: number
    kind: 'risk' | 'key'
    key_count: number
    mac: Uint8Array
  }
  area_level: {
    division_code: string
    community: string
    list_id: string
    level: 'high' | 'medium' | 'low' | 'key'
    as_printed: string
    area_hash: Uint8Array
    printed_in_english: string | null
    mac: Uint8Array
  }
  area_review: { list_id: string; row_number: number; level: string; area: string; reason: string }
  evidence: {
    person_id: string
    evidence_id: string
    source_id: string
    kind: string
    valid_from: Date
    valid_to: Date | null
    recorded_at: Date
    channel: string | null
    declaration_id: string | null
    batch_id: string | null
    row_number: number | null
    row_hash: Uint8Array | null
    takes_back: string | null
    sealed: Uint8Array
  }
  declaration: {
    declaration_id: string
    person_id: string
    kind: 'health' | 'stays' | 'arrival'
    channel: string
    at: Date
    request_hash: Uint8Array
  }
  stay_place: { area_hash: Uint8Array; person_id: string; evidence_id: string }
  stay_review: { person_id: string; evidence_id: string; list_id: string }
  hand_fact: {
    person_id: string
    fact_id: string
    state: 'unsigned' | 'waiting' | 'approved' | 'rejected' | 'withdrawn' | 'expired'
    takes_back: string | null
    author_id: string
    author_organisation_id: string
    drafted_at: Date
    expires_at: Date
    closed_at: Date | null
    decided_by: string | null
    decided_by_organisation_id: string | null
    request_hash: Uint8Array
    sealed: Uint8Array
    mac: Uint8Array
  }
  hand_fact_attachment: { person_id: string; fact_id: string; sealed: Uint8Array }
  appeal: {
    person_id: string
    appeal_id: string
    number: Generated<number>
    kind: 'name-wrong' | 'colour-wrong' | 'data-wrong'
    appealed_at: Date
    due_at: Date
    assigned_to: string | null
    assigned_organisation_id: string | null
    assigned_at: Date | null
    overdue_at: Date | null
    ended_as: 'accepted' | 'refused' | 'withdrawn' | null
    ended_at: Date | null
    request_hash: Uint8Array
    sealed: Uint8Array
  }
  appeal_question: {
    person_id: string
    appeal_id: string
    organisation_id: string
    kind: 'name-wrong' | 'colour-wrong' | 'data-wrong'
    due_at: Date
    answered_at: Date | null
    answered_by: string | null
    overdue_at: Date | null
    ended_at: Date | null
    sealed: Uint8Array
  }
  appeal_proof: {
    person_id: string
    appeal_id: string
    proof_id: string
    added_at: Date
    request_hash: Uint8Array
    described: Uint8Array
    sealed: Uint8Array
  }
  appeal_ground: {
    person_id: string
    appeal_id: string
    place: number
    rule_id: string
    batch_id: string | null
    appealed_at: Date
  }
  appeal_flag: {
    against: 'batch' | 'rule'
    flagged: string
    source_id: string | null
    appeals: number
    raised_at: Date
  }
  colour_state: {
    person_id: string
    colour: 'green' | 'yellow' | 'red' | 'grey'
    since: Date
    changes_at: Date | null
    table_name: string
    table_version: string
    evaluated_at: Date
    mac: Uint8Array
    version: number
    course: ColumnType<unknown, string, string>
    grounds: Uint8Array
    act_id: string | null
    act_commitment: Uint8Array | null
  }
  colour_history: {
    person_id: string
    version: number
    at: Date
    course: ColumnType<unknown, string, string>
    table_name: string
    table_version: string
    mac: Uint8Array
  }
  rule_table: {
    table_hash: Uint8Array
    name: string
    version: string
    document: string
    drafted_at: Date
    drafted_by: string
    organisation_id: string
  }
  rule_table_trial: {
    trial_id: string
    table_hash: Uint8Array
    state: 'waiting' | 'done'
    settles: boolean
    percent: Generated<number>
    asked_at: Date
    done_at: Date | null
    result: string | null
    result_hash: Uint8Array | null
    mac: Uint8Array | null
  }
  rule_table_adoption: { table_hash: Uint8Array; adopted_at: Date; in_force_from: Date; mac: Uint8Array }
  rule_table_switch: {
    switch_id: string
    from_name: string
    from_version: string
    to_name: string
    to_version: string
    began_at: Date
    done_at: Date | null
    mac: Uint8Array
  }
  city_chunk: {
    chunk: number
    generation: string | null
    built_at: Date | null
    sealed: Uint8Array | null
    asked_at: Date | null
  }
  city_mark: { chunk: number; mark_id: string; place: number }
  switch_chunk: { switch_id: string; chunk: number; done_at: Date | null; written: number | null }
  entry: {
    venue_bucket: number
    retention_class: string
    at: Date
    entry_id: string
    venue_id: string
    gate_id: string
    person_id: string | null
    identified_by: 'code' | 'paper' | 'document' | 'nobody'
    direction: 'in' | 'out'
    received_at: Date
    celsius: number | null
    shown: string
    decision: 'admitted' | 'refused'
    reason: string
    policy_id: string | null
    guard_id: string
  }
  entry_held: {
    entry_id: string
    gate_id: string
    guard_id: string
    at: Date
    received_at: Date
    why: string
    sealed: Uint8Array
  }
  entry_distant: {
    earlier_id: string
    later_id: string
    person_id: string
    earlier_at: Date
    later_at: Date
    earlier_gate_id: string
    later_gate_id: string
    found_at: Date
  }
  entry_sweep: { only_row: Generated<boolean>; received_until: Date }
  batch: {
    batch_id: string
    source_id: string
    state:
      | 'receiving'
      | 'trying'
      | 'waiting'
      | 'taking'
      | 'taken'
      | 'held'
      | 'refused'
      | 'withdrawing'
      | 'withdrawn'
      | 'abandoned'
    content_hash: Uint8Array
    sealed: Uint8Array
    size: Generated<number>
    rows: Generated<number>
    taken: Generated<number>
    same: Generated<number>
    refused: Generated<number>
    in_review: Generated<number>
    people: Generated<number>
    shares: number | null
    changed: number | null
    decision: 'within-brake' | 'approved' | null
    released: Uint8Array | null
    report: ColumnType<unknown, string | null, string | null>
    withdrawal: ColumnType<unknown, string | null, string | null>
    received_at: Date
    decided_at: Date | null
    done_at: Date | null
  }
  batch_part: { batch_id: string; part: number; part_hash: Uint8Array; size: number; sealed: Uint8Array }
  batch_share: {
    batch_id: string
    share: number
    rows: number
    taken: number | null
    same: number | null
    people: number | null
    outcomes: Uint8Array | null
  }
  batch_piece: { batch_id: string; share: number; piece: number; sealed: Uint8Array }
  batch_chunk: { batch_id: string; first_row: number; last_row: number; outcomes: Uint8Array }
  batch_row: { batch_id: string; row_number: number; outcome: 'refused' | 'review'; sealed: Uint8Array }
  source_mapping: { source_id: string; name: string; sealed: Uint8Array }
  colour_change: { person_id: string; change_id: string }
  epoch_segment: { epoch: number; segment: number; first_number: number; size: number; mac: Uint8Array }
  withdrawn_phone: { key_hash: Uint8Array; withdrawn_at: Date; expires_at: Date; mac: Uint8Array }
  account_phone: { account_id: string; session_hash: Uint8Array }
  credential_tally: { tally_id: string; run_id: string; count: number }
  issuing_keys_seen: { only_row: Generated<boolean>; digest: Uint8Array }
  phone_key: {
    key_hash: Uint8Array
    person_id: string
    session_hash: Uint8Array
    issued_at: Date
    expires_at: Date
  }
}
