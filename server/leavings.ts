/** What has been opened and must be left, the last first, whether a start fails half way or the program ends. */
export interface Leavings {
  add(leave: () => Promise<void> | void): void
  /** Leaves everything; what fails does not keep the rest from being left. Throws the first failure at the end. */
  leaveAll(): Promise<void>
}

/** Nothing to leave yet. */
export function leavings(): Leavings {
  const open: (() => Promise<void> | void)[] = []
  return {
    add: (leave) => void open.push(leave),
    async leaveAll() {
      const failures: unknown[] = []
      for (let leave = open.pop(); leave; leave = open.pop()) {
        try {
          await leave()
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
