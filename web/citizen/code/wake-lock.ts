import { useEffect } from 'preact/hooks'

/** Keeps the screen on while the code shows: people hold it out in a queue. */
export function useWakeLock(shown: boolean): void {
  useEffect(() => {
    if (!shown || !('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | undefined
    let over = false
    async function hold(): Promise<void> {
      if (document.hidden || over) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (over) await lock.release()
      } catch {
        // A low battery or the browser's settings forbid it; the code works all the same.
      }
    }
    void hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [shown])
}
